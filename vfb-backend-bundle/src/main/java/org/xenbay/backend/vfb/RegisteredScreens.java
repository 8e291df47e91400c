// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.thread.DaemonThreads;

/**
 * Registers screens as services, on a separate thread: listeners of services may take arbitrarily long, and a device's executor
 * must not wait for them. The thread ends when it has no work.
 */
final class RegisteredScreens implements ScreenServices, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RegisteredScreens.class.getName());
    private static final long IDLE_SECONDS = 5;

    private final BundleContext context;
    private final ExecutorService thread;
    /** On the thread. */
    private final Map<GuestScreen, ServiceRegistration<GuestScreen>> registrations = new HashMap<>();

    RegisteredScreens(BundleContext context) {
        this.context = context;
        ThreadPoolExecutor single = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> DaemonThreads.of("xenbay-screens", work));
        single.allowCoreThreadTimeOut(true);
        this.thread = single;
    }

    @Override
    public void add(GuestScreen screen) {
        later(() -> registrations.put(screen, context.registerService(GuestScreen.class, screen, null)));
    }

    @Override
    public void remove(GuestScreen screen) {
        later(() -> {
            ServiceRegistration<GuestScreen> registration = registrations.remove(screen);
            if (registration != null) {
                registration.unregister();
            }
        });
    }

    private void later(Runnable work) {
        try {
            thread.execute(() -> {
                try {
                    work.run();
                } catch (IllegalStateException stopped) {
                    LOG.log(System.Logger.Level.DEBUG, "the bundle stops: {0}", stopped.getMessage());
                }
            });
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "closed before: {0}", closed.getMessage());
        }
    }

    /** Ends the thread. The framework unregisters the remaining services when the bundle stops. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
