// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.descriptor.DescriptorClaimer;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.TerminalCalls;

/**
 * Registers {@link PseudoTerminals} where the C library can be used. The component registers the service itself, because a
 * service that Declarative Services registers is visible before the library is loaded.
 */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"org.xenbay.api.host.PseudoTerminals,org.xenbay.nativexen.descriptor.DescriptorClaimer\"",
        effective = "active")
public final class PseudoTerminalsComponent {

    private static final Logger LOG = System.getLogger(PseudoTerminalsComponent.class.getName());

    private final @Nullable TerminalLoop loop;
    private final @Nullable ServiceRegistration<?> registration;

    /**
     * @param context registers the service
     * @param process knows inherited descriptors
     */
    @Activate
    public PseudoTerminalsComponent(BundleContext context, @Reference ThisProcess process) {
        loop = start(process);
        registration = loop == null
                ? null
                : DescriptorClaimer.register(context, PseudoTerminals.class, DescriptorClaimer.TERMINALS, loop);
    }

    private static @Nullable TerminalLoop start(ThisProcess process) {
        try {
            Machine machine = Machine.here();
            TerminalCalls.load();
            return new TerminalLoop(machine, process);
        } catch (LinkageError failed) {
            LOG.log(Level.ERROR, "no pseudo terminals: " + MissingLibrary.explain(failed));
        } catch (UnsupportedOperationException | IOException failed) {
            LOG.log(Level.ERROR, "no pseudo terminals: " + failed.getMessage());
        }
        return null;
    }

    /** Withdraws the service and closes all terminals. */
    @Deactivate
    public void deactivate() {
        if (registration != null) {
            registration.unregister();
        }
        if (loop != null) {
            loop.close();
        }
    }
}
