// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/** A backend whose constructor says that it has begun, and does not return before it may: by two latches that a test registers. */
public final class SlowStart extends IdleBackend {

    /** The property of the latches with the symbolic name of the bundle that they are for. */
    static final String BUNDLE = "bundle";

    /** The property of the latches that tells which of the two it is. */
    static final String KIND = "kind";

    /** Waits. */
    public SlowStart() throws InvalidSyntaxException, InterruptedException {
        latch("begun").countDown();
        latch("release").await();
    }

    private static CountDownLatch latch(String kind) throws InvalidSyntaxException {
        Bundle bundle = FrameworkUtil.getBundle(SlowStart.class);
        BundleContext context = bundle.getBundleContext();
        String filter = "(&(" + BUNDLE + "=" + bundle.getSymbolicName() + ")(" + KIND + "=" + kind + "))";
        return context.getService(context.getServiceReferences(CountDownLatch.class, filter)
                .iterator()
                .next());
    }
}
