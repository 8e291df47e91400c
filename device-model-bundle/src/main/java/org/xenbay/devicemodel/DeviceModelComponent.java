// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.screen.VncServers;
import org.xenbay.api.store.Watch;
import org.xenbay.api.xen.Xen;

/**
 * Connects the device models with OSGi: binds the hypervisor's service, and registers the service that knows competitors. The
 * service is registered as an object: Declarative Services may miss a component that activates while they bind it
 * (docs/adr/0050-a-service-that-comes-late-is-not-missed.md).
 */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.xenbay.api.host.Competitors\"",
        effective = "active")
public final class DeviceModelComponent implements Competitors {

    private final EventLoop loop = new EventLoop();
    private final AtomicInteger ninePfsBackends = new AtomicInteger();
    /** Null while nobody shows screens. */
    private final AtomicReference<@Nullable VncServers> screens = new AtomicReference<>();

    private final NinePfsDaemon ninePfs;
    private final Competitors competitors;
    private final DeviceModels models;
    private final Watch connection;

    /** Null where a test uses this object without OSGi. */
    private @Nullable ServiceRegistration<Competitors> registration;

    /**
     * @param context registers the service
     * @param xen the hypervisor
     */
    @Activate
    public DeviceModelComponent(BundleContext context, @Reference Xen xen) {
        this(xen);
        registration = context.registerService(Competitors.class, this, null);
    }

    DeviceModelComponent(Xen xen) {
        this(xen, Patience.USUAL);
    }

    DeviceModelComponent(Xen xen, Patience patience) {
        ninePfs = new NinePfsDaemon(xen.store(), xen.ownDomain());
        competitors = new QemuCompetitors(xen.store(), xen.ownDomain(), ninePfs);
        models = new DeviceModels(xen.store(), xen.ownDomain(), loop, screens::get, patience);
        connection = xen.store().onConnectionChange(connected -> {
            if (connected) {
                loop.execute(ninePfs::refresh);
            }
        });
        models.start();
    }

    /**
     * A backend of the type that {@code xen-9pfsd} serves arrives.
     *
     * @param backend its service, which is not used
     */
    @Reference(
            service = XenDevOps.class,
            target = "(xen.device.type=xen_9pfs)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    public void addNinePfs(ServiceReference<XenDevOps> backend) {
        countNinePfs(1);
    }

    /**
     * Such a backend leaves.
     *
     * @param backend its service
     */
    public void removeNinePfs(ServiceReference<XenDevOps> backend) {
        countNinePfs(-1);
    }

    /**
     * A service that shows screens by VNC arrives.
     *
     * @param servers the service
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setScreens(VncServers servers) {
        screens.set(servers);
        loop.execute(models::forgetPasswords);
    }

    /**
     * The service that shows screens leaves.
     *
     * @param servers the service
     */
    public void unsetScreens(VncServers servers) {
        screens.compareAndSet(servers, null);
    }

    private void countNinePfs(int change) {
        boolean present = ninePfsBackends.addAndGet(change) > 0;
        loop.execute(() -> ninePfs.setPresent(present));
    }

    @Override
    public Optional<String> servedBy(DeviceId device) {
        return competitors.servedBy(device);
    }

    /** Closes the sockets; the guests' helpers stay, and the next run answers their requests again. */
    @Deactivate
    public void deactivate() {
        if (registration != null) {
            registration.unregister();
        }
        connection.close();
        models.close();
        loop.execute(() -> ninePfs.setPresent(false));
        loop.close();
    }
}
