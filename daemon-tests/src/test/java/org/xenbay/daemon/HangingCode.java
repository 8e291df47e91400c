// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Code of a bundle of its own, which says in the log that it runs, and does not return. */
public final class HangingCode {

    private HangingCode() {}

    private static void hang() {
        System.out.println("code that hangs is called");
        for (CountDownLatch never = new CountDownLatch(1); never.getCount() > 0; ) {
            try {
                never.await();
            } catch (InterruptedException ignored) {
                continue;
            }
        }
    }

    /** What Declarative Services call. */
    public static final class Component {
        /** Hangs. */
        public Component() {
            hang();
        }
    }

    /** What the framework calls. */
    public static final class Activator implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            hang();
        }

        @Override
        public void stop(BundleContext context) {
            // it has started nothing
        }
    }

    static Path jar(Path file, Class<?> kind) throws IOException {
        return kind == Activator.class
                ? SmallJar.ofActivator(file, kind, HangingCode.class)
                : SmallJar.ofComponent(file, "hanging", kind, HangingCode.class);
    }
}
