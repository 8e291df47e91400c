// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
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
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.StreamSockets;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.VncServers;
import org.xenbay.api.service.LateServices;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.thread.DaemonThreads;

/**
 * Shows each guest's screen that is a service; registers what viewers type and point at, and where they connect. The latter is an
 * object, as who refers to it can do without it (ADR 50).
 */
@Component(service = Configured.class, immediate = true, configurationPid = "org.xenbay.vnc.server")
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.xenbay.api.screen.VncServers\"",
        uses = VncServers.class)
@ModifiedOnDelete
public final class VncComponent implements Configured {

    private final Settings settings = ServerSettings.settings();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, DaemonThreads.named("xenbay-vnc-timer"));
    private final ScreenServers servers;
    private final LateServices<ServiceReference<GuestScreen>, GuestScreen> screens;
    private final ServiceRegistration<VncServers> registration;

    /**
     * @param context this bundle's
     * @param properties the configuration
     * @param sockets takes over connections; null where viewers end with this process. This component begins anew when it comes
     * @param store gives the connections of a predecessor; null where viewers end with this process
     * @throws Exception never: what cannot be had is refused
     */
    @Activate
    public VncComponent(
            BundleContext context,
            Map<String, Object> properties,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    StreamSockets sockets,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    DescriptorStore store)
            throws Exception {
        timer.setRemoveOnCancelPolicy(true);
        servers = new ScreenServers(
                DaemonFolder.RUN.of(context::getProperty),
                source -> register(context, source),
                this::after,
                System::nanoTime,
                sockets == null || store == null ? null : folder -> new KeptViewers(folder, sockets, store, () -> {}));
        screens = new LateServices<>(
                (reference, screen) -> addScreen(screen), (reference, screen) -> removeScreen(screen));
        servers.update(settings, properties);
        registration = context.registerService(VncServers.class, servers, null);
    }

    private static Runnable register(BundleContext context, InputSource source) {
        ServiceRegistration<InputSource> registration = context.registerService(InputSource.class, source, null);
        return registration::unregister;
    }

    private Runnable after(Duration time, Runnable task) {
        Future<?> later = timer.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
        return () -> later.cancel(false);
    }

    /**
     * The configuration has changed. Certificate and layout count for viewers that come from now on.
     *
     * @param properties the configuration
     * @throws Exception never: what cannot be had is refused
     */
    @Modified
    public void modified(Map<String, Object> properties) throws Exception {
        servers.update(settings, properties);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /**
     * A screen's service appears.
     *
     * @param reference its service
     * @param objects give the screen
     */
    @Reference(
            service = GuestScreen.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    public void bindScreen(ServiceReference<GuestScreen> reference, ComponentServiceObjects<GuestScreen> objects) {
        screens.add(reference, objects::getService, objects::ungetService);
    }

    /**
     * A screen's service goes.
     *
     * @param reference its service
     */
    public void unbindScreen(ServiceReference<GuestScreen> reference) {
        screens.remove(reference);
    }

    /**
     * A screen comes, or comes again.
     *
     * @param screen a guest's
     */
    public void addScreen(GuestScreen screen) {
        servers.add(screen);
    }

    /**
     * A screen goes, perhaps to come again.
     *
     * @param screen one that came
     */
    public void removeScreen(GuestScreen screen) {
        servers.remove(screen);
    }

    /** @return where viewers connect */
    public VncServers servers() {
        return servers;
    }

    /** Leaves viewers to a successor, in this process or in the next one; disconnects those that cannot be kept. */
    @Deactivate
    public void deactivate() {
        registration.unregister();
        screens.close();
        timer.shutdownNow();
        servers.leave();
    }
}
