// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.Deployment;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.service.LazyServices;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.settings.SettingsView;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.Xen;
import org.xenbay.shell.internal.files.ConfigurationFiles;
import org.xenbay.shell.internal.render.HostReport;

/**
 * The services that the commands use, if they are present: the shell keeps running when the core or a backend is updated, and
 * names missing services.
 */
@Component(service = Platform.class)
public final class Platform {
    private final AtomicReference<XenbusAdmin> admin = new AtomicReference<>();
    private final AtomicReference<Xen> xen = new AtomicReference<>();
    private final AtomicReference<LiveUpdate> liveUpdate = new AtomicReference<>();
    private final AtomicReference<HostFiles> files = new AtomicReference<>();
    private final AtomicReference<Deployment> deployment = new AtomicReference<>();
    private final LazyServices<ServiceReference<Configured>, Configured> configured = new LazyServices<>();

    private volatile ConfigurationFiles configurationFiles = new ConfigurationFiles(null, Set::of);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAdmin(XenbusAdmin service) {
        admin.set(service);
    }

    void unbindAdmin(XenbusAdmin service) {
        admin.compareAndSet(service, null);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindXen(Xen service) {
        xen.set(service);
    }

    void unbindXen(Xen service) {
        xen.compareAndSet(service, null);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLiveUpdate(LiveUpdate service) {
        liveUpdate.set(service);
    }

    void unbindLiveUpdate(LiveUpdate service) {
        liveUpdate.compareAndSet(service, null);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFiles(HostFiles service) {
        files.set(service);
    }

    void unbindFiles(HostFiles service) {
        files.compareAndSet(service, null);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindDeployment(Deployment service) {
        deployment.set(service);
    }

    void unbindDeployment(Deployment service) {
        deployment.compareAndSet(service, null);
    }

    @Reference(
            service = Configured.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindConfigured(ServiceReference<Configured> reference, ComponentServiceObjects<Configured> objects) {
        configured.add(reference, objects::getService, objects::ungetService);
    }

    void unbindConfigured(ServiceReference<Configured> reference) {
        configured.remove(reference);
    }

    @Reference
    void bindConfigurationFiles(ConfigurationFiles service) {
        configurationFiles = service;
    }

    /** @return the settings of each component that runs, then problems of files that no component reports, a view for each */
    List<SettingsView> configurationAndFaults() {
        List<SettingsView> views = configuration();
        return Stream.concat(views.stream(), configurationFiles.faults(views).stream())
                .toList();
    }

    /** @return the settings of each component that runs */
    List<SettingsView> configuration() {
        return configured.all().stream()
                .map(Configured::settings)
                .map(Settings::view)
                .toList();
    }

    /** @return configured values that concern a device and are not in force, a line for each */
    List<String> configurationNotes(DeviceId id) {
        return configuration().stream()
                .filter(view ->
                        view.concerns().contains(id.type()) || view.concerns().contains(Settings.ALL_TYPES))
                .flatMap(view -> view.problems().stream().map(problem -> view.source() + ": " + problem))
                .toList();
    }

    /** @return the core */
    XenbusAdmin admin() {
        return required(admin.get(), "the core is not running (felix:lb -s shows the bundles)");
    }

    /** @return the host, and the guests' parts of it */
    HostReport report() {
        XenbusAdmin core = admin();
        Map<Integer, String> names = core.devices().stream()
                .collect(Collectors.toMap(device -> device.id().domain(), DeviceView::domainName, (one, same) -> one));
        return new HostReport(core.host(), core.memory(), descriptors(), names);
    }

    /** @return the budget of descriptors that guests hold; empty when no bundle opens the host's files */
    Optional<BudgetView> descriptors() {
        return Optional.ofNullable(files.get()).map(HostFiles::descriptors).map(BudgetView::of);
    }

    /** @return the service that updates bundles */
    LiveUpdate liveUpdate() {
        return required(liveUpdate.get(), "org.xenbay.update is not running (felix:lb -s shows the bundles)");
    }

    /** @return the service of the folder deploy/ */
    Deployment deployment() {
        return required(deployment.get(), "deploy/ is not watched: org.xenbay.update is not running");
    }

    /** @return this domain's XenStore */
    XenStore store() {
        return xen().store();
    }

    /** @return this domain's event channels */
    EventChannels eventChannels() {
        return xen().eventChannels();
    }

    private Xen xen() {
        return required(xen.get(), "there is no Xen: neither the native nor the embedded one is active");
    }

    /**
     * @param id as typed
     * @return that device
     */
    DeviceView device(DeviceId id) {
        return admin().device(id).orElseThrow(() -> missing(id));
    }

    private CommandFailure missing(DeviceId id) {
        boolean served =
                admin().backends().stream().anyMatch(backend -> backend.type().equals(id.type()));
        String why = served ? "" : ": the type " + id.type() + " is not served by any backend that runs";
        return new CommandFailure("there is no device " + id + why);
    }

    /** Devices, as candidates for a first argument. */
    List<String> devices(List<String> before, String word) {
        return before.isEmpty()
                ? admin().devices().stream()
                        .map(device -> device.id().toString())
                        .toList()
                : List.of();
    }

    /** The next device of each type that is served, for each domain that has some. */
    List<String> newDevices() {
        List<DeviceId> taken = admin().devices().stream().map(DeviceView::id).toList();
        return taken.stream()
                .map(DeviceId::domain)
                .distinct()
                .flatMap(domain -> admin().backends().stream()
                        .map(backend -> new DeviceId(domain, backend.type(), free(taken, domain, backend.type()))))
                .map(DeviceId::toString)
                .limit(CompletionCommand.MAX_CANDIDATES)
                .toList();
    }

    private static int free(List<DeviceId> taken, int domain, String type) {
        int number = 0;
        while (taken.contains(new DeviceId(domain, type, number))) {
            number++;
        }
        return number;
    }

    private static <T> T required(@Nullable T service, String otherwise) {
        if (service == null) {
            throw new CommandFailure(otherwise);
        }
        return service;
    }
}
