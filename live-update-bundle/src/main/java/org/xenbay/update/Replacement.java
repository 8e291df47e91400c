// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.wiring.FrameworkWiring;

/** Puts another content into an installed bundle, and restarts bundles that are wired to it. */
final class Replacement {

    private static final long REFRESH_SECONDS = 20;

    private final BundleContext framework;
    private final LifecycleSteps steps;

    /**
     * @param framework the system bundle's context, valid as long as the framework
     * @param steps runs steps that call a bundle's code
     */
    Replacement(BundleContext framework, LifecycleSteps steps) {
        this.framework = framework;
        this.steps = steps;
    }

    /** @return other bundles that are stopped and started together with it */
    List<Bundle> dependents(Bundle bundle) {
        return wiring().getDependencyClosure(List.of(bundle)).stream()
                .filter(other -> other.getBundleId() != bundle.getBundleId())
                .toList();
    }

    private FrameworkWiring wiring() {
        return framework.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
    }

    /**
     * @param bundle the bundle that gets the content
     * @param jar the new content
     * @return why the bundle does not run; empty when it runs
     */
    Optional<String> put(Bundle bundle, Path jar) {
        AtomicReference<@Nullable String> error = new AtomicReference<>();
        FrameworkListener listener = event -> {
            if (event.getType() == FrameworkEvent.ERROR && event.getBundle() == bundle) {
                error.set(text(event.getThrowable()));
            }
        };
        framework.addFrameworkListener(listener);
        boolean wired = !dependents(bundle).isEmpty();
        try {
            steps.replace(bundle, () -> {
                try (InputStream in = Files.newInputStream(jar)) {
                    bundle.update(in);
                }
                if (wired) {
                    refresh(bundle);
                }
                if (bundle.getState() != Bundle.ACTIVE) {
                    bundle.start();
                }
            });
            return Optional.empty();
        } catch (BundleException | IOException | IllegalStateException failed) {
            String first = error.get();
            return Optional.of(first == null ? text(failed) : first);
        } finally {
            framework.removeFrameworkListener(listener);
        }
    }

    /**
     * Runs the earlier content again: in the same bundle, or in another one if that bundle's later code does not return.
     *
     * @param bundle the bundle that had the content
     * @param jar the content
     * @return the bundle that runs it
     * @throws IllegalStateException when it does not run; the message says why
     */
    Bundle putBack(Bundle bundle, Path jar) {
        Optional<String> failure = steps.hung().contains(bundle) ? Optional.empty() : put(bundle, jar);
        if (failure.isPresent() && !steps.hung().contains(bundle)) {
            throw new IllegalStateException(failure.get());
        }
        return steps.hung().contains(bundle) ? install(bundle, jar) : bundle;
    }

    private Bundle install(Bundle hung, Path jar) {
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle bundle = framework.installBundle(freeLocation(hung.getLocation()), in);
            steps.replace(bundle, () -> bundle.start(Bundle.START_ACTIVATION_POLICY));
            return bundle;
        } catch (BundleException | IOException | IllegalStateException failed) {
            throw new IllegalStateException(text(failed), failed);
        }
    }

    /** @return the location, or one that begins with it if a hung bundle has it */
    String freeLocation(String location) {
        // For a location with a known scheme, the framework would read that location instead of the stream.
        String free = location.replaceFirst("^reference:", "again:");
        for (int number = 2; framework.getBundle(free) != null; number++) {
            free = location.replaceFirst("^reference:", "again:") + "#" + number;
        }
        return free;
    }

    /** Refreshes bundles that are wired to the bundle's earlier content. */
    void refresh(Bundle bundle) {
        CountDownLatch refreshed = new CountDownLatch(1);
        wiring().refreshBundles(List.of(bundle), event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        try {
            if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("its dependents were not refreshed within " + REFRESH_SECONDS + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    private static String text(Throwable thrown) {
        Throwable cause = StackText.rootOf(thrown);
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.replaceAll("\\s+", " ");
    }
}
