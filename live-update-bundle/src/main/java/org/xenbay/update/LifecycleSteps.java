// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Steps of a bundle's lifecycle that call its code: its activator, its components' constructors. Each step runs on a separate
 * thread, so that code which does not return blocks only that thread. Such a thread is not interrupted, because an interrupt
 * closes the channel that it reads, including XenStore's. From any thread.
 */
final class LifecycleSteps {

    /** Time for a step when no device waits for it: longer than any healthy bundle needs on a slow host. */
    static final Duration AT_FIRST = Duration.ofSeconds(30);

    private static final Logger LOG = System.getLogger(LifecycleSteps.class.getName());

    private final Duration whileParked;
    private final Duration atFirst;
    private final HungBundles hung;

    /**
     * @param hung receives the bundles whose code does not return
     * @param whileParked time limit of a step while devices are parked
     * @param atFirst time limit of any other step
     */
    LifecycleSteps(HungBundles hung, Duration whileParked, Duration atFirst) {
        this.hung = hung;
        this.whileParked = whileParked;
        this.atFirst = atFirst;
    }

    /** The code has not returned in time; the message names the place in the code. */
    static final class HangingException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        HangingException(String message) {
            super(message);
        }
    }

    /** A step. */
    interface Step {
        void run() throws BundleException, IOException;
    }

    /** Runs a step that parked devices wait for. */
    void replace(Bundle bundle, Step step) throws BundleException, IOException {
        run(bundle, whileParked, step);
    }

    /** @return the bundles whose code has not returned */
    HungBundles hung() {
        return hung;
    }

    /** Runs a step that no device waits for. */
    void install(Bundle bundle, Step step) throws BundleException, IOException {
        run(bundle, atFirst, step);
    }

    /** @throws HangingException when the code does not return in time */
    private void run(Bundle bundle, Duration timeout, Step step) throws BundleException, IOException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            step.run();
            return null;
        });
        Thread thread = new Thread(task, "xenbay-start-" + bundle.getSymbolicName());
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            String why = "its code has not returned for " + timeout.toSeconds() + " s, "
                    + place(thread.getStackTrace(), Components.owns(bundle));
            LOG.log(Level.WARNING, bundle + ": " + why + "; thread " + thread.getName() + " is held until it does");
            hung.add(bundle, why);
            throw new HangingException(why);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            rethrow(failed.getCause());
        }
    }

    /** Words where the code is. */
    private static String place(StackTraceElement[] stack, Predicate<String> own) {
        return Arrays.stream(stack)
                .filter(frame -> own.test(frame.getClassName()))
                .findFirst()
                .or(() -> Arrays.stream(stack).findFirst())
                .map(frame -> "it is in " + frame)
                .orElse("it has just returned");
    }

    private static void rethrow(@Nullable Throwable cause) throws BundleException, IOException {
        if (cause instanceof BundleException ofBundle) {
            throw ofBundle;
        } else if (cause instanceof IOException ofFile) {
            throw ofFile;
        } else if (cause instanceof RuntimeException defect) {
            throw defect;
        } else if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(cause);
    }
}
