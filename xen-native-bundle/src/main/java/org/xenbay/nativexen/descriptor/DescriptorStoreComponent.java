// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.util.List;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.host.DescriptorStore;

/**
 * Registers the store of detached resources, once the services exist that recreate them from descriptors. The store is
 * registered as an object: Declarative Services may miss a component that activates while they bind it
 * (docs/adr/0050-a-service-that-comes-late-is-not-missed.md).
 */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.xenbay.api.host.DescriptorStore\"",
        effective = "active")
public final class DescriptorStoreComponent {

    private static final String OF_FILES = "(" + DescriptorClaimer.OF + "=" + DescriptorClaimer.FILES + ")";
    private static final String OF_TERMINALS = "(" + DescriptorClaimer.OF + "=" + DescriptorClaimer.TERMINALS + ")";

    private static final String OF_SOCKETS = "(" + DescriptorClaimer.OF + "=" + DescriptorClaimer.SOCKETS + ")";

    private final ServiceRegistration<DescriptorStore> registration;

    /**
     * @param context registers the service
     * @param process has the inherited descriptors
     * @param files recreates files
     * @param terminals recreates terminals
     * @param sockets recreates connections
     */
    @Activate
    public DescriptorStoreComponent(
            BundleContext context,
            @Reference ThisProcess process,
            @Reference(target = OF_FILES) DescriptorClaimer files,
            @Reference(target = OF_TERMINALS) DescriptorClaimer terminals,
            @Reference(target = OF_SOCKETS) DescriptorClaimer sockets) {
        registration = context.registerService(
                DescriptorStore.class, new ProcessDescriptorStore(process, List.of(files, terminals, sockets)), null);
    }

    /** Withdraws the service. */
    @Deactivate
    public void deactivate() {
        registration.unregister();
    }
}
