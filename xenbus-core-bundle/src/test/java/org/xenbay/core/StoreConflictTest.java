// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.core.registry.Limits;

/** A guest that changes its nodes without pause is observed later; its device does not fail, and other devices do not wait. */
class StoreConflictTest {

    /** All devices share one thread: a device that blocks it delays all others. */
    private static final Limits ONE_THREAD =
            new Limits(1, 2, 64, Duration.ofMillis(200), Duration.ofMinutes(1), Limits.DEFAULT.parkTimeout(), 0);

    private final ProbeBackend probe = new ProbeBackend();
    private final BusyNodes busy = new BusyNodes();
    private final Host host = new Host(ONE_THREAD, busy::in);
    private final Guest hostile = host.guest("hostile");
    private final Guest polite = host.guest("polite");
    private final DeviceId id = new DeviceId(hostile.domain(), ProbeBackend.TYPE, 0);
    private final DeviceId other = new DeviceId(polite.domain(), ProbeBackend.TYPE, 0);

    @AfterEach
    void nothingIsHeldAtTheEnd() {
        busy.end();
        host.close();
        assertThat(probe.open).as("open handlers").hasValue(0);
        host.assertNothingHeld();
    }

    private String failure(DeviceId device) {
        return host.admin().device(device).orElseThrow().failure();
    }

    /** Its other tasks are not kept waiting, and it has not failed by the time that they have run. */
    private void assertTheDeviceContinues() {
        AtomicInteger run = new AtomicInteger();
        probe.contexts.get(id).execute(run::incrementAndGet);
        host.await(() -> run.get() == 1);
        assertThat(failure(id)).isEmpty();
    }

    @Test
    void aFrontendWhoseParametersChangeAllTheTimeIsConnectedWhenTheyStopChanging() throws InterruptedException {
        host.add(probe, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        ProbeFrontend frontend = new ProbeFrontend(hostile, id);
        busy.begin(frontend.path);
        frontend.publish();
        host.await(() -> busy.conflicts() > 4);
        assertThat(failure(id)).isEmpty();
        assertThat(host.admin().device(id).orElseThrow().explanation()).contains("do not change");
        busy.end();
        host.awaitBackend(id, XenbusState.CONNECTED);
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(failure(id)).isEmpty();
    }

    @Test
    void parametersThatChangeAllTheTimeWhileTheDeviceIsParkedDoNotEndTheConnection() throws InterruptedException {
        long service = host.add(probe, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(hostile, id);
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        host.remove(service, ProbeBackend.TYPE);
        busy.begin(frontend.path);
        host.add(probe, ProbeBackend.TYPE);
        host.await(() -> busy.conflicts() > 4);
        // On the one thread that all devices share.
        host.connect(polite, other);
        assertThat(failure(id)).isEmpty();
        busy.end();
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(frontend.counted()).isEqualTo(2);
        assertThat(failure(id)).isEmpty();
    }

    @Test
    void whatIsPublishedToABusyFrontendIsWrittenLater() {
        host.add(probe, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(hostile, id);
        busy.begin(frontend.path);
        probe.contexts.get(id).execute(() -> probe.contexts.get(id).publishToFrontend("tty", "/dev/pts/7"));
        host.await(() -> busy.conflicts() > 2);
        assertTheDeviceContinues();
        assertThat(host.store().exists(frontend.path.child("tty"))).isFalse();
        busy.end();
        host.await(() -> host.store().read(frontend.path.child("tty")).equals(Optional.of("/dev/pts/7")));
        assertThat(failure(id)).isEmpty();
    }

    @Test
    void aTaskThatMeetsAConflictIsRunAgain() {
        host.add(probe, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(hostile, id);
        AtomicInteger read = new AtomicInteger();
        busy.begin(frontend.path);
        probe.contexts.get(id).execute(() -> {
            probe.contexts.get(id).frontend("ring-ref", "event-channel");
            read.incrementAndGet();
        });
        host.await(() -> busy.conflicts() > 2);
        assertTheDeviceContinues();
        assertThat(read).hasValue(0);
        busy.end();
        host.await(() -> read.get() == 1);
        assertThat(failure(id)).isEmpty();
    }

    /** Real writers: four threads of one guest, on one processor's worth of device threads. */
    @Test
    void whileOneGuestWritesWithoutPauseAnotherConnectsAndIsServed() throws InterruptedException {
        host.add(probe, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        ProbeFrontend storming = new ProbeFrontend(hostile, id).publish();
        try (NodeStorm storm = new NodeStorm(storming, 4)) {
            host.await(() -> storm.writes() > 1000);
            ProbeFrontend frontend = host.connect(polite, other);
            for (int i = 0; i < 200; i++) {
                frontend.send();
                assertThat(frontend.isAnswered()).isTrue();
            }
            long before = System.nanoTime();
            int looks = probe.callsOf(id).size();
            long written = storm.writes();
            host.await(() -> storm.writes() > written + 10_000);
            int looked = probe.callsOf(id).size() - looks;
            long elapsed = Duration.ofNanos(System.nanoTime() - before).toMillis();
            // One observation every 20 ms, at which each of the four nodes can be reported once, and the observations
            // that were saved up before.
            assertThat(looked).isLessThan((int) (elapsed / 20 + 40) * 4);
        }
        assertThat(failure(other)).isEmpty();
    }

    @Test
    void aDeviceIsRemovedAlsoWhileItsGuestWritesWithoutPause() {
        host.add(probe, ProbeBackend.TYPE);
        ProbeFrontend storming = host.connect(hostile, id);
        storming.state(XenbusState.CONNECTED);
        try (NodeStorm storm = new NodeStorm(storming, 2)) {
            host.await(() -> storm.writes() > 1000);
            host.admin().detach(id, true);
            assertThat(host.store().exists(id.backendPath(0))).isFalse();
        }
    }
}
