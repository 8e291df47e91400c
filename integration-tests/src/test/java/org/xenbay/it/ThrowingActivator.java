// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Of a bundle that does not start. */
public final class ThrowingActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no room");
    }

    @Override
    public void stop(BundleContext context) {
        // it never starts
    }
}
