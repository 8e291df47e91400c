// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.store.StorePath;
import org.xenbay.core.device.ParkedState.Held;
import org.xenbay.core.machine.LinkOrigin;

/**
 * Begins and ends a handler's connection. It begins as a new one, is adopted from an earlier run, or is resumed from a
 * predecessor. It ends parked, left to the next run, or disconnected. On the device's mailbox only.
 */
final class ConnectionLifecycle {

    private static final Logger LOG = System.getLogger(ConnectionLifecycle.class.getName());

    private final DeviceActor actor;
    private final CoreContext core;
    private final TakeOver takeOver;
    private final DeviceFigures figures;
    private final CleanupSteps cleanup;
    private final Connection connection;
    /** The state that the predecessor has parked, or this handler for its successor. */
    private ParkedState parkedState;
    /** Whether the handler has to be disconnected when its connection ends. */
    private boolean connected;
    /** Why the handler failed to park. */
    private Optional<String> notParked = Optional.empty();

    ConnectionLifecycle(
            DeviceActor actor, CoreContext core, TakeOver takeOver, DeviceFigures figures, CleanupSteps cleanup) {
        this.actor = actor;
        this.core = core;
        this.takeOver = takeOver;
        this.figures = figures;
        this.cleanup = cleanup;
        this.connection = new Connection(actor, core, takeOver, figures);
        this.parkedState = new ParkedState(core.memory().of(actor.id().domain()));
    }

    /** @return whether a handler has a link */
    boolean isLinked() {
        return connection.isLinked();
    }

    /** @return whether the handler's connect has returned ready and its connection has not ended */
    boolean isConnected() {
        return connected;
    }

    /** @return whether something is parked that was not taken over */
    boolean isParked() {
        return parkedState.isPresent();
    }

    /** Has the handler serve a connection. While the handler waits, the parked state is kept for the next attempt. */
    Readiness connect(GuardedHandler handler, StorePath frontendPath, LinkOrigin origin) throws Exception {
        Nodes nodes = new Nodes(core.xen().store(), frontendPath);
        Held held = parkedState.held();
        if (origin == LinkOrigin.PARKED && held == null) {
            throw new IllegalStateException("nothing was parked");
        } else if (origin == LinkOrigin.FRESH) {
            return begin(handler, nodes, Origin.fresh());
        } else if (held == null) {
            return adopt(handler, nodes);
        }
        return origin == LinkOrigin.PARKED || Link.isPublished(nodes, held.parameters())
                ? resume(handler, nodes, held)
                : begin(handler, nodes, Origin.fresh());
    }

    /**
     * Takes over the connection of an earlier run, which has parked it or was killed. A frontend that offers other rings than
     * the parked ones has started again.
     */
    private Readiness adopt(GuardedHandler handler, Nodes nodes) throws Exception {
        Optional<Map<String, String>> left = core.handovers().left(actor.id());
        if (left.isEmpty()) {
            return begin(handler, nodes, Origin.adopted());
        }
        if (!Link.isPublished(nodes, left.get())) {
            return begin(handler, nodes, Origin.fresh());
        }
        Readiness ready = core.handovers().ready(actor.id());
        if (ready != Readiness.ready()) {
            return ready;
        }
        release();
        Instant since = core.handovers().leftAt(actor.id());
        Held held = new Held(core.handovers().take(actor.id()), since, left.get());
        parkedState.keep(held);
        return resume(handler, nodes, held);
    }

    private Readiness begin(GuardedHandler handler, Nodes nodes, Origin origin) throws Exception {
        release();
        core.handovers().drop(actor.id());
        return linkUp(handler, nodes, origin);
    }

    private Readiness resume(GuardedHandler handler, Nodes nodes, Held held) throws Exception {
        Origin.Resumed parked = () -> parked(held);
        Readiness readiness = takeOver.follow(() -> linkUp(handler, nodes, parked));
        if (readiness == Readiness.ready()) {
            takeOver.done();
            parkedState.forget();
            figures.handedOver(actor.id(), handler.code().name(), held.time());
            connection.dropUnclaimed(cleanup);
        }
        return readiness;
    }

    /** Refuses a handler that asks again after its connect: it would share the resources with the code that owns them by then. */
    private Parked parked(Held held) {
        takeOver.asksForParked();
        if (parkedState.held() != held) {
            throw new IllegalStateException("what was parked is asked for after connect");
        }
        return held.parked();
    }

    private Readiness linkUp(GuardedHandler handler, Nodes nodes, Origin origin) throws Exception {
        try {
            Readiness readiness = handler.connect(connection.link(nodes), origin);
            connected = readiness == Readiness.ready();
            if (connected) {
                connection.count();
            } else {
                unlinkOrRelease(parkedState.isPresent());
            }
            return readiness;
        } catch (GivenUp passedOn) {
            throw passedOn;
        } catch (Throwable thrown) {
            unlinkOrRelease(parkedState.isPresent() && isLeftAsItWas(thrown));
            throw thrown;
        }
    }

    /** @return whether another attempt can take over the parked state, after a failure of this one */
    private boolean isLeftAsItWas(Throwable thrown) {
        return thrown instanceof RefusedStateException
                || Failure.isStoreLost(thrown)
                || Failure.isConflict(thrown)
                || takeOver.isUntouched();
    }

    private void unlinkOrRelease(boolean keeps) {
        if (keeps) {
            unlink();
        } else {
            release();
        }
    }

    private void unlink() {
        connected = false;
        connection.unlink();
    }

    /** @param handler has a link */
    boolean park(GuardedHandler handler) {
        Instant since = Instant.now();
        Optional<Parked> state;
        try {
            state = handler.park();
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, actor.id() + ": cannot be parked", thrown);
            notParked = Optional.of(String.valueOf(thrown.getMessage()));
            return false;
        }
        if (state.isEmpty()) {
            return false;
        }
        parkedState.keep(new Held(state.get(), since, connection.parameters()));
        unlink();
        return true;
    }

    /**
     * Saves the connection for the core's next run, with what its handler parks; or ends it.
     *
     * @param handler the handler with a link, if there is one
     */
    void leave(@Nullable GuardedHandler handler) {
        boolean open = core.handovers().isOpen();
        if (open && handler != null && !parkedState.isPresent()) {
            park(handler);
        }
        Held held = parkedState.held();
        if (held != null) {
            if (open && core.handovers().leave(actor.id(), held.since(), held.parameters(), held.parked())) {
                parkedState.forget();
            }
            return;
        }
        if (open && notParked.isPresent()) {
            core.handovers().refuse(actor.id(), "the last run could not leave it: " + notParked.get());
        }
        if (handler != null) {
            disconnect(handler);
        }
    }

    /** @param handler has a link */
    void disconnect(GuardedHandler handler) {
        cleanup.quietly("disconnect", handler::disconnect);
        connected = false;
    }

    /**
     * Gives up the handler's call that is under way. The parked state goes to the successor, unless the handler has touched it.
     * On another thread than the call's.
     *
     * @param successor receives a predecessor's parked state
     * @param why in words
     * @return to be run when the call has returned: unmaps the remaining memory
     */
    Runnable giveUp(ConnectionLifecycle successor, String why) {
        if (parkedState.isPresent()) {
            successor.takeOver.givenUp(why, takeOver);
        }
        if (parkedState.isPresent() && (!connection.isLinked() || takeOver.forbid())) {
            successor.parkedState = parkedState;
            connection.giveTo(successor.connection);
            parkedState = new ParkedState(core.memory().of(actor.id().domain()));
            return () -> {};
        }
        return connection.abandon(thrown -> cleanup.failed("close event channels", thrown));
    }

    void endLink() {
        connection.endLink();
    }

    void release() {
        connected = false;
        connection.release(cleanup);
        parkedState.close(cleanup);
    }

    /** Closes parked resources that no handler has taken over. */
    void closeParked() {
        parkedState.close(cleanup);
    }

    boolean parametersChanged(boolean publishedAgain, Set<String> changedNodes) {
        return connection.parametersChanged(publishedAgain, changedNodes);
    }

    void count() {
        connection.count();
    }
}
