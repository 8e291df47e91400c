// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.HandoverView;

/** Distinguishes why new code refuses a device: by its own fault, or by something that the guest may have done. */
class TakeOverTest extends TwoBackends {

    private final Guest polite = host.guest("polite");
    private final DeviceId other = new DeviceId(polite.domain(), ProbeBackend.TYPE, 0);
    private long service;

    private ProbeFrontend connected() {
        service = host.add(first, ProbeBackend.TYPE);
        return host.connect(guest, id);
    }

    private void replace() {
        host.remove(service, ProbeBackend.TYPE);
        service = host.add(second, ProbeBackend.TYPE);
    }

    private HandoverView awaitRefusal() {
        host.await(() -> host.admin().handovers().containsKey(id)
                && !host.admin().handovers().get(id).refusal().isEmpty());
        return host.admin().handovers().get(id);
    }

    private String state(DeviceId device) {
        return host.store().read(device.backendPath(0).child("state")).orElse("");
    }

    @Test
    void aStateThatIsNotKnownIsTheCodesFault() {
        connected();
        second.failResume = new RefusedStateException("state of version 1 is not known");
        replace();
        HandoverView handover = awaitRefusal();
        assertThat(handover.refusal()).contains("version 1 is not known");
        assertThat(handover.guestInvolved()).isFalse();
    }

    @Test
    void codeThatFailsBeforeItLooksAtTheGuestLeavesTheDeviceToTheEarlierVersion() throws InterruptedException {
        ProbeFrontend frontend = connected();
        second.failBeforeParked = new IllegalStateException("broken on purpose");
        replace();
        assertLeftToTheEarlierVersion(frontend);
    }

    /** Otherwise an update would wait for its whole time although the result is known already. */
    @Test
    void codeThatMakesNoHandlerLeavesTheDeviceToTheEarlierVersion() throws InterruptedException {
        ProbeFrontend frontend = connected();
        second.failOpen = new IllegalStateException("broken on purpose");
        replace();
        assertLeftToTheEarlierVersion(frontend);
    }

    private void assertLeftToTheEarlierVersion(ProbeFrontend frontend) throws InterruptedException {
        HandoverView handover = awaitRefusal();
        assertThat(handover.refusal()).contains("broken on purpose");
        assertThat(handover.guestInvolved()).isFalse();
        assertThat(state(id)).isEqualTo("4");
        host.remove(service, ProbeBackend.TYPE);
        service = host.add(first, ProbeBackend.TYPE);
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        assertThat(host.admin().handovers().get(id).refusal()).isEmpty();
    }

    @Test
    void aGuestThatRemovesItsNodeWhileItsDeviceIsParkedMayBeTheCauseAndIsAlone() throws InterruptedException {
        ProbeFrontend frontend = connected();
        ProbeFrontend served = host.connect(polite, other);
        host.remove(service, ProbeBackend.TYPE);
        guest.store().remove(frontend.path.child("ring-ref"));
        service = host.add(second, ProbeBackend.TYPE);
        assertThat(awaitRefusal().guestInvolved()).isTrue();
        host.awaitBackend(id, XenbusState.CLOSING);
        served.send();
        assertThat(served.isAnswered()).isTrue();
        assertThat(host.admin().handovers().get(other).refusal()).isEmpty();
        assertThat(state(other)).isEqualTo("4");
    }

    @Test
    void aStateThatIsRefusedForWhatIsInTheRingMayBeTheGuestsDoing() {
        connected();
        second.failConnect = new RefusedStateException("the ring's notes are of version 9");
        replace();
        assertThat(awaitRefusal().guestInvolved()).isTrue();
    }

    /** libxl makes some nodes of a frontend's directory such that the guest can only read them. */
    @Test
    void nodesThatTheGuestCannotWriteAreNotTheGuestsDoing() {
        connected();
        second.readBeforeParked = "name";
        second.failBeforeParked = new IllegalStateException("broken on purpose");
        replace();
        assertThat(awaitRefusal().guestInvolved()).isFalse();
    }

    @Test
    void nodesThatTheGuestCanWriteMayBe() {
        connected();
        second.readBeforeParked = "colour";
        second.failBeforeParked = new IllegalStateException("broken on purpose");
        replace();
        assertThat(awaitRefusal().guestInvolved()).isTrue();
    }
}
