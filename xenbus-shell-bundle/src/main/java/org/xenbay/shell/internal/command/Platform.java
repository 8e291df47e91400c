// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.config.Configured;
import org.xenbay.api.config.Settings;
import org.xenbay.api.config.SettingsView;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.ConsoleAttachment;
import org.xenbay.api.management.Deployment;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.FileShares;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.UsbPorts;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.Xen;
import org.xenbay.shell.internal.render.HostReport;

/**
 * What the commands work on, as far as it is there: the shell stays when the core or a backend is updated, and says
 * what is missing.
 */
@Component(service = Platform.class)
public final class Platform {
    private final AtomicReference<XenbusAdmin> admin = new AtomicReference<>();
    private final AtomicReference<Xen> xen = new AtomicReference<>();
    private final AtomicReference<LiveUpdate> liveUpdate = new AtomicReference<>();
    private final AtomicReference<HostFiles> files = new AtomicReference<>();
    private final AtomicReference<Deployment> deployment = new AtomicReference<>();
    private final List<ConsoleAttachment> consoles = new CopyOnWriteArrayList<>();
    private final List<InputControl> inputs = new CopyOnWriteArrayList<>();
    private final List<FileShares> shares = new CopyOnWriteArrayList<>();
    private final List<UsbPorts> usbPorts = new CopyOnWriteArrayList<>();
    private final List<Configured> configured = new CopyOnWriteArrayList<>();

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

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindConsoles(ConsoleAttachment service) {
        consoles.add(service);
    }

    void unbindConsoles(ConsoleAttachment service) {
        consoles.remove(service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindInputs(InputControl service) {
        inputs.add(service);
    }

    void unbindInputs(InputControl service) {
        inputs.remove(service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindShares(FileShares service) {
        shares.add(service);
    }

    void unbindShares(FileShares service) {
        shares.remove(service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindUsbPorts(UsbPorts service) {
        usbPorts.add(service);
    }

    void unbindUsbPorts(UsbPorts service) {
        usbPorts.remove(service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindConfigured(Configured service) {
        configured.add(service);
    }

    void unbindConfigured(Configured service) {
        configured.remove(service);
    }

    /** @return the settings of each component that runs */
    List<SettingsView> configuration() {
        return configured.stream().map(Configured::settings).map(Settings::view).toList();
    }

    /** @return what of the configuration that concerns a device is not in force, a line for each */
    List<String> configurationNotes(DeviceId id) {
        return configuration().stream()
                .filter(view ->
                        view.concerns().contains(id.type()) || view.concerns().contains(Settings.ALL_TYPES))
                .flatMap(view -> view.problems().stream().map(problem -> view.source() + ": " + problem))
                .toList();
    }

    /** @return the core */
    XenbusAdmin admin() {
        return required(admin.get(), "the core is not running (felix:lb shows the bundles)");
    }

    /** @return the host, and what guests have of it */
    HostReport report() {
        XenbusAdmin core = admin();
        Map<Integer, String> names = core.devices().stream()
                .collect(Collectors.toMap(device -> device.id().domain(), DeviceView::domainName, (one, same) -> one));
        Optional<BudgetView> descriptors =
                Optional.ofNullable(files.get()).map(HostFiles::descriptors).map(BudgetView::of);
        return new HostReport(core.host(), core.memory(), descriptors, names);
    }

    /** @return what replaces bundles */
    LiveUpdate liveUpdate() {
        return required(liveUpdate.get(), "live-update-bundle is not running (felix:lb shows the bundles)");
    }

    /** @return what looks at the folder of bundles */
    Deployment deployment() {
        return required(deployment.get(), "nothing looks at deploy/: live-update-bundle is not running");
    }

    /** @return this domain's XenStore */
    XenStore store() {
        return required(xen.get(), "there is no Xen: neither the native nor the embedded one is active")
                .store();
    }

    /** @return what consoles can be attached to, by whom */
    List<ConsoleAttachment> consoles() {
        return consoles;
    }

    /** @return who gives guests input */
    List<InputControl> inputs() {
        return inputs;
    }

    /** @return who gives guests input */
    InputControl input() {
        return required(inputs.isEmpty() ? null : inputs.get(0), "there is no keyboard backend (backends lists them)");
    }

    /** @return who shares files with guests */
    List<FileShares> shares() {
        return shares;
    }

    /** @return who gives USB devices to guests */
    UsbPorts usbPorts() {
        return required(usbPorts.isEmpty() ? null : usbPorts.get(0), "there is no USB backend (backends lists them)");
    }

    /**
     * @param text what was typed as a device id
     * @return that device
     */
    DeviceView device(String text) {
        DeviceId id = id(text);
        return admin().device(id).orElseThrow(() -> missing(id));
    }

    private CommandFailure missing(DeviceId id) {
        boolean served =
                admin().backends().stream().anyMatch(backend -> backend.type().equals(id.type()));
        String why = served ? "" : ": the type " + id.type() + " is not served by any backend that runs";
        return new CommandFailure("there is no device " + id + why);
    }

    static DeviceId id(String text) {
        return understood(() -> DeviceId.parse(text));
    }

    /**
     * Makes of the API's exceptions, whose messages are written for operators, failures of the command.
     *
     * @param action may throw them
     * @return what it returned
     */
    static <T> T clearly(Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException | IllegalStateException | XenStoreException refused) {
            throw new CommandFailure(refused.getMessage(), refused);
        }
    }

    /**
     * @param reading reads what was typed, and says in its exception what is accepted
     * @return what it means
     * @throws CommandMisuse when it means nothing
     */
    static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException wrong) {
            throw new CommandMisuse(wrong.getMessage(), wrong);
        }
    }

    private static <T> T required(T service, String otherwise) {
        if (service == null) {
            throw new CommandFailure(otherwise);
        }
        return service;
    }
}
