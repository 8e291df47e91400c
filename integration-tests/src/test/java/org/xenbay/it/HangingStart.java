// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Backends whose start does not return before a latch is open, which a test registers as a service. */
public class HangingStart extends IdleBackend {

    private static CountDownLatch latch() {
        BundleContext context = FrameworkUtil.getBundle(HangingStart.class).getBundleContext();
        return context.getService(context.getServiceReference(CountDownLatch.class));
    }

    /** Waits, also when the thread is interrupted. */
    static void hang() {
        for (CountDownLatch latch = latch(); latch.getCount() > 0; ) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                continue;
            }
        }
    }

    /** In what Declarative Services call. */
    public static final class InConstructor extends HangingStart {
        /** Waits. */
        public InConstructor() {
            hang();
        }
    }

    /** In the same, without a wait. */
    public static final class Spinning extends HangingStart {
        /** Runs in circles. */
        public Spinning() {
            for (CountDownLatch latch = latch(); latch.getCount() > 0; ) {
                Thread.onSpinWait();
            }
        }
    }

    /** Before there is an object. */
    public static final class InStaticInitialiser extends HangingStart {
        static {
            hang();
        }
    }

    /** In what the framework calls. */
    public static final class InActivator extends HangingStart implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            hang();
        }

        @Override
        public void stop(BundleContext context) {
            // it has started nothing
        }
    }
}
