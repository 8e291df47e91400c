// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.host.ThreadConfinement;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.descriptor.DescriptorClaimer;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Machine;

/**
 * Registers {@link HostFiles} where the C library can be used; elsewhere it logs one line with the reason. The component
 * registers the service itself, because a service that Declarative Services registers is visible before the library is loaded.
 */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"org.xenbay.api.file.HostFiles,org.xenbay.nativexen.descriptor.DescriptorClaimer\"",
        effective = "active")
public final class HostFilesComponent {

    private static final Logger LOG = System.getLogger(HostFilesComponent.class.getName());

    static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Optional<ServiceRegistration<?>> registration;
    private final Optional<ServiceRegistration<ThreadConfinement>> confinement;

    /**
     * @param context registers the services
     * @param process has inherited descriptors and the confinement of threads
     */
    @Activate
    public HostFilesComponent(BundleContext context, @Reference ThisProcess process) {
        Optional<NativeHostFiles> ofThisHost = files(process, DESCRIPTORS);
        confinement = ofThisHost.map(
                files -> context.registerService(ThreadConfinement.class, process.threadConfinement(), null));
        registration = ofThisHost.map(
                files -> DescriptorClaimer.register(context, HostFiles.class, DescriptorClaimer.FILES, files));
    }

    /** @return the files of this host, for a program without OSGi; empty when they cannot be reached */
    public static Optional<HostFiles> ofThisHost() {
        return LocalFiles.open().map(LocalFiles::files);
    }

    static Optional<NativeHostFiles> files(ThisProcess process, Path descriptors) {
        try {
            Machine machine = Machine.here();
            FileCalls.load();
            process.threadConfinement();
            if (!Files.isDirectory(descriptors)) {
                LOG.log(Level.ERROR, "no files of the host: " + descriptors + " is missing; mount /proc");
                return Optional.empty();
            }
            long limit = DescriptorLimit.raise();
            LOG.log(Level.DEBUG, "descriptors this process may have: " + limit);
            FileSystem system = new FileSystem(machine, Resolver.ofKernel(machine), process);
            return Optional.of(new NativeHostFiles(system, DescriptorLimit.divided(limit)));
        } catch (LinkageError failed) {
            LOG.log(Level.ERROR, "no files of the host: " + MissingLibrary.explain(failed));
        } catch (UnsupportedOperationException | FileException failed) {
            LOG.log(Level.ERROR, "no files of the host: " + failed.getMessage());
        }
        return Optional.empty();
    }

    /** Withdraws the service. Open shares stay open: their users close them. */
    @Deactivate
    public void deactivate() {
        registration.ifPresent(ServiceRegistration::unregister);
        confinement.ifPresent(ServiceRegistration::unregister);
    }
}
