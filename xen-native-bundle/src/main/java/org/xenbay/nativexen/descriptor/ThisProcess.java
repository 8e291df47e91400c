// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.confine.NativeThreadConfinement;
import org.xenbay.nativexen.libc.ProcessCalls;

/**
 * The common part of all services of this bundle: descriptors of the previous process, resources that were detached within
 * this process, the keeper of this process's descriptors, and the confinement of threads. A service within this bundle. The
 * other components refer to it, so that it starts before them and ends after them.
 */
@Component(service = ThisProcess.class, immediate = true)
public final class ThisProcess {

    private static final Logger LOG = System.getLogger(ThisProcess.class.getName());
    /** The framework's property: auto, always or never. */
    private static final String KEEPER = "xenbay.keeper";

    private static final Path EVENT_CHANNELS = Path.of("/dev/xen/evtchn");

    private final Optional<Path> runFolder;

    @GuardedBy("this")
    private final List<Path> code;

    private final InProcessTransfers transfers = new InProcessTransfers();
    private final InheritedDescriptors inheritance;
    private final KeptSockets keptSockets;
    /** Empty without a keeper. */
    private final Optional<KeeperWatch> watch;

    /** Made when first used. */
    @GuardedBy("this")
    private @Nullable NativeThreadConfinement threadConfinement;

    /**
     * Takes over the previous process's descriptors, and starts the keeper of this process's descriptors.
     *
     * @param context has the run folder, without which no descriptor is kept, and the folders of code
     */
    @Activate
    public ThisProcess(BundleContext context) {
        runFolder = Optional.ofNullable(DaemonFolder.RUN.of(context::getProperty));
        code = codeOf(context);
        Optional<Path> kept = runFolder.filter(folder -> isOfUse(context.getProperty(KEEPER)) && canKeep());
        keptSockets = new KeptSockets(kept.orElse(null));
        inheritance = kept.map(InheritedDescriptors::begin).orElseGet(InheritedDescriptors::none);
        watch = kept.map(folder -> new KeeperWatch(folder).start());
    }

    /** @param inheritance descriptors of the previous process; this process's descriptors are not kept */
    ThisProcess(InheritedDescriptors inheritance) {
        this.runFolder = Optional.empty();
        this.code = List.of();
        this.inheritance = inheritance;
        this.keptSockets = new KeptSockets(null);
        this.watch = Optional.empty();
    }

    /** @return an object for a program without OSGi; no keeper keeps its descriptors */
    public static ThisProcess withoutKeeper() {
        return new ThisProcess(InheritedDescriptors.none());
    }

    /** The folders from which the framework loads classes: confined threads may read them. */
    private static List<Path> codeOf(BundleContext context) {
        List<Path> folders = new ArrayList<>();
        Optional.ofNullable(context.getProperty("org.osgi.framework.storage"))
                .ifPresent(cache -> folders.add(Path.of(cache)));
        Optional.ofNullable(DaemonFolder.HOME.of(context::getProperty))
                .ifPresent(home -> List.of("lib", "bundle").forEach(each -> folders.add(home.resolve(each))));
        // A package's may be elsewhere.
        Optional.ofNullable(DaemonFolder.DEPLOY.of(context::getProperty)).ifPresent(folders::add);
        return folders;
    }

    /**
     * Tells whether a keeper is useful. Guests of the embedded Xen end with this process, so no descriptor is kept for them
     * unless it is configured.
     */
    private static boolean isOfUse(String setting) {
        return setting == null || setting.equals("auto") ? Files.exists(EVENT_CHANNELS) : setting.equals("always");
    }

    private static boolean canKeep() {
        try {
            ProcessCalls.load();
            return true;
        } catch (LinkageError failed) {
            LOG.log(Level.ERROR, "open files will not outlast this process: " + MissingLibrary.explain(failed));
            return false;
        }
    }

    /** @return resources that were detached within this process */
    public InProcessTransfers transfers() {
        return transfers;
    }

    /** @return notes which sockets outlast this process */
    public KeptSockets keptSockets() {
        return keptSockets;
    }

    /** @return the descriptors of the previous process */
    InheritedDescriptors inheritance() {
        return inheritance;
    }

    /** @return in words, the process that keeps this one's open files, or why no process does */
    String keeperState() {
        return watch.map(KeeperWatch::state).orElse("none: nothing outlasts this process");
    }

    /**
     * Detects the means of confinement at the first call.
     *
     * @return the confinement; the first caller's thread must not be confined
     * @throws LinkageError when the C library cannot be bound
     * @throws UnsupportedOperationException when this machine's numbers are not known
     */
    public synchronized NativeThreadConfinement threadConfinement() {
        if (threadConfinement == null) {
            threadConfinement = NativeThreadConfinement.ofThisHost(code);
        }
        return threadConfinement;
    }

    /** Ends the keeper, unless a resource was detached. All users of open files have detached or closed them before. */
    @Deactivate
    public void deactivate() {
        watch.ifPresent(KeeperWatch::close);
        if (runFolder.isEmpty() || !transfers.isEmpty()) {
            return;
        }
        Path folder = runFolder.get();
        try {
            Optional<KeeperProcess> own = KeeperProcess.find(folder).filter(KeeperProcess::isOfThisProcess);
            if (own.isPresent()) {
                ProcessCalls.load();
                own.get().end(folder);
            }
        } catch (IOException | LinkageError failed) {
            LOG.log(Level.WARNING, "the process that keeps open files does not end: " + failed.getMessage());
        }
    }
}
