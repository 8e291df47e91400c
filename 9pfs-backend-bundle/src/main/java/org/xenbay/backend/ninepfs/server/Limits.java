// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

/**
 * What one client may have.
 *
 * @param msize most bytes in one message, even if the client asks for more
 * @param fids most fids
 * @param requests most requests at a time
 */
public record Limits(int msize, int fids, int requests) {

    /** The largest message that rings and clients allow: one MiB. */
    public static final int MAX_MSIZE = 1 << 20;

    /**
     * @param most the transport's limit
     * @return these limits, with messages of at most that size
     */
    public Limits withMsize(int most) {
        return new Limits(Math.min(msize, most), fids, requests);
    }
}
