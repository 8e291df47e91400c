// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenDeviceType;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.service.LateServices;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.xen.Xen;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.device.CloseAll;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.device.Histories;
import org.xenbay.core.device.PersistentMemory;
import org.xenbay.core.handover.HandoverFile;
import org.xenbay.core.handover.JournalFolder;
import org.xenbay.core.history.HistoryFile;
import org.xenbay.core.machine.Phase;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Xenbus;

/** Connects the core with OSGi: binds the hypervisor's service and those of backends, and registers {@link XenbusAdmin}. */
@Component(immediate = true, service = Configured.class, configurationPid = "org.xenbay.core")
@ModifiedOnDelete
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.xenbay.api.management.XenbusAdmin\"",
        effective = "active")
@Capability(
        namespace = XenDeviceType.CORE_NAMESPACE,
        name = XenDeviceType.CORE_NAME,
        version = XenDeviceType.CORE_VERSION)
public final class XenbusCore implements Configured {

    private static final Logger LOG = System.getLogger(XenbusCore.class.getName());

    private final Settings settings = CoreSettings.settings();
    private final CoreRuntime runtime;
    private final Xenbus xenbus;
    private final HostReferences services;
    private final UnclaimedFiles unclaimed;
    private final LateServices<ServiceReference<XenDevOps>, XenDevOps> backends =
            new LateServices<>(this::serve, (reference, ops) -> retire(reference));
    private final ServiceRegistration<XenbusAdmin> admin;
    /** This daemon's folder, if it has one. */
    private final @Nullable RunFolder folder;

    /** Parts of this daemon's folder that hold devices' data for the next process. */
    private record RunFolder(HandoverFile handovers, JournalFolder journals, HistoryFile histories) {

        HostServices services(HostReferences others) {
            return new HostServices(handovers, journals, histories, others::competitors);
        }

        void close() {
            try {
                handovers.write();
            } catch (IOException failed) {
                LOG.log(Level.ERROR, "the devices' state cannot be left to the next run", failed);
            }
            journals.close();
            histories.close();
        }
    }

    /**
     * @param context to register {@link XenbusAdmin}
     * @param properties the configuration
     * @param xen the hypervisor
     * @param hypervisor its reference, which says whether it is native or embedded
     * @param services optional services of the host
     */
    @Activate
    public XenbusCore(
            BundleContext context,
            Map<String, Object> properties,
            @Reference(name = "xen") Xen xen,
            @Reference(name = "hypervisor", service = Xen.class) ServiceReference<Xen> hypervisor,
            @Reference HostReferences services) {
        this.services = services;
        String kind = String.valueOf(hypervisor.getProperty(Xen.HYPERVISOR));
        SettingValues values = settings.update(properties).values();
        RunFolder own = runFolder(DaemonFolder.RUN.of(context::getProperty), services, values);
        HostServices host = own == null
                ? new HostServices(Handovers.NONE, PersistentMemory.NONE, Histories.NONE, services::competitors)
                : own.services(services);
        folder = own;
        runtime = new CoreRuntime(
                xen, host, CoreSettings.limits(values), CoreSettings.callLimits(values), CoreSettings.memory(values));
        if (own != null) {
            runtime.settleLater(own.journals()::settle);
            runtime.settleLater(own.histories()::settle);
        }
        unclaimed = new UnclaimedFiles(runtime::settleLater);
        xenbus = new Xenbus(runtime);
        xenbus.prefer(CoreSettings.preferred(values));
        services.listen(new HostListener());
        admin = context.registerService(
                XenbusAdmin.class,
                new AdminService(xenbus, runtime, kind, services::descriptorStoreState, services::confinement),
                null);
        LOG.log(Level.INFO, "serving domain " + xen.ownDomain() + "'s backends on the " + kind + " Xen");
    }

    private static @Nullable RunFolder runFolder(@Nullable Path path, HostReferences services, SettingValues values) {
        return path == null
                ? null
                : new RunFolder(
                        new HandoverFile(path, services::descriptorStore),
                        new JournalFolder(path, CoreSettings.journalBytes(values)),
                        new HistoryFile(path, CoreSettings.historyMegabytes(values)));
    }

    /**
     * The configuration has changed. Devices stay as they are.
     *
     * @param properties the configuration
     */
    @Modified
    public void modified(Map<String, Object> properties) {
        settings.update(properties);
        runtime.setLimits(CoreSettings.limits(settings.values()));
        xenbus.prefer(CoreSettings.preferred(settings.values()));
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /**
     * A backend appears.
     *
     * @param reference its service
     * @param objects give the backend
     */
    @Reference(
            name = "backend",
            service = XenDevOps.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    public void addBackend(ServiceReference<XenDevOps> reference, ComponentServiceObjects<XenDevOps> objects) {
        backends.add(reference, objects::getService, objects::ungetService);
    }

    private void serve(ServiceReference<XenDevOps> reference, XenDevOps ops) {
        Bundle bundle = reference.getBundle();
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        xenbus.backendArrived(
                types(reference),
                new BackendTable.Entry(
                        ops,
                        ranking,
                        serviceId(reference),
                        bundle.getSymbolicName(),
                        bundle.getVersion().toString(),
                        bundle.getBundleId()));
    }

    /**
     * A backend leaves. Its bundle stops when this returns, so no handler may run any more by then.
     *
     * @param reference its service
     */
    public void removeBackend(ServiceReference<XenDevOps> reference) {
        backends.remove(reference);
    }

    private void retire(ServiceReference<XenDevOps> reference) {
        long service = serviceId(reference);
        // The types noted when it arrived: its properties may have changed since, or it may never have been taken.
        xenbus.backendLeft(xenbus.backends().typesOf(service), service);
    }

    private static long serviceId(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    private static List<String> types(ServiceReference<?> reference) {
        Object types = reference.getProperty(XenDevOps.DEVICE_TYPE);
        if (types instanceof String one) {
            return List.of(one);
        }
        if (types instanceof String[] several) {
            return List.of(several);
        }
        LOG.log(
                Level.ERROR,
                reference.getBundle() + " registers a backend without the property " + XenDevOps.DEVICE_TYPE);
        return List.of();
    }

    /** Stops serving; the next run adopts the guests' connections. */
    @Deactivate
    public void deactivate() {
        long start = System.nanoTime();
        int connected = (int) xenbus.registry().all().stream()
                .filter(device -> device.phase() == Phase.CONNECTED)
                .count();
        LOG.log(Level.INFO, "leaving " + connected + " connected devices to the next run");
        new CloseAll()
                .then(backends::close)
                .then(services::endListening)
                .then(unclaimed::stop)
                .then(admin::unregister)
                .then(xenbus::close)
                .then(this::closeFolder)
                .finish();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        LOG.log(Level.INFO, "the devices were left within " + millis + " ms");
    }

    private void closeFolder() {
        if (folder != null) {
            folder.close();
        }
    }

    /** Makes devices that wait for a service try again, and gives a service manager signs of life until the runtime is closed. */
    private final class HostListener implements HostReferences.Listener {

        @Override
        public void competitorsCame() {
            lookAgain();
        }

        @Override
        public void descriptorStoreCame(DescriptorStore service) {
            unclaimed.closeLater(service);
            lookAgain();
        }

        @Override
        public void serviceManagerCame(ServiceManager service) {
            runtime.watchdog().begin(service);
        }

        @Override
        public void serviceManagerLeft(ServiceManager service) {
            runtime.watchdog().end(service);
        }

        private void lookAgain() {
            xenbus.registry().all().forEach(device -> device.backendChanged(""));
        }
    }
}
