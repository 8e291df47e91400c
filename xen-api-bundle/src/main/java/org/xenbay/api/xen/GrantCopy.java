// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One segment of a grant copy: bytes of one granted page, and a place in this process.
 *
 * @param direction which way
 * @param reference the page's grant reference
 * @param offset first byte within the page; {@code offset + length} is at most {@link GrantTable#PAGE_SIZE}
 * @param local this process's bytes: a buffer of any kind, of which {@code length} bytes from its position are copied;
 *     its position does not change
 * @param length number of bytes, 1 to {@link GrantTable#PAGE_SIZE}
 */
public record GrantCopy(Direction direction, int reference, int offset, ByteBuffer local, int length) {

    /** Which way bytes go. */
    public enum Direction {
        /** From the guest's page into this process. */
        FROM_GUEST,
        /** From this process into the guest's page. */
        TO_GUEST
    }

    /**
     * Checks the bounds on both sides.
     *
     * @throws IllegalArgumentException when the segment leaves the page or the buffer; the message says how, and names the
     *     caller's line
     */
    public GrantCopy {
        Objects.requireNonNull(direction, "direction");
        if (length < 1 || offset < 0 || offset > GrantTable.PAGE_SIZE - length) {
            throw new IllegalArgumentException(
                    "grant copy of " + length + " bytes at offset " + offset + " leaves the page" + Author.here());
        }
        if (local.remaining() < length) {
            throw new IllegalArgumentException(
                    "grant copy of " + length + " bytes with a buffer of " + local.remaining() + Author.here());
        }
    }
}
