// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.xenbay.api.device.DeviceContext;

/**
 * Keeps a ring from starving. When each request in it waits for a device that has nothing to say, the guest can
 * send no other one, not even one that takes back what waits: Linux's driver of serial adapters (cdc-acm) asks 17 times before
 * it ever writes, and the ring has room for 16. Then the bulk transfer that has waited longest is ended with what has come, so
 * mostly with nothing; its driver asks again, behind what could not be sent. On the device's executor.
 */
final class RingStarvationGuard {

    /** Between two such ends, so that an idle device costs its host next to nothing. */
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

    /** @param unanswered the requests in the ring, in the order in which they came; seen again later */
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
