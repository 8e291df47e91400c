// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;

/**
 * Tracks how a handler takes over its predecessor's parked state, so that an update can be judged: what prevents the take-over,
 * and whether the guest may be the cause. The guest may be the cause once the handler has read anything that the guest can
 * change: a node, its memory, its event channels. Changed on the device's mailbox only; read from any thread.
 */
final class TakeOver {

    /** Not counted as read by the handler: the core has checked that its value is a state. */
    private static final String STATE = "state";

    /**
     * @param trouble why the state is not taken over; empty when it is, or when that is not decided yet
     * @param guestInvolved whether the guest may be the cause
     */
    record Progress(String trouble, boolean guestInvolved) {}

    /** Whether the handler has touched the parked state in the current call. */
    private enum Touch {
        /** The handler has not touched it. */
        NONE,
        /** The handler may have taken resources. */
        DONE,
        /** The handler has not touched it and must not: the call was given up. */
        FORBIDDEN
    }

    private final XenStore store;
    private final int domain;
    private final Set<StorePath> nodesBefore = new TreeSet<>();
    private final Set<StorePath> nodes = new TreeSet<>();
    private boolean linkUsed;
    private final AtomicReference<Touch> touch = new AtomicReference<>(Touch.NONE);
    private volatile Progress progress = new Progress("", false);

    TakeOver(XenStore store, int domain) {
        this.store = store;
        this.domain = domain;
    }

    Progress progress() {
        return progress;
    }

    /** Begins with another handler. */
    void begin() {
        nodes.clear();
        nodesBefore.clear();
        call();
        progress = new Progress("", false);
    }

    /** The handler's call that takes over. */
    interface Step {
        Readiness run() throws Exception;
    }

    /** Runs the call in which a handler takes over its predecessor's parked state. */
    Readiness follow(Step step) throws Exception {
        call();
        try {
            Readiness readiness = step.run();
            answered(readiness);
            return readiness;
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            failed(thrown);
            throw thrown;
        }
    }

    /** No handler can take over the parked state: the call that opens it has failed. */
    void notOpened(Throwable thrown) {
        if (!(thrown instanceof GivenUp)) {
            failed(thrown);
        }
    }

    /** Begins a call: the handler knows what it has read in earlier calls, and may read more. */
    private void call() {
        nodesBefore.addAll(nodes);
        nodes.clear();
        linkUsed = false;
        touch.set(Touch.NONE);
    }

    /** The handler asks for the parked state. Nodes that it read before are kept apart from nodes that it reads from now on. */
    void asksForParked() {
        touch();
        nodesBefore.addAll(nodes);
        nodes.clear();
    }

    private void touch() {
        if (!touch.compareAndSet(Touch.NONE, Touch.DONE) && touch.get() == Touch.FORBIDDEN) {
            throw new IllegalStateException("the call that takes the connection over was given up");
        }
    }

    /** @return whether the handler has neither asked for the parked state nor used the guest's memory or event channels */
    boolean isUntouched() {
        return touch.get() == Touch.NONE;
    }

    /**
     * The call is given up. On another thread than the call's.
     *
     * @return whether the handler has not touched the parked state; then it cannot do so any more
     */
    boolean forbid() {
        return touch.compareAndSet(Touch.NONE, Touch.FORBIDDEN);
    }

    /** The handler reads nodes of the frontend. */
    void reads(StorePath directory, String... names) {
        for (String name : names) {
            if (!name.equals(STATE)) {
                nodes.add(directory.child(name));
                involveGuest();
            }
        }
    }

    /** The handler uses memory or an event channel of the guest. */
    void usesLink() {
        touch();
        linkUsed = true;
        involveGuest();
    }

    private void involveGuest() {
        if (!progress.guestInvolved()) {
            progress = new Progress(progress.trouble(), true);
        }
    }

    void done() {
        progress = new Progress("", true);
    }

    /** A wait for the host decides nothing, because it may end at any moment. */
    private void answered(Readiness readiness) {
        if (readiness instanceof Readiness.Waiting waiting) {
            if (waiting.side() != Readiness.Side.HOST) {
                stopped("it waits for the " + waiting.side() + ", " + waiting.what(), isGuestsDoing());
            }
        } else if (readiness instanceof Readiness.Declined declined) {
            stopped(declined.why(), isGuestsDoing());
        }
    }

    /** A refused state is the code's fault, if the handler has read nothing of the guest since it asked for the state. */
    private void failed(Throwable thrown) {
        if (Failure.isConflict(thrown)) {
            stopped("its frontend's nodes change all the time", true);
        } else if (!Failure.isStoreLost(thrown)) {
            boolean guest = thrown instanceof RefusedStateException
                    ? linkUsed || nodes.stream().anyMatch(this::isGuests)
                    : isGuestsDoing();
            stopped(Failure.of(thrown).message(), guest);
        }
    }

    /** @param before the record of the handler whose call was given up */
    void givenUp(String why, TakeOver before) {
        stopped(why, before.progress().guestInvolved());
    }

    private void stopped(String trouble, boolean guestInvolved) {
        progress = new Progress(trouble, guestInvolved);
    }

    private boolean isGuestsDoing() {
        nodesBefore.addAll(nodes);
        return linkUsed || nodesBefore.stream().anyMatch(this::isGuests);
    }

    /**
     * Tells whether the guest may have written a node. The toolstack makes some nodes of the frontend such that the guest
     * cannot write them. A node that is gone may have been the guest's.
     */
    private boolean isGuests(StorePath node) {
        try {
            List<Permission> permissions = store.permissions(node).orElse(List.of());
            return permissions.isEmpty()
                    || permissions.get(0).domain() == domain
                    || permissions.stream()
                            .skip(1)
                            .filter(other -> other.domain() == domain)
                            .findFirst()
                            .orElse(permissions.get(0))
                            .access()
                            .canWrite();
        } catch (XenStoreException unknown) {
            return true;
        }
    }
}
