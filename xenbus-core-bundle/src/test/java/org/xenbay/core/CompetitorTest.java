// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StorePath;
import org.xenbay.core.machine.Decision;
import org.xenbay.core.machine.Event;
import org.xenbay.core.machine.Model;
import org.xenbay.core.machine.Observation;
import org.xenbay.core.machine.StateMachine;

/** A device that another program serves is left to that program, which is named. */
class CompetitorTest {

    private final Host host = new Host();
    private final ProbeBackend probe = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    private final StorePath backend = id.backendPath(0);
    private volatile Optional<String> competitor = Optional.of("QEMU (pid 123)");

    @AfterEach
    void stop() {
        host.close();
    }

    private void start() {
        host.setCompetitors(device -> competitor);
        host.add(probe, ProbeBackend.TYPE);
    }

    private String reason() {
        return host.admin().device(id).map(view -> view.explanation()).orElse("");
    }

    private void awaitRefusal() {
        host.await(() -> reason().equals("not served: QEMU (pid 123) already serves this device"));
    }

    @Test
    void nothingOfAnotherProgramsDeviceIsWrittenWhateverBecomesOfIt() {
        host.attachByHand(id);
        start();
        awaitRefusal();
        List<String> nodes = host.store().list(backend).orElseThrow();
        StorePath frontend = guest.path().child("device/probe/0/state");
        for (XenbusState state : XenbusState.values()) {
            String number = Integer.toString(state.number());
            host.store().write(frontend, number);
            host.store().write(backend.child("state"), number);
            host.await(() -> host.admin().device(id).orElseThrow().backendState() == state);
            assertThat(host.store().read(backend.child("state"))).contains(number);
            assertThat(host.store().list(backend).orElseThrow()).containsExactlyInAnyOrderElementsOf(nodes);
        }
        awaitRefusal();
        assertThat(probe.calls).doesNotContainKey(id);
    }

    @Test
    void theEndOfItsGuestIsLeftToTheOtherProgramToo() {
        Observation theirs = new Observation(
                true, XenbusState.CONNECTED, true, true, XenbusState.CONNECTED, false, competitor.orElseThrow());
        Decision seen = StateMachine.decide(Model.NEW, new Event.Observed(theirs));
        Decision gone = StateMachine.decide(seen.next(), new Event.GuestGone());
        assertThat(seen.actions()).isEmpty();
        assertThat(gone.actions()).isEmpty();
    }

    @Test
    void theDeviceIsTakenOnceTheOtherProgramIsGone() {
        host.attachByHand(id);
        start();
        awaitRefusal();
        competitor = Optional.empty();
        host.store().write(backend.child("online"), "1");
        host.awaitBackend(id, XenbusState.INIT_WAIT);
    }

    @Test
    void ourOwnDeviceIsTakenUpAgainAlthoughAnotherProgramRunsToo() {
        competitor = Optional.empty();
        start();
        ProbeFrontend frontend = host.connect(guest, id);
        frontend.state(XenbusState.CONNECTED);
        host.stopCore();
        competitor = Optional.of("QEMU (pid 123)");
        host.start(Host.PATIENT);
        start();
        host.await(() -> reason().equals("served, all is well"));
    }

    @Test
    void aPortThatTheOtherProgramHasBoundFirstIsLeftToItWithoutAWord() {
        competitor = Optional.empty();
        start();
        host.attach(id);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        competitor = Optional.of("QEMU (pid 123)");
        ProbeFrontend frontend = new ProbeFrontend(guest, id);
        frontend.write("event-channel", "77777");
        frontend.write("ring-ref", Integer.toString(guest.grant(0, 1, true).references()[0]));
        frontend.state(XenbusState.INITIALISED);
        awaitRefusal();
        host.await(() -> !host.store().exists(backend.child("served-by")));
        host.store().write(backend.child("state"), "4");
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> host.admin().device(id).orElseThrow().frontendState() == XenbusState.CONNECTED);
        awaitRefusal();
        assertThat(host.store().read(backend.child("state"))).contains("4");
        assertThat(host.store().exists(StorePath.of("/local/domain/0/error/backend/probe/" + id.domain())))
                .isFalse();
        assertThat(probe.connects).as("tried once").hasValue(1);
        assertThat(probe.open).hasValue(0);
        host.assertNothingHeld();
    }

    @Test
    void whatWasSaidStaysTrueWhileNobodyKnows() {
        host.attachByHand(id);
        start();
        awaitRefusal();
        host.setCompetitors(null);
        host.store().write(backend.child("online"), "1");
        DeviceId later = new DeviceId(guest.domain(), ProbeBackend.TYPE, 1);
        host.attachByHand(later);
        host.awaitBackend(later, XenbusState.INIT_WAIT);
        awaitRefusal();
        assertThat(host.store().read(backend.child("state"))).contains("1");
    }
}
