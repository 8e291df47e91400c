// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DeviceView;
import org.xenbay.core.device.CallLimits;

/** A backend stops while a call into its code does not return. The test decides when the stop waits no longer. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StuckStopTest {

    /** Nothing is given up before a test decides it. */
    private static final CallLimits LIMITS =
            new CallLimits(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofMinutes(1), 2);

    private final Host host = new Host();
    private final LogLines log = new LogLines();
    private final ProbeBackend bad = new ProbeBackend();
    private final ProbeBackend good = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    private final StuckCalls stuck = new StuckCalls();

    /** Completed when the stop of a backend waits no longer for its devices. */
    private final CompletableFuture<Void> stopTimeIsOver = new CompletableFuture<>();

    StuckStopTest() {
        host.restart(Host.PATIENT, LIMITS, (devices, time) -> {
            CompletableFuture.anyOf(devices, stopTimeIsOver).join();
            return devices.isDone();
        });
    }

    @AfterEach
    void stop() {
        stuck.release();
        stopTimeIsOver.complete(null);
        host.close();
        log.close();
        host.await(() -> host.runtime().counters().mappedPages() == 0);
        host.assertNothingHeld();
    }

    private void hangIn(String wanted) {
        bad.onCall = (device, call) -> {
            if (call.equals(wanted)) {
                stuck.hang();
            }
        };
    }

    private ProbeFrontend connected(ProbeBackend backend) {
        ProbeFrontend frontend = host.connect(guest, id);
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> backend.callsOf(id).contains("connected"));
        return frontend;
    }

    private DeviceView listed() {
        return host.admin().device(id).orElseThrow();
    }

    private void look() {
        host.lookAtCalls(Duration.ZERO);
        host.lookAtCalls(Duration.ofSeconds(12));
    }

    /** The backend stops, and the stop does not wait for devices whose calls do not return. */
    private void remove(long service, String type) {
        stopTimeIsOver.complete(null);
        host.remove(service, type);
    }

    @Test
    void aBundleCanStopWhileACallOfItDoesNotReturn() throws InterruptedException {
        hangIn("park");
        long service = host.add(bad, ProbeBackend.TYPE);
        ProbeFrontend frontend = connected(bad);
        Thread stop = new Thread(() -> host.remove(service, ProbeBackend.TYPE), "stop of a bundle");
        stop.start();
        host.await(() -> stuck.count() == 1);
        stopTimeIsOver.complete(null);
        stop.join();
        assertThat(log.with(id + " (in park)", "was not done within")).hasSize(1);
        host.awaitBackend(id, XenbusState.CLOSING);
        host.add(good, ProbeBackend.TYPE);
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        frontend.state(XenbusState.INITIALISING);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        frontend.publish();
        host.awaitBackend(id, XenbusState.CONNECTED);
        assertThat(stuck.count()).as("the old code's call").isEqualTo(1);
    }

    @Test
    void newCodeThatHangsIsReplacedByTheOldOneAndTheGuestStaysConnected() throws InterruptedException {
        hangIn("resume");
        host.add(good, ProbeBackend.TYPE);
        ProbeFrontend frontend = connected(good);
        long service = host.addRanked(10, bad, ProbeBackend.TYPE);
        host.await(() -> stuck.count() == 1);
        look();
        remove(service, ProbeBackend.TYPE);
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(host.store().read(id.backendPath(0).child("state"))).contains("4");
        assertThat(good.callsOf(id)).contains("resume first 0");
        assertThat(stuck.count()).isEqualTo(1);
    }

    /** The stuck code may have taken parts of the parked state, and may take more: no other code can continue with them. */
    @Test
    void newCodeThatHangsWithWhatWasParkedInItsHandsIsNotReplacedByTheOldOne() {
        hangIn("resume first 0");
        host.add(good, ProbeBackend.TYPE);
        connected(good);
        long service = host.addRanked(10, bad, ProbeBackend.TYPE);
        host.await(() -> stuck.count() == 1);
        remove(service, ProbeBackend.TYPE);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(listed().failure()).contains("connect");
    }

    @Test
    void devicesThatOnlyWaitForAThreadAreTakenFromABackendThatHoldsAllItsThreads() {
        hangIn("init");
        int part = Host.PATIENT.deviceThreads() + LIMITS.threads();
        long service = host.add(bad, "bad");
        List<DeviceId> ids = new ArrayList<>();
        for (int i = 0; i < part + 3; i++) {
            ids.add(new DeviceId(guest.domain(), "bad", i));
            host.attach(ids.get(i));
        }
        host.await(() -> stuck.count() == part);
        look();
        remove(service, "bad");
        host.add(good, "bad");
        ids.forEach(each -> host.awaitBackend(each, XenbusState.INIT_WAIT));
        assertThat(stuck.count()).isEqualTo(part);
    }
}
