// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;

/** A handler that takes its events on the thread that pumps them. */
class DirectEventsTest {

    private final Host host = new Host();
    private final ProbeBackend probe = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    private final Semaphore told = new Semaphore(0);
    private ProbeFrontend frontend;

    @BeforeEach
    void connect() throws InterruptedException {
        probe.direct = told::release;
        host.add(probe, ProbeBackend.TYPE);
        frontend = host.connect(guest, id);
        assertThat(isTold()).as("the first event comes at once").isTrue();
    }

    @AfterEach
    void nothingIsHeldAtTheEnd() {
        host.close();
        host.assertNothingHeld();
    }

    private boolean isTold() throws InterruptedException {
        return told.tryAcquire(5, TimeUnit.SECONDS);
    }

    private boolean isToldSoon() throws InterruptedException {
        return told.tryAcquire(50, TimeUnit.MILLISECONDS);
    }

    @Test
    void thePortStaysMaskedUntilItIsOpened() throws InterruptedException {
        frontend.send();
        frontend.send();
        assertThat(isToldSoon()).as("told while masked").isFalse();
        probe.channel.unmask();
        assertThat(isTold()).isTrue();
        assertThat(isToldSoon()).as("told of each signal apart").isFalse();
        assertThat(host.admin().device(id).orElseThrow().events()).isEqualTo(2);
    }

    @Test
    void itNeedsNoTurnOfTheDevice() throws InterruptedException {
        CountDownLatch turn = new CountDownLatch(1);
        probe.contexts.get(id).execute(turn::await);
        try {
            frontend.send();
            probe.channel.unmask();
            assertThat(isTold()).isTrue();
        } finally {
            turn.countDown();
        }
    }

    @Test
    void nothingIsToldAfterTheEndOfTheConnection() throws InterruptedException {
        probe.channel.unmask();
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        host.await(() -> host.runtime().counters().boundPorts() == 0);
        frontend.send();
        probe.channel.unmask();
        assertThat(isToldSoon()).isFalse();
    }
}
