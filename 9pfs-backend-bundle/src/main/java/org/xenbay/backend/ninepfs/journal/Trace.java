// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;

/** Records in persistent memory how far one request has come. By the thread that carries the request out. */
public interface Trace {

    /** The trace of a request that no other process replays. */
    Trace NONE = new Trace() {};

    /** A reference that leads nowhere: no fid, no path entry, no bytes. */
    long NOTHING = -1;

    /**
     * Begins an effect that must not happen twice: a process that takes the request again knows that the effect may have
     * happened.
     *
     * @param precondition the state before the effect, from which a replay determines whether the effect has happened; its
     *     meaning depends on the kind of request
     */
    default void beginEffect(long precondition) {}

    /** @return whether an earlier process had begun the effect and was killed, so that the effect may have happened */
    default boolean isReplay() {
        return false;
    }

    /** @return the precondition that {@link #beginEffect} noted */
    default long precondition() {
        return 0;
    }

    /**
     * Notes in one store that the effect has happened, and its effect on fids: a process that takes the request again only
     * sends the reply.
     *
     * @param reply from its position to its limit; not moved
     * @param created reference of a fid that was added, or {@link #NOTHING}
     * @param removed reference of a fid that was removed, or {@link #NOTHING}
     * @param opened reference of a fid that was opened, or {@link #NOTHING}
     */
    default void executed(ByteBuffer reply, long created, long removed, long opened) {}
}
