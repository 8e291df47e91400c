// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.Machine;

/** Registers {@link ServiceManager} if the environment names a service manager and the C library can be used. */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.xenbay.api.host.ServiceManager\"",
        effective = "active")
public final class ServiceManagerComponent {

    private static final Logger LOG = System.getLogger(ServiceManagerComponent.class.getName());
    private static final String VARIABLE = "NOTIFY_SOCKET";

    private final @Nullable ServiceRegistration<ServiceManager> registration;

    /** @param context registers the service */
    @Activate
    public ServiceManagerComponent(BundleContext context) {
        ServiceManager manager = find(System.getenv(VARIABLE));
        registration = manager == null ? null : context.registerService(ServiceManager.class, manager, null);
    }

    private static @Nullable ServiceManager find(String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        try {
            Machine.here();
            Libc.load();
            return new NotifySocket(name, watchdog(System.getenv()));
        } catch (LinkageError failed) {
            LOG.log(Level.ERROR, "the service manager gets no notifications: " + MissingLibrary.explain(failed));
        } catch (IllegalArgumentException | UnsupportedOperationException failed) {
            LOG.log(Level.ERROR, "the service manager gets no notifications: " + failed.getMessage());
        }
        return null;
    }

    private static @Nullable Duration watchdog(Map<String, String> environment) {
        try {
            return WatchdogVariables.deadline(
                    environment, ProcessHandle.current().pid());
        } catch (IllegalArgumentException malformed) {
            LOG.log(
                    Level.ERROR,
                    "the service manager gets no signs of life, and may end this process: " + malformed.getMessage());
            return null;
        }
    }

    /** Withdraws the service. */
    @Deactivate
    public void deactivate() {
        if (registration != null) {
            registration.unregister();
        }
    }
}
