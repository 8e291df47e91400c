// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.XenbusAdmin;

/** A genuine framework with genuine Declarative Services; the core only takes backends, and has the devices that a test gives it. */
final class FolderHost implements AutoCloseable {

    private static final String PACKAGES = String.join(
            ",",
            "org.xenbay.api.device;version=1.4.0",
            "org.osgi.service.component;version=1.5.1",
            "org.osgi.service.component.runtime;version=1.5.1",
            "org.osgi.service.component.runtime.dto;version=1.5.1",
            "org.osgi.util.promise;version=1.3.0",
            "org.osgi.util.function;version=1.2.0");

    private final Framework framework;
    private final ServiceTracker<XenDevOps, XenDevOps> backends;
    private final Map<Long, Set<String>> taken = new ConcurrentHashMap<>();
    private final List<DeviceView> devices = new CopyOnWriteArrayList<>();

    FolderHost(Path storage) throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        PACKAGES,
                        "ds.stop.timeout.milliseconds",
                        "200",
                        "ds.lock.timeout.milliseconds",
                        "200",
                        "felix.log.level",
                        "1"));
        framework.init();
        framework.start();
        backends = new ServiceTracker<>(context(), XenDevOps.class, null) {
            @Override
            public XenDevOps addingService(ServiceReference<XenDevOps> reference) {
                XenDevOps made = super.addingService(reference);
                // Null for a service that has gone again by now.
                Bundle owner = reference.getBundle();
                if (made != null && owner != null) {
                    taken.put(owner.getBundleId(), Components.types(owner));
                }
                return made;
            }

            @Override
            public void removedService(ServiceReference<XenDevOps> reference, XenDevOps made) {
                // Null for a service whose bundle was uninstalled meanwhile.
                Bundle owner = reference.getBundle();
                if (owner != null) {
                    taken.remove(owner.getBundleId());
                }
                super.removedService(reference, made);
            }
        };
        backends.open();
        context().installBundle(scrJar()).start();
    }

    private static String scrJar() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> jar.contains("org.apache.felix.scr"))
                .map(jar -> Path.of(jar).toUri().toString())
                .findFirst()
                .orElseThrow();
    }

    /** A device that waits for a backend to take it over. */
    void park(DeviceId id, String explanation) {
        Map<String, Object> view = Map.of("id", id, "phase", DevicePhase.PARKED, "explanation", explanation);
        devices.add((DeviceView) Proxy.newProxyInstance(
                DeviceView.class.getClassLoader(),
                new Class<?>[] {DeviceView.class},
                (proxy, method, arguments) -> view.get(method.getName())));
    }

    void forgetDevices() {
        devices.clear();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Optional<Bundle> bundle(String name) {
        return Optional.ofNullable(context().getBundle(DeployedBundles.LOCATION + name));
    }

    /** The observer of a folder, as the component of this bundle makes it. */
    final class Site {
        final Path folder;
        final Deployer deployer;
        final DeployService service;
        final Overview overview;

        Site(Path folder, Path copies) throws IOException {
            this(folder, copies, Observer.TIMEOUT);
        }

        /** @param timeout with code that does not return */
        Site(Path folder, Path copies, Duration timeout) throws IOException {
            this.folder = Files.createDirectories(folder);
            ServiceReference<ServiceComponentRuntime> runtime =
                    context().getServiceReference(ServiceComponentRuntime.class);
            HungBundles hung = new HungBundles();
            hung.register(context());
            LifecycleSteps steps = new LifecycleSteps(hung, timeout, timeout);
            Components components = new Components(() -> context().getService(runtime));
            Replacement replacement = new Replacement(context(), steps);
            Observer observer = new Observer(Admin::new, id -> false, components);
            Path kept = Files.createDirectories(copies.resolveSibling("last-good"));
            RollbackMonitor monitor = new RollbackMonitor(kept, -1, replacement, observer, Admin::new);
            Updater updater = new Updater(context(), replacement, observer, monitor, hung);
            DeployFolder deployFolder = new DeployFolder(folder, copies);
            deployer = new Deployer(
                    context(), deployFolder, new DeployedBundles(context(), replacement, updater, components, steps));
            overview = new Overview(context(), Admin::new, components, deployer, hung);
            service = new DeployService(context(), deployFolder, deployer, overview);
        }

        /** @return the state and the reason of a file */
        String stateOf(String file) {
            return overview.bundles().stream()
                    .filter(view -> view.origin().equals(file))
                    .map(view -> (view.state() + " " + view.reason()).strip())
                    .findFirst()
                    .orElse("");
        }

        String buildOf(String file) {
            return overview.bundles().stream()
                    .filter(view -> view.origin().equals(file))
                    .map(BundleView::build)
                    .findFirst()
                    .orElseThrow();
        }

        BundleView platform(String name) {
            return overview.bundles().stream()
                    .filter(view -> view.name().equals(name) && view.origin().equals("platform"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Uninstalls the bundles of the folder, as the end of a daemon does. */
    void forget() throws BundleException {
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getLocation().startsWith(DeployedBundles.LOCATION)) {
                bundle.uninstall();
            }
        }
    }

    @Override
    public void close() throws Exception {
        backends.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    /** The core: serves the devices for which a backend could be made. */
    private final class Admin implements XenbusAdmin {

        @Override
        public HostView host() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<DeviceView> devices() {
            return List.copyOf(devices);
        }

        @Override
        public Optional<DeviceView> device(DeviceId id) {
            return Optional.empty();
        }

        @Override
        public Map<DeviceId, HandoverView> handovers() {
            return Map.of();
        }

        @Override
        public Duration handoverTimeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public List<BackendView> backends() {
            return taken.entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream()
                            .map(type -> new BackendView(type, "b", "1", entry.getKey(), 0, 0, 0)))
                    .toList();
        }

        @Override
        public void setDebugLevel(DeviceId id, int level) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setDebugLevel(int level) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void attach(DeviceId id, Map<String, String> options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean detach(DeviceId id, boolean force) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Runnable onTransition(Consumer<DeviceEvent> listener) {
            throw new UnsupportedOperationException();
        }
    }
}
