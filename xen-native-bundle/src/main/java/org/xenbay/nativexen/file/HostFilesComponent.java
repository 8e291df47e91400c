// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.host.ThreadConfinement;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.confine.ThreadWalls;
import org.xenbay.nativexen.keep.Inheritance;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Machine;

/**
 * Registers {@link HostFiles} where the C library can be reached; elsewhere it says why not in one line. Registered by
 * hand, because a service that Declarative Services registers is seen by others before it is known whether the library
 * loads.
 */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.xenbay.api.file.HostFiles\"",
        effective = "active")
public final class HostFilesComponent {

    private static final Logger LOG = System.getLogger(HostFilesComponent.class.getName());

    private final Optional<ServiceRegistration<HostFiles>> registration;
    private final Optional<ServiceRegistration<ThreadConfinement>> confinement;

    /** @param context registers the service */
    @Activate
    public HostFilesComponent(BundleContext context) {
        Inheritance.begin(context);
        loadsFrom(context);
        Optional<HostFiles> ofThisHost = ofThisHost();
        confinement = ofThisHost.map(
                files -> context.registerService(ThreadConfinement.class, ThreadWalls.ofThisHost(), null));
        registration = ofThisHost.map(files -> context.registerService(HostFiles.class, files, null));
    }

    /** Confined threads read what the framework loads classes from. */
    private static void loadsFrom(BundleContext context) {
        List<Path> folders = new ArrayList<>();
        Optional.ofNullable(context.getProperty("org.osgi.framework.storage"))
                .ifPresent(cache -> folders.add(Path.of(cache)));
        Optional.ofNullable(context.getProperty("xenbay.home"))
                .ifPresent(
                        home -> List.of("lib", "bundle", "deploy").forEach(each -> folders.add(Path.of(home, each))));
        ThreadWalls.loadsFrom(folders);
    }

    /** @return the files of this host, for who has no OSGi around; empty when they cannot be reached */
    public static Optional<HostFiles> ofThisHost() {
        return files(Path.of("/proc/self/fd"));
    }

    static Optional<HostFiles> files(Path descriptors) {
        try {
            Machine machine = Machine.here();
            FileCalls.load();
            ThreadWalls.ofThisHost();
            if (!Files.isDirectory(descriptors)) {
                LOG.log(Level.ERROR, "no files of the host: " + descriptors + " is missing; mount /proc");
                return Optional.empty();
            }
            long limit = DescriptorLimit.raise();
            LOG.log(Level.DEBUG, "descriptors this process may have: " + limit);
            return Optional.of(
                    new NativeHostFiles(machine, Resolver.ofKernel(machine), DescriptorLimit.divided(limit)));
        } catch (LinkageError failed) {
            LOG.log(Level.ERROR, "no files of the host: " + MissingLibrary.explain(failed));
        } catch (UnsupportedOperationException | FileException failed) {
            LOG.log(Level.ERROR, "no files of the host: " + failed.getMessage());
        }
        return Optional.empty();
    }

    /** Withdraws the service. Shares that are open stay so: who opened them closes them. */
    @Deactivate
    public void deactivate() {
        registration.ifPresent(ServiceRegistration::unregister);
        confinement.ifPresent(ServiceRegistration::unregister);
    }
}
