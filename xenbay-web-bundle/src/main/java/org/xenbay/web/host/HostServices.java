// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.command.Command;
import org.xenbay.api.management.Deployment;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.Monitoring;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.screen.VncServers;
import org.xenbay.api.service.LazyServices;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.settings.SettingsView;

/**
 * The services that the page uses, as far as they are there: the page stays when the core or a backend is updated, and says what is
 * missing. From any thread.
 */
@Component(service = HostServices.class)
public final class HostServices {

    private static final int UNAVAILABLE = 503;

    private final AtomicReference<@Nullable XenbusAdmin> admin = new AtomicReference<>();
    private final AtomicReference<@Nullable LiveUpdate> liveUpdate = new AtomicReference<>();
    private final AtomicReference<@Nullable Deployment> deployment = new AtomicReference<>();
    private final AtomicReference<@Nullable VncServers> screens = new AtomicReference<>();
    private final AtomicReference<@Nullable Monitoring> monitoring = new AtomicReference<>();
    private final LazyServices<ServiceReference<Configured>, Configured> configured = new LazyServices<>();
    private final LazyServices<ServiceReference<Command>, Command> commands = new LazyServices<>();
    private final List<Runnable> coreListeners = new CopyOnWriteArrayList<>();

    /** @param service the core, from now on */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindAdmin(XenbusAdmin service) {
        admin.set(service);
        coreListeners.forEach(Runnable::run);
    }

    /** @param service a core that goes */
    public void unbindAdmin(XenbusAdmin service) {
        if (admin.compareAndSet(service, null)) {
            coreListeners.forEach(Runnable::run);
        }
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

    /** @param service of the folder deploy/, from now on */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindDeployment(Deployment service) {
        deployment.set(service);
    }

    void unbindDeployment(Deployment service) {
        deployment.compareAndSet(service, null);
    }

    /** @param service who shows screens, from now on */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindScreens(VncServers service) {
        screens.set(service);
    }

    void unbindScreens(VncServers service) {
        screens.compareAndSet(service, null);
    }

    /** @param service who checks and measures, from now on */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindMonitoring(Monitoring service) {
        monitoring.set(service);
    }

    void unbindMonitoring(Monitoring service) {
        monitoring.compareAndSet(service, null);
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

    /**
     * @param reference of a command
     * @param objects give it
     */
    @Reference(service = Command.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void bindCommand(ServiceReference<Command> reference, ComponentServiceObjects<Command> objects) {
        commands.add(reference, objects::getService, objects::ungetService);
    }

    void unbindCommand(ServiceReference<Command> reference) {
        commands.remove(reference);
    }

    /**
     * @param listener told when a core comes or goes; must not block
     * @return ends that
     */
    public Runnable onCore(Runnable listener) {
        coreListeners.add(listener);
        return () -> coreListeners.remove(listener);
    }

    /** @return the core, if it runs */
    public Optional<XenbusAdmin> core() {
        return Optional.ofNullable(admin.get());
    }

    /** @return the core */
    public XenbusAdmin admin() {
        return required(admin.get(), "the core is not running");
    }

    /** @return the service that updates bundles */
    public LiveUpdate liveUpdate() {
        return required(liveUpdate.get(), "org.xenbay.update is not running");
    }

    /** @return the service of the folder deploy/ */
    public Deployment deployment() {
        return required(deployment.get(), "deploy/ is not watched: org.xenbay.update is not running");
    }

    /** @return who checks and measures the host, if that runs */
    public Optional<Monitoring> monitoring() {
        return Optional.ofNullable(monitoring.get());
    }

    /** @return who shows screens */
    public VncServers screens() {
        return required(screens.get(), "org.xenbay.vnc is not running");
    }

    /**
     * @param name of a command of the platform
     * @return the command
     */
    public Command command(String name) {
        return commands.all().stream()
                .filter(command -> command.spec().title().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(UNAVAILABLE, "no bundle that runs has the command " + name));
    }

    /** @return the settings of each component that runs */
    public List<SettingsView> configuration() {
        return configured.all().stream()
                .map(Configured::settings)
                .map(Settings::view)
                .toList();
    }

    private static <T> T required(@Nullable T service, String otherwise) {
        if (service == null) {
            throw new Refusal(UNAVAILABLE, otherwise);
        }
        return service;
    }
}
