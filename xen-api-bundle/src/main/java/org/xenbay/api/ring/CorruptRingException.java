// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.ring;

/** The other side's index is invalid: it claims more than the ring holds. */
public class CorruptRingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message names the ring and its indices */
    public CorruptRingException(String message) {
        super(message);
    }

    /**
     * @param what the ring, in words
     * @param producer its producer index
     * @param consumer its consumer index
     * @param size number of bytes or slots that it holds
     * @return the exception
     */
    static CorruptRingException of(String what, int producer, int consumer, int size) {
        return new CorruptRingException(what + ": producer index " + Integer.toUnsignedString(producer)
                + " and consumer index " + Integer.toUnsignedString(consumer) + " are more than " + size + " apart");
    }
}
