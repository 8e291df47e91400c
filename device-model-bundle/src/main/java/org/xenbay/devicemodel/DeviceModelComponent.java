// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.store.Watch;
import org.xenbay.api.xen.Xen;

/**
 * Connects the device models with OSGi: binds the hypervisor's service, and registers the service that knows competitors.
 */
@Component(service = Competitors.class, immediate = true)
public final class DeviceModelComponent implements Competitors {

    private final EventLoop loop = new EventLoop();
    private final AtomicInteger ninePfsBackends = new AtomicInteger();
    private final NinePfsDaemon ninePfs;
    private final Competitors competitors;
    private final DeviceModels models;
    private final Watch connection;

    /** @param xen the hypervisor */
    @Activate
    public DeviceModelComponent(@Reference Xen xen) {
        ninePfs = new NinePfsDaemon(xen.store(), xen.ownDomain());
        competitors = new QemuCompetitors(xen.store(), xen.ownDomain(), ninePfs);
        models = new DeviceModels(xen.store(), xen.ownDomain(), loop);
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
     * @param backend its service, which is not asked for
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
        connection.close();
        models.close();
        loop.execute(() -> ninePfs.setPresent(false));
        loop.close();
    }
}
