// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

/**
 * What a figure says of the load of its device, whatever its backend calls it. {@code xenbay top}, the page and the metrics add up the
 * figures of a device that have the same load, so devices of all types can be compared.
 */
public enum Load {
    /** Nothing. */
    NONE,
    /** A counter of requests that the guest made and that were answered, also those that failed. */
    REQUESTS,
    /** A counter of bytes that the guest has received. */
    READ_BYTES,
    /** A counter of bytes that the guest has sent. */
    WRITTEN_BYTES,
    /** A gauge of requests that have not been answered yet. */
    WAITING;

    /** @return the kind of its figures; of {@link #NONE} both kinds are */
    boolean allows(Figure.Kind kind) {
        return this == NONE || (this == WAITING) == (kind == Figure.Kind.GAUGE);
    }
}
