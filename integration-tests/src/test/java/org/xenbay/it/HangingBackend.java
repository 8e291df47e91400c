// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;

/** A backend whose {@code init} does not return before a latch is open, which a test registers as a service. */
public final class HangingBackend extends IdleBackend {

    private final CountDownLatch release;

    /** Looks for the latch. */
    public HangingBackend() {
        BundleContext context = FrameworkUtil.getBundle(HangingBackend.class).getBundleContext();
        release = context.getService(context.getServiceReference(CountDownLatch.class));
    }

    @Override
    public Readiness init(Publication keys) {
        try {
            release.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return Readiness.ready();
    }
}
