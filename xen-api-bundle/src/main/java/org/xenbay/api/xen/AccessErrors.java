// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

import java.nio.ReadOnlyBufferException;

/** Errors of accesses to shared memory. Each names offset, length and the line of the backend's own code. */
final class AccessErrors {

    private AccessErrors() {}

    /**
     * @param what is accessed: the shared memory, or the caller's array or buffer
     * @throws IndexOutOfBoundsException when the access is not inside
     */
    static void check(String what, int offset, int length, int size) {
        if ((offset | length) < 0 || offset > size - length) {
            throw outside(what, offset, length, size);
        }
    }

    private static IndexOutOfBoundsException outside(String what, int offset, int length, int size) {
        return new IndexOutOfBoundsException("offset " + offset + ", length " + length + " is not inside the " + what
                + "'s " + size + " bytes" + Author.here());
    }

    static IllegalStateException gone() {
        return new IllegalStateException("shared memory is used after it was unmapped" + Author.here());
    }

    static ReadOnlyBufferException readOnly(int offset, int length) {
        return new StoreRefused("a store at offset " + offset + ", length " + length
                + " to shared memory that is mapped for reading only" + Author.here());
    }

    /** The JDK's exception has no message of its own. */
    private static final class StoreRefused extends ReadOnlyBufferException {
        private static final long serialVersionUID = 1L;

        private final String message;

        StoreRefused(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }
    }
}
