// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.embedded.FaultStep;

/** A guest's port: unbound and reserved for one domain, or bound by it. */
final class ReservedPort implements GuestPort {

    private final int number;
    private final int reservedFor;
    private final Domain owner;
    private final FaultGate faults;
    private final ChannelEnd upcall;
    private volatile Runnable listener;
    /** The other end; null while unbound, {@link BoundChannel#NONE} permanently once this port is closed. */
    private final AtomicReference<BoundChannel> peer = new AtomicReference<>();

    ReservedPort(int number, int reservedFor, Domain owner, FaultGate faults, Runnable listener) {
        this.number = number;
        this.reservedFor = reservedFor;
        this.owner = owner;
        this.faults = faults;
        this.listener = listener;
        this.upcall = ChannelEnd.open(() -> this.listener.run());
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean isBound() {
        BoundChannel bound = peer.get();
        return bound != null && bound != BoundChannel.NONE;
    }

    @Override
    public void onEvent(Runnable next) {
        listener = Objects.requireNonNull(next, "listener");
    }

    @Override
    public void signal() {
        if (faults.loses(FaultStep.GUEST_SIGNAL, owner.id())) {
            return;
        }
        BoundChannel bound = peer.get();
        if (bound != null) {
            bound.raise();
        }
    }

    @Override
    public void close() {
        if (end()) {
            owner.ports().forget(this);
        }
    }

    /** Closes it without removing it from its table. */
    boolean end() {
        upcall.close();
        return peer.getAndSet(BoundChannel.NONE) != BoundChannel.NONE;
    }

    boolean isReservedFor(int domain) {
        return reservedFor == domain;
    }

    /** Binds it, unless it is bound or closed. */
    boolean attach(BoundChannel channel) {
        return peer.compareAndSet(null, channel);
    }

    /** Makes it unbound again, reserved for the same domain: the next process may bind it. */
    void detach(BoundChannel channel) {
        peer.compareAndSet(channel, null);
    }

    /** Receives an event of the other end. */
    void raise(BoundChannel from) {
        if (peer.get() == from) {
            upcall.raise();
        }
    }
}
