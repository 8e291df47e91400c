// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StorePath;

/** Backends, the core and XenStore are replaced while a guest uses its device. */
class ReplacementTest extends TwoBackends {

    private long firstService;

    private ProbeFrontend connected() {
        firstService = host.add(first, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(guest, id);
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> first.callsOf(id).contains("connected"));
        return frontend;
    }

    private String state() {
        return host.store().read(id.backendPath(0).child("state")).orElse("");
    }

    @Test
    void aNewBackendTakesOverWhileTheGuestStaysConnected() throws InterruptedException {
        ProbeFrontend frontend = connected();
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        host.remove(firstService, ProbeBackend.TYPE);
        assertThat(first.callsOf(id)).endsWith("park", "close");
        assertThat(first.open)
                .as("nothing of the old code is left when its service is gone")
                .hasValue(0);
        assertThat(state()).isEqualTo("4");
        frontend.send();
        host.add(second, ProbeBackend.TYPE);
        assertThat(frontend.isAnswered()).as("what came meanwhile is answered").isTrue();
        assertThat(frontend.counted()).isEqualTo(2);
        assertThat(second.callsOf(id)).contains("resume first 1");
        assertThat(state()).isEqualTo("4");
        assertThat(host.runtime().counters().mappedPages()).isEqualTo(1);
        assertThat(host.runtime().counters().boundPorts()).isEqualTo(1);
    }

    @Test
    void aServiceThatIsBoundTwiceStandsByForNothingAndServesAgainWhenItComesBack() {
        firstService = host.add(first, ProbeBackend.TYPE);
        host.addAgain(firstService, first, ProbeBackend.TYPE);
        assertThat(host.admin().backends())
                .singleElement()
                .satisfies(view -> assertThat(view.standingBy()).isEmpty());
        host.remove(firstService, ProbeBackend.TYPE);
        assertThat(host.admin().backends()).isEmpty();
        host.addAgain(firstService, first, ProbeBackend.TYPE);
        assertThat(host.admin().backends()).hasSize(1);
    }

    @Test
    void aChangeOfTheCodeIsPutOffWhileAHostIsSlowAndTheGuestIsServedMeanwhile() throws Exception {
        ProbeFrontend frontend = connected();
        first.hostSlow.add(id);
        CompletableFuture<Void> removal =
                CompletableFuture.runAsync(() -> host.remove(firstService, ProbeBackend.TYPE));
        host.await(() -> first.asked.get() > 3);
        frontend.send();
        assertThat(frontend.isAnswered()).as("served by the old code").isTrue();
        assertThat(removal).isNotDone();
        assertThat(first.callsOf(id)).doesNotContain("park");
        first.hostSlow.clear();
        removal.get(20, TimeUnit.SECONDS);
        assertThat(first.callsOf(id)).endsWith("park", "close");
        assertThat(state()).isEqualTo("4");
    }

    @Test
    void aDeviceWhoseHostStaysSlowIsClosedAndOthersAreHandedOver() {
        host.runtime().setLimits(Host.patientUnlessParking(Duration.ofMillis(50)));
        connected();
        Guest neighbour = host.guest("neighbour");
        DeviceId other = new DeviceId(neighbour.domain(), ProbeBackend.TYPE, 0);
        host.connect(neighbour, other).state(XenbusState.CONNECTED);
        host.await(() -> first.callsOf(other).contains("connected"));
        first.hostSlow.add(id);
        host.remove(firstService, ProbeBackend.TYPE);
        assertThat(first.callsOf(id)).endsWith("park", "disconnect", "close");
        assertThat(first.callsOf(other)).endsWith("park", "close");
        host.awaitBackend(id, XenbusState.CLOSING);
        host.add(second, ProbeBackend.TYPE);
        host.await(() -> second.callsOf(other).contains("resume first 0"));
        assertThat(host.store().read(other.backendPath(0).child("state"))).contains("4");
    }

    @Test
    void aBackendOfHigherRankTakesOverAtOnce() throws InterruptedException {
        ProbeFrontend frontend = connected();
        long better = host.addRanked(10, second, ProbeBackend.TYPE);
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(second.callsOf(id)).contains("resume first 0");
        host.remove(better, ProbeBackend.TYPE);
        frontend.send();
        assertThat(frontend.isAnswered())
                .as("the one that stood by serves again")
                .isTrue();
        assertThat(state()).isEqualTo("4");
    }

    @Test
    void withoutASuccessorAParkedDeviceIsClosedAfterItsTime() {
        host.restart(Host.SHORT_HANDOVER);
        ProbeFrontend frontend = connected();
        host.remove(firstService, ProbeBackend.TYPE);
        host.awaitBackend(id, XenbusState.CLOSING);
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        host.assertNothingHeld();
    }

    @Test
    void aBackendThatCannotHandOverIsClosedProperly() {
        first.canPark = false;
        ProbeFrontend frontend = connected();
        host.remove(firstService, ProbeBackend.TYPE);
        assertThat(first.callsOf(id)).endsWith("park", "disconnect", "close");
        host.awaitBackend(id, XenbusState.CLOSING);
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
    }

    @Test
    void aSuccessorThatFailsClosesTheDeviceWithAReason() {
        ProbeFrontend frontend = connected();
        host.remove(firstService, ProbeBackend.TYPE);
        second.failConnect = new IllegalStateException("state of version 1 is not known");
        host.add(second, ProbeBackend.TYPE);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.admin().device(id).orElseThrow().failure()).contains("version 1");
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
    }

    @Test
    void aSuccessorThatRefusesLeavesTheDeviceToTheEarlierVersion() throws InterruptedException {
        ProbeFrontend frontend = connected();
        host.remove(firstService, ProbeBackend.TYPE);
        second.failResume = new RefusedStateException("state of version 1 is not known");
        long refusing = host.add(second, ProbeBackend.TYPE);
        // A late event of the frontend's nodes causes another attempt, which may be under way.
        host.await(() -> explanation().contains("version 1 is not known") && second.open.get() == 0);
        frontend.send();
        host.remove(refusing, ProbeBackend.TYPE);
        assertThat(explanation()).contains("version 1 is not known");
        host.add(first, ProbeBackend.TYPE);
        assertThat(frontend.isAnswered()).as("what came meanwhile is answered").isTrue();
        assertThat(state()).isEqualTo("4");
        assertThat(explanation()).isEqualTo("served, all is well");
    }

    @Test
    void whatOnlyRefusesIsClosedAfterItsTimeWithTheReason() {
        host.restart(Host.SHORT_HANDOVER);
        ProbeFrontend frontend = connected();
        host.remove(firstService, ProbeBackend.TYPE);
        second.failResume = new RefusedStateException("state of version 1 is not known");
        host.add(second, ProbeBackend.TYPE);
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.admin().device(id).orElseThrow().failure()).contains("version 1 is not known");
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        host.assertNothingHeld();
    }

    private String explanation() {
        return host.admin().device(id).orElseThrow().explanation();
    }

    @Test
    void aFrontendThatClosesWhileParkedIsAnsweredByTheCoreAlone() {
        ProbeFrontend frontend = connected();
        host.remove(firstService, ProbeBackend.TYPE);
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        host.assertNothingHeld();
    }

    @Test
    void theNextRunOfTheCoreAdoptsWhatIsConnected() throws InterruptedException {
        ProbeFrontend frontend = connected();
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        host.stopCore();
        assertThat(state()).isEqualTo("4");
        assertThat(first.open).hasValue(0);
        frontend.send();
        host.start(Host.PATIENT);
        host.add(second, ProbeBackend.TYPE);
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(frontend.counted()).isEqualTo(2);
        assertThat(state()).isEqualTo("4");
        assertThat(second.callsOf(id)).contains("adopt", "connected").doesNotContain("init", "connect");
    }

    @Test
    void aFrontendThatRestartedWhileNobodyServedIsOfferedANewStart() {
        ProbeFrontend frontend = connected();
        host.stopCore();
        frontend.state(XenbusState.INITIALISING);
        host.start(Host.PATIENT);
        host.add(second, ProbeBackend.TYPE);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        frontend.publish();
        host.awaitBackend(id, XenbusState.CONNECTED);
    }

    @Test
    void aXenstoreThatGoesAndComesBackIsCaughtUpWith() throws InterruptedException {
        ProbeFrontend frontend = connected();
        host.xen().stopStore();
        frontend.send();
        assertThat(frontend.isAnswered()).as("served without XenStore").isTrue();
        host.xen().startStore();
        host.await(() -> host.store().isConnected() && guest.store().isConnected());
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        DeviceId next = new DeviceId(guest.domain(), ProbeBackend.TYPE, 1);
        host.attach(next);
        host.awaitBackend(next, XenbusState.INIT_WAIT);
    }

    @Test
    void typesAreAdvertisedForEachGuestAndWithdrawnAgain() {
        StorePath hints = StorePath.of("/local/domain/0/device-model");
        firstService = host.add(first, ProbeBackend.TYPE, "probe2");
        Guest later = host.guest("later");
        for (Guest one : new Guest[] {guest, later}) {
            StorePath hint = hints.child(one.domain() + "/backends/probe2");
            host.await(() -> host.store().exists(hint));
            assertThat(host.store().permissions(hint).orElseThrow())
                    .extracting(Object::toString)
                    .containsExactly("n0", "n" + one.domain());
            assertThat(one.store().isConnected()).isTrue();
        }
        host.remove(firstService, ProbeBackend.TYPE, "probe2");
        assertThat(host.store().exists(hints.child(guest.domain()).child("backends")))
                .isFalse();
    }

    @Test
    void whatACrashedRunAdvertisedIsCleanedUpAndAnotherDeviceModelsIsLeft() {
        host.stopCore();
        StorePath hints = StorePath.of("/local/domain/0/device-model/77/backends");
        host.store().write(hints.child("console"), "xenbay");
        host.store().write(hints.child("qdisk"), "");
        host.start(Host.PATIENT);
        assertThat(host.store().exists(hints.child("console"))).isFalse();
        assertThat(host.store().exists(hints.child("qdisk"))).isTrue();
    }

    @Test
    void descriptorsDoNotGrowWithDevices() {
        firstService = host.add(first, ProbeBackend.TYPE);
        long before = openDescriptors();
        for (int g = 0; g < 10; g++) {
            Guest one = host.guest("g" + g);
            for (int i = 0; i < 20; i++) {
                DeviceId device = new DeviceId(one.domain(), ProbeBackend.TYPE, i);
                host.attach(device);
                new ProbeFrontend(one, device).publish();
            }
        }
        host.await(() -> first.connected.get() == 200);
        assertThat(openDescriptors() - before).isLessThan(10);
    }

    private static long openDescriptors() {
        return java.util.Objects.requireNonNull(new java.io.File("/proc/self/fd").list()).length;
    }
}
