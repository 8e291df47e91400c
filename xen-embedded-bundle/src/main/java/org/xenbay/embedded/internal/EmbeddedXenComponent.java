package org.xenbay.embedded.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.xenbay.api.guest.GuestFactory;
import org.xenbay.api.xen.Xen;
import org.xenbay.embedded.EmbeddedXen;

/**
 * Offers the embedded Xen as the services {@link Xen} and {@link GuestFactory}, where there is no real one. Registered by
 * hand, because whether they are registered depends on the machine.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = EmbeddedXenConfiguration.PID)
@Designate(ocd = EmbeddedXenConfiguration.class)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.xenbay.api.xen.Xen\"")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.xenbay.api.guest.GuestFactory\"")
public final class EmbeddedXenComponent {

    private static final System.Logger LOG = System.getLogger(EmbeddedXenComponent.class.getName());

    private final Optional<EmbeddedXen> xen;
    private final Optional<ServiceRegistration<?>> registration;

    @Activate
    public EmbeddedXenComponent(BundleContext context, EmbeddedXenConfiguration configuration) throws IOException {
        Choice choice = Choice.of(configuration.enabled(), new HostCheck(Path.of("/")));
        LOG.log(System.Logger.Level.INFO, choice.reason());
        if (!choice.embedded()) {
            xen = Optional.empty();
            registration = Optional.empty();
            return;
        }
        EmbeddedXen started = start(configuration.storeSocket());
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Xen.HYPERVISOR, Xen.EMBEDDED);
        xen = Optional.of(started);
        registration = Optional.of(context.registerService(
                new String[] {Xen.class.getName(), GuestFactory.class.getName()}, started, properties));
    }

    private static EmbeddedXen start(String socket) throws IOException {
        EmbeddedXen started = new EmbeddedXen();
        if (!socket.isBlank()) {
            try {
                started.listen(Path.of(socket));
            } catch (IOException | RuntimeException failure) {
                started.close();
                throw failure;
            }
        }
        return started;
    }

    /** First the services go, so that their users let go of the host; then the host. */
    @Deactivate
    void stop() {
        registration.ifPresent(ServiceRegistration::unregister);
        xen.ifPresent(EmbeddedXen::close);
    }
}
