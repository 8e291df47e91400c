// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.Xen;
import org.xenbay.api.xen.XenException;
import org.xenbay.core.device.CloseAll;

/** A resource that cannot be closed does not keep other resources open. */
class ClosingTest {

    /** Unbinds a channel, and throws as if it could not. */
    private static Xen withChannelsThatFailToClose(Xen xen) {
        EventChannels channels = (domain, port, listener) -> {
            EventChannel channel = xen.eventChannels().bind(domain, port, listener);
            return new EventChannel() {
                @Override
                public int localPort() {
                    return channel.localPort();
                }

                @Override
                public void signal() {
                    channel.signal();
                }

                @Override
                public void unmask() {
                    channel.unmask();
                }

                @Override
                public void close() {
                    channel.close();
                    throw new XenException("unbinding failed on purpose", 5);
                }
            };
        };
        return new DisguisedXen(xen, xen.store(), channels);
    }

    @Test
    void anEventChannelThatCannotBeUnboundLeavesNoMemoryMappedAndTheDeviceContinues() throws InterruptedException {
        ProbeBackend probe = new ProbeBackend();
        try (Host host = new Host(Host.PATIENT, ClosingTest::withChannelsThatFailToClose)) {
            Guest guest = host.guest("g");
            DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
            host.add(probe, ProbeBackend.TYPE);
            ProbeFrontend frontend = host.connect(guest, id);
            frontend.state(XenbusState.CLOSED);
            host.awaitBackend(id, XenbusState.CLOSED);
            host.assertNothingHeld();
            assertThat(host.xen().usage().mappedPages()).isZero();
            frontend.state(XenbusState.INITIALISING);
            host.awaitBackend(id, XenbusState.INIT_WAIT);
            frontend.publish();
            host.awaitBackend(id, XenbusState.CONNECTED);
            frontend.send();
            assertThat(frontend.isAnswered()).isTrue();
            host.store().remove(id.backendPath(0));
            host.await(() -> host.admin().devices().isEmpty());
            host.assertNothingHeld();
        }
        assertThat(probe.open).hasValue(0);
    }

    @Test
    void allAreClosedAndTheFirstFailureIsThrownWithTheOthers() {
        List<Integer> closed = new ArrayList<>();
        CloseAll all = new CloseAll().then(List.of(1, 2, 3, 4), number -> {
            closed.add(number);
            if (number % 2 == 0) {
                throw new IllegalStateException("number " + number);
            }
        });
        assertThat(closed).containsExactly(1, 2, 3, 4);
        assertThatThrownBy(all::finish)
                .hasMessage("number 2")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        new CloseAll().then(() -> {}).finish();
    }
}
