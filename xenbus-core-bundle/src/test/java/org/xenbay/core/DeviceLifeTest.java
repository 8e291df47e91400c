// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/** One device from its creation to its end; the test makes each step of the frontend. */
class DeviceLifeTest {

    private final Host host = new Host();
    private final ProbeBackend probe = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    private final StorePath backend = id.backendPath(0);

    @AfterEach
    void nothingIsHeldAtTheEnd() {
        host.close();
        assertThat(probe.open).as("open handlers").hasValue(0);
        assertThat(probe.connected).as("connected handlers").hasValue(0);
        host.assertNothingHeld();
    }

    private ProbeFrontend connected() {
        host.add(probe, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(guest, id);
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> probe.callsOf(id).contains("connected"));
        return frontend;
    }

    @Test
    void aCleanLifeCallsTheHandlerInOrder() throws InterruptedException {
        ProbeFrontend frontend = connected();
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        frontend.state(XenbusState.CLOSING);
        host.awaitBackend(id, XenbusState.CLOSING);
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        assertThat(frontend.page().revoke())
                .as("the page is not mapped any more")
                .isTrue();
        assertThat(host.admin().detach(id, false)).isTrue();
        host.await(() -> host.admin().device(id).isEmpty());
        assertThat(callsButNodes()).containsExactly("open", "init", "connect", "connected", "disconnect", "close");
    }

    private List<String> callsButNodes() {
        return probe.callsOf(id).stream()
                .filter(call -> !call.startsWith("frontend ") && !call.startsWith("backend "))
                .toList();
    }

    @Test
    void theToolstacksNodesHaveItsPermissions() {
        host.add(probe, ProbeBackend.TYPE);
        host.admin().attach(id, Map.of("path", "/srv"));
        StorePath frontend = guest.path().child("device/probe/0");
        assertThat(host.store().permissions(backend))
                .contains(List.of(Permission.none(0), Permission.read(guest.domain())));
        assertThat(host.store().permissions(frontend.child("colour")))
                .contains(List.of(Permission.none(guest.domain()), Permission.read(0)));
        assertThat(host.store().permissions(frontend.child("name")))
                .contains(List.of(Permission.none(0), Permission.read(guest.domain())));
        assertThat(host.store().read(backend.child("path"))).contains("/srv");
        assertThat(host.store().read(StorePath.of("/libxl/" + guest.domain() + "/device/probe/0/backend")))
                .contains(backend.toString());
        assertThatThrownBy(() -> host.attach(id)).hasMessageContaining("exists already");
        assertThatThrownBy(() -> host.attach(new DeviceId(99, ProbeBackend.TYPE, 0)))
                .hasMessageContaining("no domain 99");
        assertThatThrownBy(() -> host.attach(new DeviceId(guest.domain(), "nosuch", 0)))
                .hasMessageContaining("not served");
    }

    @Test
    void theToolstacksRequestToCloseIsFollowedWhenTheFrontendHasClosed() {
        ProbeFrontend frontend = connected();
        host.store().transact(transaction -> {
            transaction.write(backend.child("online"), "0");
            transaction.write(backend.child("state"), "5");
            return null;
        });
        host.await(() -> host.admin().device(id).orElseThrow().phase() == DevicePhase.CLOSE_REQUESTED);
        assertThat(probe.connected).as("served until the frontend has finished").hasValue(1);
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        assertThat(host.runtime().counters().mappedPages()).isZero();
    }

    @Test
    void aGuestThatDoesNotAnswerTheRequestToCloseIsClosedAfterTheTimeOut() {
        host.restart(Host.QUICK);
        connected();
        assertThat(host.admin().detach(id, false)).isTrue();
        assertThat(probe.callsOf(id)).contains("disconnect");
        assertThat(host.store().exists(backend)).isFalse();
        assertThat(host.store().exists(guest.path().child("device/probe/0"))).isFalse();
        assertThat(host.store().exists(StorePath.of("/libxl/" + guest.domain() + "/device/probe")))
                .isFalse();
    }

    @Test
    void aFrontendThatStartsOverIsConnectedAgain() throws InterruptedException {
        ProbeFrontend frontend = connected();
        frontend.state(XenbusState.INITIALISING);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        frontend.publish();
        host.awaitBackend(id, XenbusState.CONNECTED);
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(callsButNodes())
                .containsExactly("open", "init", "connect", "connected", "disconnect", "init", "connect");
    }

    @Test
    void aFrontendThatClosedMayComeBack() {
        ProbeFrontend frontend = connected();
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        frontend.state(XenbusState.INITIALISING);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        frontend.publish();
        host.awaitBackend(id, XenbusState.CONNECTED);
    }

    @Test
    void newRingParametersAfterAResumeAreTakenInPlace() throws InterruptedException {
        ProbeFrontend frontend = connected();
        frontend.publish();
        host.await(() -> probe.connects.get() == 2);
        frontend.state(XenbusState.CONNECTED);
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(host.store().read(backend.child("state"))).contains("4");
        assertThat(host.runtime().counters().mappedPages()).isEqualTo(1);
    }

    @Test
    void pagesThatAThreadHoldsAfterTheEndOfTheConnectionAreCountedUntilItLetsGo() {
        connected();
        SharedMemory.Hold hold = probe.page.hold();
        host.store().remove(guest.path().child("device"));
        host.awaitBackend(id, XenbusState.CLOSED);
        assertThat(host.xen().usage().mappedPages()).isEqualTo(1);
        assertThat(host.admin().host().mappedPages()).isEqualTo(1);
        hold.close();
        assertThat(host.xen().usage().mappedPages()).isZero();
        assertThat(host.admin().host().mappedPages()).isZero();
    }

    /** Like those of a framebuffer, which its backend only reads. */
    @Test
    void framesAreMappedToBeReadAndCountedAndGivenBackWithTheConnection() {
        GrantedPages frames = guest.grant(0, 3, true);
        List<SharedMemory> mapped = new CopyOnWriteArrayList<>();
        probe.onLink = link -> mapped.add(link.mapForeign(Access.READ, frames.frames()));
        connected();
        frames.memory().putInt(8192, 42);
        assertThat(mapped).hasSize(1);
        assertThat(mapped.get(0).getInt(8192)).isEqualTo(42);
        assertThatThrownBy(() -> mapped.get(0).putInt(8192, 1)).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(host.admin().host().mappedPages()).isEqualTo(4);
        host.store().remove(guest.path().child("device"));
        host.awaitBackend(id, XenbusState.CLOSED);
        assertThat(mapped.get(0).isUnmapped()).isTrue();
        assertThat(host.admin().host().mappedPages()).isZero();
    }

    @Test
    void aVanishedFrontendDirectoryClosesTheDevice() {
        connected();
        host.store().remove(guest.path().child("device"));
        host.awaitBackend(id, XenbusState.CLOSED);
        assertThat(host.runtime().counters().mappedPages()).isZero();
        assertThat(host.runtime().counters().boundPorts()).isZero();
    }

    @Test
    void aVanishedBackendDirectoryEndsTheDeviceAndNothingComesBack() {
        connected();
        host.store().remove(StorePath.of("/local/domain/0/backend/probe"));
        host.await(() -> host.admin().device(id).isEmpty());
        assertThat(probe.callsOf(id)).endsWith("disconnect", "close");
        assertThat(host.store().exists(backend)).isFalse();
    }

    @Test
    void aDestroyedGuestLeavesNothingMapped() {
        connected();
        host.destroy(guest);
        host.await(() -> host.admin().device(id).isEmpty());
        assertThat(host.runtime().counters().mappedPages()).isZero();
        assertThat(host.runtime().counters().boundPorts()).isZero();
        assertThat(host.store().exists(StorePath.of("/local/domain/0/device-model/" + guest.domain())))
                .isFalse();
    }

    @Test
    void aDeviceThatWaitsSaysForWhom() {
        probe.initAnswer = Readiness.decline("its type is xenconsoled");
        host.add(probe, ProbeBackend.TYPE);
        host.attach(id);
        host.await(() -> explanation().contains("xenconsoled"));
        probe.initAnswer = Readiness.ready();
        host.store().write(backend.child("anything"), "changed");
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        host.await(() ->
                explanation().equals("waits for the frontend: state Initialised or Connected, it is Initialising"));
    }

    private String explanation() {
        return host.admin().device(id).map(DeviceView::explanation).orElse("");
    }

    @Test
    void namesThatAreNoNumbersAreIgnored() {
        for (String name : List.of("foo", "-1", "01", "4294967296")) {
            host.store()
                    .write(
                            StorePath.of("/local/domain/0/backend/probe/" + guest.domain() + "/" + name + "/state"),
                            "1");
            host.store().write(StorePath.of("/local/domain/0/backend/probe/" + name + "/0/state"), "1");
        }
        host.add(probe, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        assertThat(host.admin().devices()).extracting(DeviceView::id).containsExactly(id);
    }

    @Test
    void aFrontendPathOfAnotherDomainIsNotFollowed() {
        Guest other = host.guest("other");
        host.add(probe, ProbeBackend.TYPE);
        host.store().transact(transaction -> {
            transaction.write(
                    backend.child("frontend"),
                    other.path().child("device/probe/0").toString());
            transaction.write(backend.child("online"), "1");
            transaction.write(backend.child("state"), "1");
            return null;
        });
        host.await(() -> explanation().contains("node frontend"));
        assertThat(probe.open).hasValue(0);
    }
}
