// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.file.Errno;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.XenException;
import org.xenbay.frontend.internal.Coalesced;

/**
 * One device as a guest's kernel drives it (drivers/xen/xenbus of Linux).
 *
 * <p>It is probed when its directory appears with state Initialising, publishes its ring in one transaction, follows the
 * backend to Connected, and changes directly to Closed when the backend closes. A state is written in a transaction that first
 * checks whether the node still exists; a state that the node already has is not written again. After an outage of XenStore,
 * the frontend continues where it stopped. Methods may be called from any thread and return at once; the work is done on the
 * frontend's own executor.
 */
public final class XenbusFrontend implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(XenbusFrontend.class.getName());

    /** How long Linux waits for the backend when a frontend is reset (xenbus_reset_wait_for_backend). */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int EIO = 5;

    private final XenStore store;
    private final StorePath path;
    private final FrontendDriver driver;
    private final FrontendListener listener;
    private final FrontendState state;
    private final FrontendWork work;
    private final DriverLink link;

    private FrontendPhase phase = FrontendPhase.ABSENT;
    private volatile Watch connection = () -> {};
    private @Nullable Watch stateWatch;
    private volatile XenbusState backend = XenbusState.UNKNOWN;

    /**
     * @param guest the device's guest
     * @param number the device's number
     * @param driver the device's own part
     * @param threads threads that do its work
     * @param listener notified of its states
     */
    public XenbusFrontend(
            Guest guest, int number, FrontendDriver driver, FrontendThreads threads, FrontendListener listener) {
        this.store = guest.store();
        this.path = guest.path().child("device").child(driver.traits().type()).child(number);
        this.driver = driver;
        this.listener = listener;
        this.work = new FrontendWork(path.toString(), threads, this::refused);
        this.link = new DriverLink(guest, path, driver, work);
        this.state = new FrontendState(guest, path, listener);
    }

    /** Starts to look for the device, which need not exist yet. */
    public void start() {
        Runnable begin = () -> work.execute(this::begin);
        connection = store.onConnectionChange(there -> {
            if (there) {
                begin.run();
            }
        });
        begin.run();
    }

    /** @return the frontend's directory */
    public StorePath path() {
        return path;
    }

    /** @return the backend's state as last noticed */
    public XenbusState backendState() {
        return backend;
    }

    /**
     * Removes the driver, like an unloaded module: changes to Closing; when the backend has closed or 5 seconds have passed,
     * frees pages and ports and changes to Closed.
     *
     * @return completes when it is Closed
     */
    public CompletableFuture<Void> unload() {
        return work.request(this::beginUnload);
    }

    /**
     * Loads the driver again, after {@link #unload} or after the backend has closed. When the backend is Closed, changes to
     * Initialising; when the backend has reacted, it is probed again. Waits for each at most 5 seconds.
     *
     * <p>After {@link #start}, takes over a device that another frontend has left in any state except Initialising.
     *
     * @return completes when it has been probed; fails when there is no device to load the driver for: it is new, absent or in
     *     use
     */
    public CompletableFuture<Void> reload() {
        return work.request(this::beginReload);
    }

    /**
     * Does what Linux does after the guest was saved and restored: publishes new pages and ports, in any state of the backend.
     *
     * @return completes when they are published
     */
    public CompletableFuture<Void> resume() {
        return work.request(() -> {
            if (phase == FrontendPhase.PROBED || phase == FrontendPhase.PUBLISHED) {
                letGo();
                probe();
            }
            work.done();
        });
    }

    /** Soon frees everything and writes nothing, like a guest that crashes. */
    @Override
    public void close() {
        work.execute(() -> {
            work.end();
            connection.close();
            if (stateWatch != null) {
                stateWatch.close();
            }
            letGo();
        });
    }

    private void begin() {
        if (phase == FrontendPhase.ABSENT && stateWatch == null) {
            Coalesced changed = new Coalesced(work::execute, this::frontendChanged);
            stateWatch = store.watch(state.node(), ignored -> changed.run());
        }
    }

    private void frontendChanged() {
        state.settle();
        Optional<XenbusState> now = state.read();
        if (now.isEmpty()) {
            letGo();
            phase = FrontendPhase.ABSENT;
            state.forget();
            return;
        }
        if (phase != FrontendPhase.PROBED
                && phase != FrontendPhase.RESETTING
                && now.get() == XenbusState.INITIALISING) {
            // Either it is new, or it was removed and made again too quickly to notice.
            letGo();
            probe();
        }
    }

    private void probe() {
        if (!link.open(this::backendChanged)) {
            fail(Errno.ENOENT, "reading backend and backend-id");
            return;
        }
        phase = FrontendPhase.PROBED;
        if (driver.traits().publishesAt().isEmpty()) {
            publish();
        }
    }

    private void backendChanged() {
        if (!link.isOpen()) {
            return;
        }
        XenbusState now = link.backendState();
        if (now != backend) {
            backend = now;
            listener.backendState(now);
        }
        react(now);
        state.settle();
    }

    private void react(XenbusState now) {
        switch (phase.reaction(now, driver.traits())) {
            case CLOSE -> {
                disconnect();
                phase = FrontendPhase.CLOSED;
                state.switchTo(XenbusState.CLOSED);
            }
            case PUBLISH -> publish();
            case CONNECT -> connect();
            case FINISH_UNLOAD -> finishUnload();
            case BEGIN_RESET -> beginReset();
            case FINISH_RESET -> finishReset();
            default -> LOG.log(System.Logger.Level.TRACE, "{0}: backend is {1}", path, now);
        }
    }

    private void publish() {
        try {
            link.publish();
        } catch (FrontendException failure) {
            fail(failure.errno(), failure.getMessage());
            return;
        } catch (XenException failure) {
            fail(failure.errno(), failure.getMessage());
            return;
        }
        phase = FrontendPhase.PUBLISHED;
        state.switchTo(driver.traits().published());
        if (backend == XenbusState.CONNECTED) {
            connect();
        }
    }

    private void connect() {
        state.switchTo(XenbusState.CONNECTED);
        link.connect();
    }

    private void disconnect() {
        if (phase == FrontendPhase.PUBLISHED) {
            link.disconnect();
        }
    }

    private void letGo() {
        disconnect();
        link.close();
        backend = XenbusState.UNKNOWN;
    }

    /** xenbus_dev_fatal: writes the reason to the error node, and closes. */
    private void fail(int errno, @Nullable String message) {
        if (phase == FrontendPhase.FAILED) {
            return;
        }
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}", path, message);
        disconnect();
        phase = FrontendPhase.FAILED;
        link.release();
        String text = errno + " " + message;
        listener.failed(text);
        state.fail(text);
    }

    private void beginUnload() {
        if (!link.isOpen() || phase == FrontendPhase.UNLOADED || phase == FrontendPhase.RELOADING) {
            work.done();
            return;
        }
        boolean wasConnected = link.isConnected();
        disconnect();
        if (phase == FrontendPhase.CLOSED) {
            finishUnload();
            return;
        }
        phase = FrontendPhase.UNLOADING;
        state.switchTo(XenbusState.CLOSING);
        if (wasConnected) {
            work.unlessDoneWithin(TIMEOUT, this::finishUnload);
        } else {
            finishUnload();
        }
    }

    private void finishUnload() {
        link.release();
        phase = FrontendPhase.UNLOADED;
        state.switchTo(XenbusState.CLOSED);
        work.done();
    }

    private void beginReload() {
        boolean left = isLeftByAnother();
        if (!left && phase != FrontendPhase.UNLOADED && phase != FrontendPhase.CLOSED) {
            work.failed(new IllegalStateException(path + " is not closed"));
            return;
        }
        if (left && !link.open(this::backendChanged)) {
            work.failed(new IllegalStateException(path + " names no backend"));
            return;
        }
        link.release();
        phase = FrontendPhase.RELOADING;
        if (left) {
            state.switchTo(XenbusState.CLOSED);
        }
        work.unlessDoneWithin(TIMEOUT, this::beginReset);
        reactToLatest();
    }

    private boolean isLeftByAnother() {
        return phase == FrontendPhase.ABSENT
                && state.read()
                        .filter(found -> found != XenbusState.INITIALISING)
                        .isPresent();
    }

    /** Makes the backend start again; earlier states of the backend must not be mistaken for its reaction. */
    private void beginReset() {
        phase = FrontendPhase.RESETTING;
        state.switchTo(XenbusState.INITIALISING);
        work.unlessDoneWithin(TIMEOUT, this::finishReset);
        reactToLatest();
    }

    /** The backend may have changed its state since its last watch event: an older state must not be mistaken for its reaction. */
    private void reactToLatest() {
        if (link.isOpen()) {
            backendChanged();
        } else {
            react(backend);
        }
    }

    private void finishReset() {
        letGo();
        probe();
        work.done();
    }

    private void refused(XenStoreException refusal) {
        try {
            fail(EIO, refusal.getMessage());
        } catch (XenStoreException again) {
            LOG.log(System.Logger.Level.WARNING, "{0}: nor can its state be written: {1}", path, again.getMessage());
            if (again.error() != StoreError.CONNECTION_LOST) {
                state.forget();
            }
        }
    }
}
