// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

/** Where a lane's requests come from: a ring, or a client on a socket. Called by any thread, by several at once. */
public interface RequestSource {

    /** Polls: passes the client's requests to the conversation. A socket does nothing here, because a thread reads it. */
    default void poll() {}

    /** Unmasks the event channel. A socket has none. */
    default void unmask() {}

    /** A request has ended, so another may be taken. */
    void requestEnded();
}
