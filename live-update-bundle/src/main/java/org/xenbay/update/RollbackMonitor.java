// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.thread.DaemonThreads;

/**
 * Monitors updates that {@link Updater} does not make, for example those by a framework's own command. Keeps a copy of each
 * backend that serves, and rolls back to it when the new version does not work.
 */
final class RollbackMonitor implements BundleListener, AutoCloseable {

    private static final Logger LOG = System.getLogger(RollbackMonitor.class.getName());

    private final Path folder;
    private final long ownBundle;
    private final Replacement replacement;
    private final Observer observer;
    private final Supplier<XenbusAdmin> admin;
    private final Map<Long, Set<String>> types = new ConcurrentHashMap<>();
    private final Map<Long, Integer> updates = new ConcurrentHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("xenbay-update"));
    private volatile boolean paused;

    /**
     * @param folder for copies of bundles
     * @param ownBundle this bundle's id
     */
    RollbackMonitor(
            Path folder, long ownBundle, Replacement replacement, Observer observer, Supplier<XenbusAdmin> admin) {
        this.folder = folder;
        this.ownBundle = ownBundle;
        this.replacement = replacement;
        this.observer = observer;
        this.admin = admin;
    }

    Path folder() {
        return folder;
    }

    long ownBundle() {
        return ownBundle;
    }

    Duration longest() {
        XenbusAdmin core = admin.get();
        return core == null ? Duration.ZERO : core.handoverTimeout();
    }

    /** Until it is closed, another class decides about updates. */
    interface Pause extends AutoCloseable {
        @Override
        void close();
    }

    Pause pause() {
        paused = true;
        return () -> run(() -> paused = false);
    }

    /** A backend's service arrives: a copy of the bundle may be needed for a rollback. */
    void serves(Bundle bundle, Set<String> served) {
        if (types.put(bundle.getBundleId(), served) == null) {
            keepLater(bundle);
        }
    }

    /** Copies a bundle that does its work. */
    void keepLater(Bundle bundle) {
        if (types.containsKey(bundle.getBundleId())) {
            run(() -> keep(bundle));
        }
    }

    private void keep(Bundle bundle) {
        try {
            if (bundle.getState() == Bundle.ACTIVE) {
                BundleJar.copy(bundle, copyOf(bundle));
            }
        } catch (IOException | IllegalStateException failed) {
            LOG.log(Level.WARNING, bundle.getSymbolicName() + " cannot be kept for an update that fails: " + failed);
        }
    }

    private Path copyOf(Bundle bundle) {
        return folder.resolve(bundle.getBundleId() + ".jar");
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.UPDATED && !paused && types.containsKey(bundle.getBundleId())) {
            int update = updates.merge(bundle.getBundleId(), 1, Integer::sum);
            run(() -> judge(bundle, update));
        } else if (event.getType() == BundleEvent.UNINSTALLED) {
            types.remove(bundle.getBundleId());
        }
    }

    /** Of several updates in short order the last one counts. */
    private void judge(Bundle bundle, int update) {
        Set<String> served = types.get(bundle.getBundleId());
        if (served == null || !Files.exists(copyOf(bundle))) {
            return;
        }
        UpdateOutcome result = observer.await(bundle, served, Set.of(), observer.served(served));
        if (!Integer.valueOf(update).equals(updates.get(bundle.getBundleId()))) {
            return;
        }
        if (result.isGood()) {
            LOG.log(
                    Level.INFO,
                    bundle.getSymbolicName() + " " + bundle.getVersion() + " has taken over; not served for "
                            + result.pauses().values().stream()
                                    .max(Duration::compareTo)
                                    .map(Updater::millis)
                                    .orElse("any time"));
            keep(bundle);
            return;
        }
        LOG.log(
                Level.ERROR,
                bundle.getSymbolicName() + " " + bundle.getVersion() + " is undone: "
                        + result.reason().get());
        try (Pause alone = pause()) {
            replacement.putBack(bundle, copyOf(bundle));
        } catch (IllegalStateException failed) {
            LOG.log(Level.ERROR, "and its earlier version does not start again: " + failed.getMessage());
        }
    }

    private void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "too late: this bundle stops");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
