// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.socket;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.host.StreamSockets;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.descriptor.DescriptorClaimer;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.SocketCalls;

/**
 * Registers {@link StreamSockets} where the C library can be used. The component registers the service itself, because a
 * service that Declarative Services registers is visible before the library is loaded.
 */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"org.xenbay.api.host.StreamSockets,org.xenbay.nativexen.descriptor.DescriptorClaimer\"",
        effective = "active")
public final class StreamSocketsComponent {

    private static final Logger LOG = System.getLogger(StreamSocketsComponent.class.getName());

    private final Optional<NativeStreamSockets> sockets;
    private final Optional<ServiceRegistration<?>> registration;

    /**
     * @param context registers the service
     * @param process knows inherited descriptors
     */
    @Activate
    public StreamSocketsComponent(BundleContext context, @Reference ThisProcess process) {
        sockets = sockets(process);
        registration = sockets.map(service ->
                DescriptorClaimer.register(context, StreamSockets.class, DescriptorClaimer.SOCKETS, service));
    }

    static Optional<NativeStreamSockets> sockets(ThisProcess process) {
        try {
            Machine machine = Machine.here();
            SocketCalls.load();
            return Optional.of(new NativeStreamSockets(machine, process));
        } catch (LinkageError failed) {
            LOG.log(Level.ERROR, "connections will not outlast this process: " + MissingLibrary.explain(failed));
        } catch (UnsupportedOperationException failed) {
            LOG.log(Level.ERROR, "connections will not outlast this process: " + failed.getMessage());
        }
        return Optional.empty();
    }

    /** Withdraws the service: its users detach or close their connections meanwhile. What is detached stays open for a successor. */
    @Deactivate
    public void deactivate() {
        registration.ifPresent(ServiceRegistration::unregister);
        sockets.ifPresent(NativeStreamSockets::stop);
    }
}
