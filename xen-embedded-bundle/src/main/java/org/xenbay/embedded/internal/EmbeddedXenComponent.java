// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.xenbay.api.guest.GuestFactory;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.xen.Xen;
import org.xenbay.embedded.EmbeddedXen;

/**
 * Registers the embedded Xen as the services {@link Xen} and {@link GuestFactory}, if there is no real Xen. The component
 * registers the services itself, because that depends on the machine.
 */
@Component(service = Configured.class, immediate = true, configurationPid = EmbeddedSettings.PID)
@ModifiedOnDelete
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.xenbay.api.xen.Xen\"")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.xenbay.api.guest.GuestFactory\"")
public final class EmbeddedXenComponent implements Configured {

    private static final System.Logger LOG = System.getLogger(EmbeddedXenComponent.class.getName());

    private final Settings settings = EmbeddedSettings.settings();
    private final Optional<EmbeddedXen> xen;
    private final Optional<ServiceRegistration<?>> registration;

    @Activate
    public EmbeddedXenComponent(BundleContext context, Map<String, Object> configuration) {
        settings.update(configuration);
        HypervisorSelection choice =
                HypervisorSelection.of(settings.get(EmbeddedSettings.ENABLED), new HostCheck(Path.of("/")));
        LOG.log(System.Logger.Level.INFO, choice.reason());
        if (!choice.embedded()) {
            xen = Optional.empty();
            registration = Optional.empty();
            return;
        }
        EmbeddedXen started = start(settings.get(EmbeddedSettings.STORE_SOCKET));
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Xen.HYPERVISOR, Xen.EMBEDDED);
        xen = Optional.of(started);
        registration = Optional.of(context.registerService(
                new String[] {Xen.class.getName(), GuestFactory.class.getName()}, started, properties));
    }

    /** Starts the embedded Xen. A failure to listen is only logged: the socket is for operators, and guests do not need it. */
    private static EmbeddedXen start(String socket) {
        EmbeddedXen started = new EmbeddedXen();
        if (!socket.isBlank()) {
            try {
                started.listen(Path.of(socket));
            } catch (IOException | InvalidPathException failure) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "embedded Xen: storeSocket=" + socket + ": its XenStore cannot be reached: "
                                + failure.getMessage());
            }
        }
        return started;
    }

    /**
     * The configuration has changed. It takes effect at the next start, because a change would end the guests.
     *
     * @param properties the configuration
     */
    @Modified
    void modified(Map<String, Object> properties) {
        settings.update(properties);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /** Unregisters the services first, so that their users close their devices; then closes the host. */
    @Deactivate
    void stop() {
        registration.ifPresent(ServiceRegistration::unregister);
        xen.ifPresent(EmbeddedXen::close);
    }
}
