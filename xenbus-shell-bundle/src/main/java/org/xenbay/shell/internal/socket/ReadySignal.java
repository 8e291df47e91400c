// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.settings.DaemonFolder;

/**
 * Signals that the platform has started, when the core and the socket have started: in the log, in the file {@code ready} of
 * the run folder ({@code start-ms} and {@code rss-kb}, a line each), which is removed at the end, and to the service manager if
 * there is one.
 *
 * <p>The service manager hears of the end when the framework stops, and not when the core or this bundle is updated: from
 * STOPPING=1 on systemd waits for the process to end, and kills it after TimeoutStopSec
 * (https://github.com/systemd/systemd/issues/39535).
 */
@Component(service = ReadySignal.class, immediate = true)
public final class ReadySignal {
    private static final Logger LOG = System.getLogger(ReadySignal.class.getName());

    private final @Nullable Path file;
    private final String said;
    private final Bundle framework;
    private final AtomicReference<ServiceManager> manager = new AtomicReference<>();

    @Activate
    public ReadySignal(@Reference XenbusAdmin core, @Reference ShellSocket socket, BundleContext context)
            throws IOException {
        framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
        Path runFolder = DaemonFolder.RUN.of(context::getProperty);
        file = runFolder == null ? null : runFolder.resolve("ready");
        long millis = OwnProcess.ageMillis();
        long kilobytes = OwnProcess.residentKilobytes();
        said = "ready " + millis + " ms after the start of the process, " + kilobytes / 1024 + " MB resident";
        LOG.log(Level.INFO, said);
        if (file != null) {
            Path unnamed = file.resolveSibling("ready.new");
            Files.write(unnamed, List.of("start-ms=" + millis, "rss-kb=" + kilobytes));
            Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Signals a service manager that arrives later too, because it waits for the signal. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setManager(ServiceManager arrived) {
        arrived.ready(said);
        manager.set(arrived);
    }

    /** @return whether a service manager has heard that the daemon is up, so that a later line of its state is the later one */
    boolean hasReached(ServiceManager other) {
        return manager.get() == other;
    }

    void unsetManager(ServiceManager left) {
        manager.compareAndSet(left, null);
    }

    @Deactivate
    void stop() throws IOException {
        ServiceManager told = manager.get();
        if (told != null && framework.getState() == Bundle.STOPPING) {
            told.stopping();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
