// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.core.device.CallLimits;

/** Backends whose code does not return from connect after it has taken the guest's memory and port. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StuckConnectTest {

    private final Host host = new Host();
    private final ProbeBackend bad = new ProbeBackend();
    private final ProbeBackend good = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger stuck = new AtomicInteger();

    @AfterEach
    void stop() {
        release.countDown();
        host.close();
        host.await(() -> host.runtime().counters().mappedPages() == 0);
        host.assertNothingHeld();
    }

    private void hang(DeviceId device) {
        stuck.incrementAndGet();
        boolean waits = true;
        while (waits) {
            try {
                release.await();
                waits = false;
            } catch (InterruptedException ignoredAsSuchCodeDoes) {
                waits = true;
            }
        }
        stuck.decrementAndGet();
    }

    private void start(Duration letGo) {
        host.restart(Host.PATIENT, new CallLimits(Duration.ofSeconds(2), Duration.ofHours(1), letGo, 2));
    }

    @Test
    void otherCodeConnectsADeviceThatIsGivenUpWithItsPortBound() throws InterruptedException {
        start(Duration.ofMinutes(1));
        bad.onBound = this::hang;
        host.add(bad, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        ProbeFrontend frontend = new ProbeFrontend(guest, id).publish();
        host.await(() -> stuck.get() == 1);
        host.lookAtCalls(Duration.ZERO);
        host.lookAtCalls(Duration.ofHours(2));
        host.addRanked(10, good, ProbeBackend.TYPE);
        assertServedBeside(frontend);
    }

    @Test
    void otherCodeConnectsADeviceWhoseBundleStopsWithItsPortBound() throws InterruptedException {
        start(Duration.ofMillis(100));
        bad.onBound = this::hang;
        long service = host.add(bad, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        ProbeFrontend frontend = new ProbeFrontend(guest, id).publish();
        host.await(() -> stuck.get() == 1);
        host.remove(service, ProbeBackend.TYPE);
        host.add(good, ProbeBackend.TYPE);
        assertServedBeside(frontend);
    }

    private void assertServedBeside(ProbeFrontend frontend) throws InterruptedException {
        host.awaitBackend(id, XenbusState.CONNECTED);
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(stuck).as("the call has not returned yet").hasValue(1);
    }
}
