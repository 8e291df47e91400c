// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.input.InputSource;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.libc.Libc;

/**
 * Registers an {@link InputSource} for each input device of the host that guests can use, if the C library can be used;
 * otherwise logs one line with the reason.
 */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.xenbay.api.input.InputSource\"",
        effective = "active")
public final class InputDevicesComponent {

    private static final System.Logger LOG = System.getLogger(InputDevicesComponent.class.getName());

    private final Optional<InputDevices> devices;

    /**
     * @param context registers the sources
     * @param descriptorStore has to be active first, because devices that the previous process had grabbed are free then
     */
    @Activate
    public InputDevicesComponent(BundleContext context, @Reference DescriptorStore descriptorStore) {
        this(context, Path.of("/"));
    }

    InputDevicesComponent(BundleContext context, Path root) {
        devices = start(context, root);
    }

    private static Optional<InputDevices> start(BundleContext context, Path root) {
        try {
            Libc.load();
            return Optional.of(new InputDevices(
                    root, source -> context.registerService(InputSource.class, source, null)::unregister));
        } catch (LinkageError failed) {
            LOG.log(Level.ERROR, "no input devices of the host: " + MissingLibrary.explain(failed));
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "no input devices of the host: " + failed.getMessage());
        }
        return Optional.empty();
    }

    /** Unregisters all sources. */
    @Deactivate
    public void deactivate() {
        devices.ifPresent(InputDevices::close);
    }
}
