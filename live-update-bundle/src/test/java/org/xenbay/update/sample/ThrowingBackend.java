// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.sample;

/** A backend whose constructor throws. */
public final class ThrowingBackend extends GoodBackend {

    public ThrowingBackend() {
        throw new IllegalStateException("no licence");
    }
}
