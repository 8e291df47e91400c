// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import org.xenbay.api.file.Errno;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.XenException;
import org.xenbay.embedded.FaultStep;

/** Domain 0's event channels (semantics of Xen's evtchn_bind_interdomain and evtchn_close). */
public final class EmbeddedEventChannels implements EventChannels {

    /** Ports of the FIFO ABI (xen/include/public/event_channel.h, EVTCHN_FIFO_NR_CHANNELS). */
    private static final int LIMIT = (1 << 17) - 1;

    private static final int ESRCH = 3;

    private final int ownDomain;
    private final DomainTable domains;
    private final FaultGate faults;
    private final PortNumbers numbers;

    public EmbeddedEventChannels(int ownDomain, DomainTable domains, FaultGate faults) {
        this(ownDomain, domains, faults, LIMIT);
    }

    EmbeddedEventChannels(int ownDomain, DomainTable domains, FaultGate faults, int highestPort) {
        this.ownDomain = ownDomain;
        this.domains = domains;
        this.faults = faults;
        this.numbers = new PortNumbers(highestPort);
    }

    @Override
    public EventChannel bind(int domain, int remotePort, Runnable listener) {
        faults.pass(FaultStep.BIND, domain);
        Domain owner = domains.running(domain);
        if (owner == null) {
            throw refused(domain, remotePort, "no such domain", ESRCH);
        }
        ReservedPort remote = owner.ports().find(remotePort);
        if (remote == null || !remote.isReservedFor(ownDomain)) {
            throw refused(domain, remotePort, "the port is not reserved for domain " + ownDomain, Errno.EINVAL);
        }
        int number = numbers.take();
        if (number < 0) {
            throw refused(domain, remotePort, "no free port", Errno.ENOSPC);
        }
        BoundChannel channel = new BoundChannel(number, owner, remote, numbers, faults, listener);
        owner.ports().bound();
        if (!remote.attach(channel)) {
            channel.close();
            throw refused(domain, remotePort, "the port is bound already, or closed", Errno.EINVAL);
        }
        // The other side may have signalled before: Xen marks the fresh local port pending once.
        channel.raise();
        return channel;
    }

    public int boundPorts() {
        return numbers.inUse();
    }

    private static XenException refused(int domain, int port, String why, int errno) {
        return new XenException(
                "binding port " + Integer.toUnsignedString(port) + " of domain " + domain + ": " + why, errno);
    }
}
