// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.DeviceView;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.handover.HandoverFile;

/** A handler gets the origin of its connection, each time that it has to wait. */
class OriginTest extends TwoBackends {

    private static final Readiness NOT_YET = Readiness.waitFor(Side.HOST, "a service of the host");

    @TempDir
    Path folder;

    private long service;

    /** A device that has answered once. */
    private ProbeFrontend connected() throws InterruptedException {
        service = host.add(first, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(guest, id);
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> first.callsOf(id).contains("connected"));
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        return frontend;
    }

    /** The core's last run has left nothing but the connection, as if it had been killed. */
    private void startAfterAKill() {
        host.stopCore();
        host.start(Host.PATIENT, Handovers.NONE);
        host.add(second, ProbeBackend.TYPE);
    }

    /** Empty until the core has found the device. */
    private String explanation() {
        return host.admin().device(id).map(DeviceView::explanation).orElse("");
    }

    private String state() {
        return host.store().read(id.backendPath(0).child("state")).orElse("");
    }

    private void awaitTheWait() {
        host.await(() -> explanation().contains("a service of the host"));
        assertThat(state()).isEqualTo("4");
    }

    /** Gives the host what was missing. */
    private void goOn() {
        second.connectAnswer = Readiness.ready();
        second.resumeAnswer = Readiness.ready();
        second.contexts.get(id).recheck();
        host.await(() -> second.callsOf(id).contains("connected"));
    }

    @Test
    void aParkedConnectionThatWaitsForTheHostIsTakenOverWithWhatWasParkedWhenTheHostIsReady() throws Exception {
        ProbeFrontend frontend = connected();
        second.resumeAnswer = NOT_YET;
        host.remove(service, ProbeBackend.TYPE);
        frontend.send();
        host.add(second, ProbeBackend.TYPE);
        awaitTheWait();
        goOn();
        assertThat(frontend.isAnswered()).as("what came meanwhile is answered").isTrue();
        assertThat(frontend.counted()).isEqualTo(2);
        assertThat(second.callsOf(id).stream().filter("resume first 1"::equals).count())
                .as("attempts")
                .isGreaterThan(1);
        assertThat(second.callsOf(id)).doesNotContain("init", "connect", "adopt");
        assertThat(host.runtime().counters().mappedPages()).isEqualTo(1);
        assertThat(host.runtime().counters().boundPorts()).isEqualTo(1);
    }

    @Test
    void aParkedConnectionThatWaitsWithItsRingsMappedKeepsThem() throws Exception {
        ProbeFrontend frontend = connected();
        second.waitsWithRings = true;
        second.resumeAnswer = NOT_YET;
        host.remove(service, ProbeBackend.TYPE);
        host.add(second, ProbeBackend.TYPE);
        awaitTheWait();
        assertThat(host.runtime().counters().mappedPages()).isEqualTo(1);
        goOn();
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(host.runtime().counters().mappedPages()).isEqualTo(1);
    }

    private ProbeFrontend leftByTheLastRun() throws Exception {
        host.stopCore();
        HandoverFile file = new HandoverFile(folder, () -> null);
        host.start(Host.PATIENT, file);
        ProbeFrontend frontend = connected();
        host.stopCore();
        file.write();
        second.resumeAnswer = NOT_YET;
        host.start(Host.PATIENT, new HandoverFile(folder, () -> null));
        host.add(second, ProbeBackend.TYPE);
        awaitTheWait();
        return frontend;
    }

    @Test
    void whatTheLastRunParkedIsGivenBackWhenTheToolstackClosesTheDeviceWhileItsSuccessorWaits() throws Exception {
        second.waitsWithRings = true;
        leftByTheLastRun();
        assertThat(host.runtime().counters().mappedPages()).isEqualTo(1);
        host.store().write(id.backendPath(0).child("state"), "5");
        host.awaitBackend(id, XenbusState.CLOSED);
        host.await(() -> host.runtime().counters().mappedPages() == 0);
        assertThat(host.runtime().counters().boundPorts()).isZero();
    }

    @Test
    void whatTheLastRunParkedIsNotLostWhileItsSuccessorWaits() throws Exception {
        ProbeFrontend frontend = leftByTheLastRun();
        goOn();
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(second.callsOf(id)).contains("resume first 1").doesNotContain("init", "connect", "adopt");
    }

    @Test
    void aConnectionThatIsAdoptedAfterAKillStaysOneWhileItsHandlerWaits() throws Exception {
        ProbeFrontend frontend = connected();
        second.connectAnswer = NOT_YET;
        startAfterAKill();
        awaitTheWait();
        goOn();
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(second.callsOf(id)).contains("adopt").doesNotContain("init", "connect");
        assertThat(host.admin().device(id).orElseThrow().transitions())
                .anyMatch(transition -> transition.toString().contains("adopt"));
    }

    @Test
    void aFrontendThatBeginsAnewWhileItsConnectionWaitsToBeAdoptedIsOfferedNodesAndConnectedAfresh() throws Exception {
        ProbeFrontend frontend = connected();
        second.connectAnswer = NOT_YET;
        startAfterAKill();
        awaitTheWait();
        frontend.state(XenbusState.INITIALISING);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        second.connectAnswer = Readiness.ready();
        frontend.publish();
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> second.callsOf(id).contains("connected"));
        assertThat(second.callsOf(id)).containsSubsequence("adopt", "init", "connect", "connected");
    }

    @Test
    void aFrontendThatOffersOtherRingsIsConnectedAfreshThoughTheBackendIsStillConnected() throws Exception {
        ProbeFrontend frontend = connected();
        startAfterAKill();
        host.await(() -> second.callsOf(id).contains("connected"));
        frontend.publish();
        host.await(() -> second.callsOf(id).contains("connect"));
        assertThat(second.callsOf(id))
                .containsSubsequence("adopt", "disconnect", "connect")
                .doesNotContain("init");
        assertThat(state()).isEqualTo("4");
    }

    /** Also one whose guest was suspended and offers other rings. */
    @Test
    void aHandlerIsToldThatItIsConnectedOnceForEachConnectionWhateverItsOrigin() throws Exception {
        ProbeFrontend frontend = connected();
        host.remove(service, ProbeBackend.TYPE);
        service = host.add(second, ProbeBackend.TYPE);
        host.await(() -> second.callsOf(id).contains("connected"));
        assertThat(life(second)).containsExactly("open", "resume", "resume first 1", "connected");
        frontend.publish();
        host.await(() -> second.callsOf(id).contains("connect"));
        assertThat(toldConnected(second))
                .as("the frontend is not Connected yet")
                .isOne();
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> toldConnected(second) == 2);
        assertThat(life(second)).endsWith("disconnect", "connect", "connected");
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(toldConnected(first)).isOne();
        assertThat(toldConnected(second)).isEqualTo(2);
    }

    /** Without changes of nodes. */
    private List<String> life(ProbeBackend backend) {
        return backend.callsOf(id).stream()
                .filter(call -> !call.startsWith("frontend ") && !call.startsWith("backend "))
                .toList();
    }

    private long toldConnected(ProbeBackend backend) {
        return backend.callsOf(id).stream().filter("connected"::equals).count();
    }

    @Test
    void aHandlerThatAdoptsAConnectionIsToldThatItIsConnectedOnce() throws Exception {
        ProbeFrontend frontend = connected();
        startAfterAKill();
        host.await(() -> second.callsOf(id).contains("connected"));
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(life(second)).containsExactly("open", "adopt", "connected");
    }

    @Test
    void aConnectionIsKnownAgainByItsFingerprintAndAnotherOneIsNot() throws Exception {
        ProbeFrontend frontend = connected();
        assertThat(first.fingerprint).contains("ring-ref=", "event-channel=");
        startAfterAKill();
        host.await(() -> second.callsOf(id).contains("connected"));
        assertThat(second.fingerprint).isEqualTo(first.fingerprint);
        frontend.publish();
        host.await(() -> second.connects.get() == 2 && second.connected.get() == 1);
        assertThat(second.fingerprint).isNotEqualTo(first.fingerprint);
    }

    @Test
    void aConnectionOfWhichNothingWasReadHasNoFingerprintYet() throws Exception {
        CompletableFuture<String> early = new CompletableFuture<>();
        first.onLink = link -> {
            try {
                early.complete(link.fingerprint());
            } catch (IllegalStateException tooEarly) {
                early.complete(tooEarly.getMessage());
            }
        };
        connected();
        assertThat(early).isCompletedWithValue("DeviceLink.fingerprint was called before a parameter was read");
    }
}
