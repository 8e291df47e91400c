// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

/** A backend that cannot be made. */
public final class ThrowingBackend extends IdleBackend {

    /** Always throws. */
    public ThrowingBackend() {
        throw new IllegalStateException("no licence");
    }
}
