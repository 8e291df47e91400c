// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.backend.qusb.Controller.Rings;

/**
 * The replies of a controller to the guest: the answer to each request, and plug events. The guest sees them after {@link
 * #publish}. On the device's executor.
 */
final class GuestReplies {

    private final Ports ports;
    private final UrbRing urbs;
    private final ConnRing plugs;
    private final EventChannel channel;
    private final RingStarvationGuard starvationGuard;
    private final Map<Integer, Urb> unanswered = new LinkedHashMap<>();
    private final Statistics statistics;

    GuestReplies(Ports ports, Rings rings, RingStarvationGuard starvationGuard, Statistics statistics) {
        this.ports = ports;
        this.urbs = rings.urbs();
        this.plugs = rings.plugs();
        this.channel = rings.channel();
        this.starvationGuard = starvationGuard;
        this.statistics = statistics;
    }

    /** @return the requests that have to be answered, in their order; a live view */
    Collection<Urb> unanswered() {
        return unanswered.values();
    }

    /** @return the request of that id that has to be answered; null if there is none */
    @Nullable
    Urb unanswered(int id) {
        return unanswered.get(id);
    }

    /** Adds a request that will be answered by {@link #answer(Urb, UrbStatus, UsbResult)}. */
    void expect(Urb urb) {
        unanswered.put(urb.request().id(), urb);
    }

    void answer(Urb urb, UrbStatus status, UsbResult result) {
        urb.release();
        unanswered.remove(urb.request().id());
        starvationGuard.ended();
        statistics.answered(urb, status, result.actualLength());
        urbs.answer(urb.request().id(), status, result.actualLength(), result.errorCount());
        urb.unlinks().forEach(id -> answer(id, UrbStatus.OK));
    }

    /** @param id of a request that needed no device */
    void answer(int id, UrbStatus status) {
        urbs.answer(id, status, 0, 0);
    }

    /** @param plugged whether the device is still in its port */
    static UrbStatus status(Urb urb, UsbResult result, boolean plugged) {
        if (result.status() != Status.CANCELLED) {
            return UrbStatus.of(result.status());
        }
        if (!plugged) {
            return UrbStatus.NODEV;
        }
        return urb.makesRoom() && urb.unlinks().isEmpty() ? UrbStatus.OK : UrbStatus.of(result.status());
    }

    /** Puts plug events into their ring, as many as the guest has given tickets for, and publishes all replies. */
    void tell() {
        for (Port port : ports.all()) {
            for (OptionalInt news = port.news(); news.isPresent(); news = port.news()) {
                if (!tell(port, news.getAsInt())) {
                    publish();
                    return;
                }
            }
        }
        publish();
    }

    private boolean tell(Port port, int speed) {
        if (!plugs.tell(port.number(), speed)) {
            return false;
        }
        port.told(speed);
        ports.noteTold(port);
        return true;
    }

    void publish() {
        boolean answers = urbs.publish();
        if (plugs.publish() | answers) {
            channel.signal();
        }
    }

    /** Signals, because a killed process may have published answers without a signal. */
    void signal() {
        channel.signal();
    }
}
