// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

/** An input had an effect that no input may have. */
final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Finding(String what) {
        super(what);
    }

    static void require(boolean right, String what) {
        if (!right) {
            throw new Finding(what);
        }
    }
}
