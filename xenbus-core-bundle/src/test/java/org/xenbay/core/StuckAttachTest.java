// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.core.device.CallLimits;

/** Backends that do not say which nodes a device has when it is attached. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StuckAttachTest {

    private final Host host = new Host();
    private final ProbeBackend backend = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void hangs() {
        backend.onTemplate = device -> {
            asked.countDown();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
        };
    }

    @AfterEach
    void stop() {
        release.countDown();
        host.close();
        host.assertNothingHeld();
    }

    private void serve(Duration letGo) {
        CallLimits usual = CallLimits.DEFAULT;
        host.restart(Host.PATIENT, new CallLimits(usual.notice(), usual.giveUp(), letGo, usual.threads()));
        host.add(backend, ProbeBackend.TYPE);
    }

    @Test
    void anOperatorIsToldWhichBackendDoesNotAnswerAndNothingIsAttached() {
        serve(Duration.ofMillis(1));
        assertThatThrownBy(() -> host.attach(id))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(id + " is not attached: test 1 has not returned from template");
        assertThat(host.store().read(id.backendPath(0).child("state"))).isEmpty();
        backend.onTemplate = device -> {};
        serve(Duration.ofMinutes(1));
        host.attach(id);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
    }

    @Test
    void anOperatorWhoIsInterruptedDoesNotWaitForTheBackend() throws InterruptedException {
        serve(Duration.ofHours(1));
        Throwable[] told = new Throwable[1];
        Thread operator = new Thread(() -> {
            try {
                host.attach(id);
            } catch (IllegalStateException refused) {
                told[0] = refused;
            }
        });
        operator.start();
        asked.await();
        operator.interrupt();
        operator.join();
        assertThat(told[0]).hasMessageContaining("was not waited for any longer");
    }

    @Test
    void whatABackendRefusesIsWhatTheOperatorIsTold() {
        backend.onTemplate = device -> {
            throw new IllegalArgumentException("path is missing");
        };
        serve(Duration.ofMinutes(1));
        assertThatThrownBy(() -> host.attach(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("path is missing");
    }
}
