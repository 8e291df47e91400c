// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.xenbay.api.device.DeviceContext;

/**
 * Prevents starvation of a ring. When each request in it waits for input of a device, the guest can send no other request, not
 * even one that cancels a waiting one: Linux's driver of serial adapters (cdc-acm) submits 17 reads before it writes, and the
 * ring has room for 16. In that case the bulk transfer that has waited longest is ended with the data received so far, which is
 * usually none. Its driver submits it again, behind the pending requests. On the device's executor.
 */
final class RingStarvationGuard {

    /** Pause between two such ends, so that an idle device costs little. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final DeviceContext device;
    private boolean planned;
    private long ends;

    RingStarvationGuard(DeviceContext device) {
        this.device = device;
    }

    /** A request has ended. */
    void ended() {
        ends++;
    }

    /** @param unanswered the requests in the ring, in their order; a live view */
    void check(Collection<Urb> unanswered) {
        if (!planned && isBlocked(unanswered)) {
            planned = true;
            long before = ends;
            device.schedule(PAUSE, () -> {
                planned = false;
                if (ends == before && isBlocked(unanswered)) {
                    longest(unanswered).ifPresent(Urb::makeRoom);
                }
                check(unanswered);
            });
        }
    }

    private static boolean isBlocked(Collection<Urb> unanswered) {
        return unanswered.size() >= UrbRequest.MAX_UNANSWERED
                && longest(unanswered).isPresent()
                && unanswered.stream().allMatch(RingStarvationGuard::isPatient);
    }

    private static boolean isPatient(Urb urb) {
        Pipe.Kind kind = urb.pipe().kind();
        return urb.isUnderWay()
                && !urb.makesRoom()
                && urb.pipe().isIn()
                && (kind == Pipe.Kind.BULK || kind == Pipe.Kind.INTERRUPT);
    }

    private static Optional<Urb> longest(Collection<Urb> unanswered) {
        return unanswered.stream()
                .filter(urb -> urb.pipe().kind() == Pipe.Kind.BULK)
                .findFirst();
    }
}
