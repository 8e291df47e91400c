// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.embedded.FaultStep;

/** Domain 0's end of an interdomain event channel. */
final class BoundChannel implements EventChannel {

    /** Marks a closed port, in place of a channel. */
    static final BoundChannel NONE = new BoundChannel();

    private final int port;
    private final int domain;
    private final ReservedPort remote;
    private final PortNumbers numbers;
    private final Domain owner;
    private final FaultGate faults;
    private final ChannelEnd upcall;
    private final AtomicBoolean closed = new AtomicBoolean();

    BoundChannel(
            int port, Domain owner, ReservedPort remote, PortNumbers numbers, FaultGate faults, Runnable listener) {
        this.port = port;
        this.domain = owner.id();
        this.owner = owner;
        this.remote = remote;
        this.numbers = numbers;
        this.faults = faults;
        this.upcall = ChannelEnd.masking(listener);
    }

    @SuppressWarnings("NullAway") // it is only compared; no method is called on it
    private BoundChannel() {
        port = 0;
        domain = 0;
        owner = null;
        remote = null;
        numbers = null;
        faults = null;
        upcall = ChannelEnd.masking(() -> {});
        upcall.close();
    }

    @Override
    public int localPort() {
        return port;
    }

    @Override
    public void signal() {
        if (!faults.loses(FaultStep.SIGNAL, domain)) {
            remote.raise(this);
        }
    }

    @Override
    public void unmask() {
        upcall.unmask();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            upcall.close();
            remote.detach(this);
            owner.ports().unbound();
            numbers.release(port);
        }
    }

    void raise() {
        upcall.raise();
    }
}
