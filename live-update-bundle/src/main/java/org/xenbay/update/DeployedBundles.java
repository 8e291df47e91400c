// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.xenbay.api.management.UpdateReport;
import org.xenbay.update.jar.BundleFile;

/**
 * The bundles that are installed from the deploy folder, one of each symbolic name, from any file. Another version therefore
 * takes over under running guests, even if its file has another name.
 */
final class DeployedBundles {

    /** Prefix of the locations of these bundles; the name follows. */
    static final String LOCATION = "deploy:";

    private static final Logger LOG = System.getLogger(DeployedBundles.class.getName());

    private final BundleContext framework;
    private final Replacement replacement;
    private final Updater updater;
    private final Components components;
    private final LifecycleSteps steps;
    private final Map<String, DeployedBundle> byName = new ConcurrentHashMap<>();

    DeployedBundles(
            BundleContext framework,
            Replacement replacement,
            Updater updater,
            Components components,
            LifecycleSteps steps) {
        this.steps = steps;
        this.framework = framework;
        this.replacement = replacement;
        this.updater = updater;
        this.components = components;
    }

    /** Finds the installed bundle of a name, also one of an earlier run of this bundle in the same framework. */
    Optional<Bundle> installed(String name) {
        return steps.hung().without(framework.getBundles()).stream()
                .filter(bundle -> name.equals(bundle.getSymbolicName())
                        && bundle.getLocation().startsWith(LOCATION))
                .max(Comparator.comparingLong(Bundle::getBundleId));
    }

    /** @return symbolic names of the installed bundles */
    Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    Optional<DeployedBundle> of(String name) {
        return Optional.ofNullable(byName.computeIfPresent(name, (key, deployed) -> present(deployed)));
    }

    /**
     * Finds the present bundle of a content: a rollback has put the earlier content into another bundle if the code of the
     * first one does not return.
     */
    private DeployedBundle present(DeployedBundle deployed) {
        return steps.hung().contains(deployed.bundle())
                ? installed(deployed.content().name())
                        .map(bundle -> new DeployedBundle(bundle, deployed.file(), deployed.content()))
                        .orElse(deployed)
                : deployed;
    }

    /** Tells whether a name is one of the platform's own bundles. */
    boolean isOfPlatform(String name) {
        return steps.hung().without(framework.getBundles()).stream()
                .anyMatch(bundle -> name.equals(bundle.getSymbolicName())
                        && !bundle.getLocation().startsWith(LOCATION));
    }

    /** Notes that the running content is that of this file. */
    void adopt(Bundle bundle, String file, BundleFile content) {
        byName.put(content.name(), new DeployedBundle(bundle, file, content));
    }

    /**
     * Runs a content, and replaces the running bundle of that name if there is one.
     *
     * @param hasOther whether another content could run if this one does not; then devices may wait for that one
     * @return why it does not run, in which case the earlier content runs again; empty when it runs, as far as is known now
     */
    Optional<String> deploy(String file, BundleFile content, boolean hasOther) {
        DeployedBundle before = of(content.name()).orElse(null);
        if (before != null && (content.fragment() || before.content().fragment())) {
            remove(content.name());
            before = null;
        }
        Optional<String> why = before == null ? install(file, content, hasOther) : replace(before, content);
        if (why.isEmpty()) {
            Bundle bundle = installed(content.name()).orElseThrow();
            byName.put(content.name(), new DeployedBundle(bundle, file, content));
            LOG.log(
                    Level.INFO,
                    content + " of " + file
                            + (before == null ? " is installed" : " has taken the place of " + before.content()));
        }
        return why;
    }

    private Optional<String> replace(DeployedBundle before, BundleFile content) {
        try {
            UpdateReport report = updater.update(
                    Long.toString(before.bundle().getBundleId()),
                    content.path(),
                    content.types(),
                    step -> LOG.log(Level.DEBUG, step));
            return Optional.of(report.undone()).filter(reason -> !reason.isEmpty());
        } catch (IllegalArgumentException | IllegalStateException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    private Optional<String> install(String file, BundleFile content, boolean hasOther) {
        @Nullable Bundle bundle = null;
        try (InputStream in = Files.newInputStream(content.path())) {
            bundle = framework.installBundle(replacement.freeLocation(LOCATION + content.name()), in);
            if (content.fragment()) {
                joinHost(bundle);
            } else {
                Bundle started = bundle;
                LifecycleSteps.Step start = () -> started.start(Bundle.START_ACTIVATION_POLICY);
                if (hasOther) {
                    steps.replace(bundle, start);
                } else {
                    steps.install(bundle, start);
                }
            }
            return Optional.empty();
        } catch (BundleException | IOException | IllegalStateException failed) {
            String why = "it does not start: " + text(bundle, failed);
            uninstall(bundle, file);
            return Optional.of(why);
        }
    }

    private void joinHost(Bundle fragment) {
        String host = fragment.getHeaders("")
                .get(Constants.FRAGMENT_HOST)
                .split(";")[0]
                .trim();
        for (Bundle bundle : framework.getBundles()) {
            if (host.equals(bundle.getSymbolicName()) && bundle.getState() != Bundle.INSTALLED) {
                replacement.refresh(bundle);
            }
        }
    }

    private static String text(@Nullable Bundle bundle, Exception failed) {
        Throwable cause = StackText.rootOf(failed);
        if (bundle == null || cause instanceof BundleException || cause instanceof LifecycleSteps.HangingException) {
            return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
        }
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace, true));
        return StackText.oneLine(trace.toString(), Components.owns(bundle));
    }

    /** The content has been kept elsewhere. */
    void moved(BundleFile content) {
        byName.computeIfPresent(
                content.name(), (name, deployed) -> new DeployedBundle(deployed.bundle(), deployed.file(), content));
    }

    /** Uninstalls the bundle of a name. */
    void remove(String name) {
        DeployedBundle deployed = of(name).orElse(null);
        byName.remove(name);
        if (deployed != null) {
            boolean wired = !replacement.dependents(deployed.bundle()).isEmpty();
            uninstall(deployed.bundle(), deployed.file());
            if (wired) {
                replacement.refresh(deployed.bundle());
            }
            LOG.log(Level.INFO, deployed.content() + " of " + deployed.file() + " is removed");
        }
    }

    private void uninstall(@Nullable Bundle bundle, String file) {
        try {
            if (bundle != null && !steps.hung().contains(bundle)) {
                steps.replace(bundle, bundle::uninstall);
            }
        } catch (BundleException | IOException | IllegalStateException failed) {
            LOG.log(Level.WARNING, file + " cannot be uninstalled in order", failed);
        }
    }

    /** The state of a bundle. */
    enum Health {
        /** It works. */
        GOOD,
        /** It may start to work. */
        PENDING,
        /** It does not work. */
        FAILED
    }

    Health health(DeployedBundle deployed) {
        if (deployed.content().fragment()) {
            return Health.GOOD;
        } else if (components.failure(deployed.bundle()).isPresent()) {
            return Health.FAILED;
        }
        boolean runs = deployed.bundle().getState() == Bundle.ACTIVE
                || deployed.bundle().getState() == Bundle.STARTING;
        return runs
                        && !components.isUntried(deployed.bundle())
                        && Components.types(deployed.bundle())
                                .containsAll(deployed.content().types())
                ? Health.GOOD
                : Health.PENDING;
    }

    /** @return what prevents a bundle from doing its work, in one sentence; empty when nothing does */
    Optional<String> trouble(DeployedBundle deployed) {
        Set<String> missing = new TreeSet<>(deployed.content().types());
        missing.removeAll(Components.types(deployed.bundle()));
        Optional<String> failure = components.failure(deployed.bundle());
        if (failure.isPresent() || missing.isEmpty()) {
            return failure.or(() -> components.isUntried(deployed.bundle())
                    ? Optional.of("the core does not use it yet")
                    : Optional.empty());
        }
        return Optional.of("it does not serve " + String.join(", ", missing) + ": "
                + components.troubles(deployed.bundle()).stream().findFirst().orElse("it does not say why"));
    }
}
