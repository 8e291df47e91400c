// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

/**
 * The receiver of a session's events. Called under the engine's lock: it only queues, never blocks and never calls the
 * engine.
 */
interface EventSink {

    /** A watch has fired. */
    void fired(WatchEntry watch, String path);

    /** The engine has ended the session. */
    void lost(Loss why);

    /** Why the server has ended a session. */
    enum Loss {
        /** The daemon has stopped, or dropped the connection; the owner may connect again. */
        DROPPED,
        /** The domain was released; its owner cannot connect again. */
        RELEASED
    }
}
