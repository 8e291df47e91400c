// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;

/** How far one request has come, noted where it outlasts the process. By the thread that carries the request out. */
public interface Trace {

    /** Of a request that no other process would go on with. */
    Trace NONE = new Trace() {};

    /** A reference that leads nowhere: no fid, no place, no bytes. */
    long NOTHING = -1;

    /**
     * What follows must not happen twice: from here on, who finds the request again knows that it may have happened.
     *
     * @param before what was so before it, for who has to find that out; its meaning is the request's own
     */
    default void begins(long before) {}

    /** @return whether an earlier process had begun it and was killed, so that it may have happened */
    default boolean isAgain() {
        return false;
    }

    /** @return what was so before it */
    default long before() {
        return 0;
    }

    /**
     * It has happened, all at once with what it did to fids: who finds the request again only sends the reply.
     *
     * @param reply from its position to its limit; not moved
     * @param made reference of a fid that is there now, or {@link #NOTHING}
     * @param gone reference of a fid that is not there any more, or {@link #NOTHING}
     * @param opened reference of a fid by which something is open now, or {@link #NOTHING}
     */
    default void executed(ByteBuffer reply, long made, long gone, long opened) {}
}
