// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

/**
 * A call into a backend's code has returned after it was given up. Ends what the thread was doing, up to its mailbox: another
 * thread has gone on with the device. Passed on by all that catch what handlers throw.
 */
final class GivenUp extends Error {

    private static final long serialVersionUID = 1;

    private final transient Calls calls;

    /** @param calls of which the call was the last */
    GivenUp(Calls calls) {
        super("the call was given up", null, false, false);
        this.calls = calls;
    }

    /** @return of which the call was the last */
    Calls calls() {
        return calls;
    }
}
