// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.Xen;
import org.xenbay.core.device.CallLimits;

/** The core's own threads give a service manager signs of life. The deadline is short, and nothing here ends a process. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchedCoreTest {

    /** Nothing is given up before the test ends. */
    private static final CallLimits LIMITS =
            new CallLimits(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofMinutes(1), 2);

    /** Counts its signs of life. */
    private static final class Manager implements ServiceManager {
        private final AtomicInteger alive = new AtomicInteger();

        @Override
        public Optional<Duration> watchdog() {
            return Optional.of(Duration.ofMillis(30));
        }

        @Override
        public void alive() {
            alive.incrementAndGet();
        }

        @Override
        public void ready(String status) {
            throw new AssertionError("the shell's to say");
        }

        @Override
        public void status(String line) {
            throw new AssertionError("the shell's to say");
        }

        @Override
        public void stopping() {
            throw new AssertionError("the shell's to say");
        }
    }

    /** Event channels that deliver, and say that they do not. */
    private record Silent(EventChannels channels) implements EventChannels {

        @Override
        public EventChannel bind(int domain, int remotePort, Runnable listener) {
            return channels.bind(domain, remotePort, listener);
        }

        @Override
        public boolean isDelivering() {
            return false;
        }
    }

    private final Manager manager = new Manager();
    private final LogLines log = new LogLines();
    private final StuckCalls stuck = new StuckCalls();
    private Host host;

    @AfterEach
    void stop() {
        stuck.release();
        host.close();
        log.close();
    }

    private static Xen silent(Xen xen) {
        return new DisguisedXen(xen, xen.store(), new Silent(xen.eventChannels()));
    }

    @Test
    void aBackendThatHoldsAllThreadsItMayStopsNoSignOfLife() {
        host = new Host();
        host.restart(Host.PATIENT, LIMITS);
        ProbeBackend bad = new ProbeBackend();
        bad.onCall = (id, call) -> {
            if (call.equals("init")) {
                stuck.hang();
            }
        };
        host.add(bad, "bad");
        Guest guest = host.guest("g");
        int part = Host.PATIENT.deviceThreads() + LIMITS.threads();
        for (int number = 0; number <= part; number++) {
            host.attach(new DeviceId(guest.domain(), "bad", number));
        }
        host.await(() -> stuck.count() == part);
        host.runtime().watchdog().begin(manager);
        host.await(() -> manager.alive.get() >= 5);
    }

    @Test
    void eventsThatAreNotDeliveredStopTheSignsOfLifeAndAreLogged() {
        host = new Host(Host.PATIENT, WatchedCoreTest::silent);
        host.runtime().watchdog().begin(manager);
        host.await(
                () -> !log.with("no sign of life", "no thread delivers events").isEmpty());
        host.await(() -> !log.with("thread ", "xenbus-device-1").isEmpty());
        assertThat(manager.alive).hasValue(0);
    }
}
