// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

/**
 * Thrown when a call into a backend's code returns after it was given up. Unwinds the thread up to its mailbox: another
 * thread has continued with the device. Code that catches exceptions of handlers passes it on.
 */
final class GivenUp extends Error {

    private static final long serialVersionUID = 1;

    private final transient Calls calls;

    /** @param calls the sequence whose last call this was */
    GivenUp(Calls calls) {
        super("the call was given up", null, false, false);
        this.calls = calls;
    }

    /** @return the sequence whose last call this was */
    Calls calls() {
        return calls;
    }
}
