// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;

/** A device whose executor polls for the next request. */
class PolledEventsTest {

    private final Host host = new Host();
    private final ProbeBackend probe = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    /** How many more times there is work. */
    private final AtomicInteger left = new AtomicInteger();

    private ProbeFrontend frontend;

    @BeforeEach
    void connect() {
        probe.work = () -> left.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
        host.add(probe, ProbeBackend.TYPE);
        frontend = host.connect(guest, id);
    }

    @AfterEach
    void nothingIsHeldAtTheEnd() {
        host.close();
        host.assertNothingHeld();
    }

    private long signals() {
        return host.admin().device(id).orElseThrow().events();
    }

    @Test
    void eachSignalIsHeard() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            frontend.send();
            assertThat(frontend.isAnswered()).as("signal " + i).isTrue();
        }
        assertThat(frontend.counted()).isEqualTo(200);
    }

    @Test
    void workIsDoneThatWasNotSignalled() throws InterruptedException {
        int turns = 1000;
        left.set(turns);
        int sent = 0;
        while (left.get() > 0) {
            frontend.send();
            assertThat(frontend.isAnswered()).isTrue();
            sent++;
        }
        host.await(() -> probe.events.get() > turns);
        assertThat(sent).as("signals for so many turns").isLessThan(turns);
        // A turn that the last signal began may still be running.
        host.await(() -> signals() == probe.events.get());
    }

    @Test
    void aRingThatCannotBeLookedAtFailsInItsTurn() throws InterruptedException {
        probe.work = () -> {
            throw new IllegalStateException("nonsense in the ring");
        };
        DeviceId other = new DeviceId(guest.domain(), ProbeBackend.TYPE, 1);
        ProbeFrontend second = host.connect(guest, other);
        probe.failEvent = new IllegalStateException("nonsense in the ring");
        second.send();
        host.awaitBackend(other, XenbusState.CLOSING);
        probe.failEvent = null;
        second.state(XenbusState.CLOSED);
        host.awaitBackend(other, XenbusState.CLOSED);
    }

    @Test
    void otherTasksOfTheDeviceDoNotWait() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            frontend.send();
            assertThat(host.admin().device(id).orElseThrow().id()).isEqualTo(id);
        }
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
    }
}
