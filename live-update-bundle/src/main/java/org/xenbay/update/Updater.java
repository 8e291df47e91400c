// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.UpdatePlan;
import org.xenbay.api.management.UpdateReport;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.xen.Xen;
import org.xenbay.update.jar.JarCheck;
import org.xenbay.update.jar.ProvidedCapabilities;
import org.xenbay.update.jar.RefusedJarException;

/** Updates that an operator asks for. */
final class Updater implements LiveUpdate {

    private static final Logger LOG = System.getLogger(Updater.class.getName());

    /** Services of bundles that cannot be updated, because all devices would end with them. */
    private static final Set<String> OF_ALL = Set.of(XenbusAdmin.class.getName(), Xen.class.getName());

    private final BundleContext framework;
    private final Replacement replacement;
    private final Observer observer;
    private final RollbackMonitor monitor;
    private final HungBundles hung;

    Updater(
            BundleContext framework,
            Replacement replacement,
            Observer observer,
            RollbackMonitor monitor,
            HungBundles hung) {
        this.hung = hung;
        this.framework = framework;
        this.replacement = replacement;
        this.observer = observer;
        this.monitor = monitor;
    }

    @Override
    public UpdatePlan plan(String name, Path jar) {
        Bundle bundle = bundle(name);
        look(jar);
        return plan(bundle, jar);
    }

    /** Refuses a jar that cannot run here before it replaces anything. */
    private void look(Path jar) {
        try {
            JarCheck.check(jar, ProvidedCapabilities.of(framework));
        } catch (RefusedJarException refused) {
            throw new IllegalArgumentException(jar + " is refused: " + refused.getMessage(), refused);
        }
    }

    private Bundle bundle(String name) {
        List<Bundle> found = hung.without(framework.getBundles()).stream()
                .filter(bundle ->
                        name.equals(bundle.getSymbolicName()) || name.equals(Long.toString(bundle.getBundleId())))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    (found.isEmpty() ? "there is no bundle " : "there are several bundles ") + name);
        }
        if (found.get(0).getBundleId() == Constants.SYSTEM_BUNDLE_ID
                || found.get(0) == framework.getBundle(monitor.ownBundle())) {
            throw new IllegalArgumentException("the bundle " + name + " cannot be updated under running guests");
        }
        return found.get(0);
    }

    private UpdatePlan plan(Bundle bundle, Path jar) {
        Attributes headers = BundleJar.headers(jar);
        String name = BundleJar.name(headers);
        if (!name.equals(bundle.getSymbolicName())) {
            throw new IllegalArgumentException(jar + " is bundle " + name + ", not " + bundle.getSymbolicName());
        }
        String version = headers.getValue(Constants.BUNDLE_VERSION);
        List<Bundle> dependents = replacement.dependents(bundle);
        return new UpdatePlan(
                name,
                bundle.getBundleId(),
                bundle.getVersion().toString(),
                version == null ? "0.0.0" : version,
                parked(bundle, dependents),
                monitor.longest(),
                dependents.stream().map(Bundle::getSymbolicName).sorted().toList());
    }

    private List<DeviceId> parked(Bundle bundle, List<Bundle> dependents) {
        List<Bundle> going =
                Stream.concat(Stream.of(bundle), dependents.stream()).toList();
        if (going.stream().anyMatch(Updater::isOfAll)) {
            return observer.served(Set.of());
        }
        Set<String> types = going.stream()
                .flatMap(each -> observer.types(each.getBundleId()).stream())
                .collect(Collectors.toSet());
        return types.isEmpty() ? List.of() : observer.served(types);
    }

    private static boolean isOfAll(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services != null
                && Arrays.stream(services)
                        .flatMap(service -> Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS)))
                        .anyMatch(OF_ALL::contains);
    }

    @Override
    public UpdateReport update(String name, Path jar, Consumer<String> progress) {
        bundle(name);
        look(jar);
        return update(name, jar, Set.of(), progress);
    }

    /** @param claimed types that the new version declares, in addition to those that the earlier one serves */
    synchronized UpdateReport update(String name, Path jar, Set<String> claimed, Consumer<String> progress) {
        Bundle bundle = bundle(name);
        UpdatePlan plan = plan(bundle, jar);
        Path kept = copy(bundle);
        try (RollbackMonitor.Pause alone = monitor.pause()) {
            progress.accept("replacing " + plan.bundle() + " " + plan.from() + " by " + plan.to());
            Set<String> types = observer.types(bundle.getBundleId());
            Optional<String> failure = replacement.put(bundle, jar);
            progress.accept(failure.map(why -> "it does not run: " + why)
                    .orElseGet(() -> "it runs; waiting for " + devices(plan)));
            UpdateOutcome result = failure.isEmpty()
                    ? observer.await(bundle, types, claimed, plan.parked())
                    : new UpdateOutcome(failure.map(why -> "it does not start: " + why), Map.of(), Map.of());
            if (result.isGood()) {
                return new UpdateReport(plan, "", result.pauses(), result.lost());
            }
            String reason = result.reason().get();
            LOG.log(Level.ERROR, plan.bundle() + " " + plan.to() + " is undone: " + reason);
            progress.accept("putting " + plan.from() + " back: " + reason);
            return undone(bundle, kept, types, plan, reason);
        } finally {
            monitor.keepLater(bundle);
            BundleJar.remove(kept);
        }
    }

    private static String devices(UpdatePlan plan) {
        return plan.parked().size() == 1 ? "1 device" : plan.parked().size() + " devices";
    }

    private UpdateReport undone(Bundle bundle, Path kept, Set<String> types, UpdatePlan plan, String reason) {
        Bundle back;
        try {
            back = replacement.putBack(bundle, kept);
        } catch (IllegalStateException failed) {
            throw new IllegalStateException(
                    "the new version: " + reason + "; and the earlier one does not start again: " + failed.getMessage(),
                    failed);
        }
        monitor.keepLater(back);
        UpdateOutcome result = observer.await(back, types, Set.of(), plan.parked());
        return new UpdateReport(plan, reason, result.pauses(), result.lost());
    }

    private Path copy(Bundle bundle) {
        try {
            Path kept = Files.createTempDirectory(monitor.folder(), "before").resolve("bundle.jar");
            BundleJar.copy(bundle, kept);
            return kept;
        } catch (IOException failed) {
            throw new IllegalStateException(
                    "no copy of the present version can be kept, so nothing is done: " + failed, failed);
        }
    }

    /** @return a duration in milliseconds, for a log */
    static String millis(Duration time) {
        return time.toNanos() / 10_000 / 100.0 + " ms";
    }
}
