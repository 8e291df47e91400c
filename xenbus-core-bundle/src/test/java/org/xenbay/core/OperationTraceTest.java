// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.Watch;

/**
 * The writes that XenStore's watches show during a device's life: the order of QEMU's legacy core, with the writes of the
 * set-up in one transaction, and nothing written twice.
 */
class OperationTraceTest {

    private final Host host = new Host();
    private final ProbeBackend probe = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    private final StorePath backend = id.backendPath(0);
    private final List<String> writes = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void theVisibleOrderOfWritesIsThatOfTheLegacyCore() {
        StorePath hint = StorePath.of("/local/domain/0/device-model/" + guest.domain() + "/backends/probe");
        host.add(probe, ProbeBackend.TYPE);
        host.await(() -> host.store().exists(hint));
        host.attach(id);
        // The toolstack's own nodes have been seen by the time the watch is set; what follows is the backend's.
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        assertThat(host.store().list(backend).orElseThrow())
                .contains("feature-probe", "max-pages", "hotplug-status", "state");
        try (Watch watch = host.store()
                .watch(
                        backend,
                        path -> writes.add(path.substring(backend.toString().length())))) {
            host.await(() -> !writes.isEmpty());
            writes.clear();
            ProbeFrontend frontend = new ProbeFrontend(guest, id).publish();
            host.awaitBackend(id, XenbusState.CONNECTED);
            frontend.state(XenbusState.CONNECTED);
            host.await(() -> probe.callsOf(id).contains("connected"));
            frontend.write("request-x", "1");
            host.await(() -> probe.callsOf(id).contains("frontend request-x"));
            frontend.state(XenbusState.CLOSING);
            host.awaitBackend(id, XenbusState.CLOSING);
            frontend.state(XenbusState.CLOSED);
            host.awaitBackend(id, XenbusState.CLOSED);
            host.await(() -> writes.size() >= 3);
            assertThat(writes).as("4, 5 and 6, each written once").containsExactly("/state", "/state", "/state");
            assertThat(probe.callsOf(id).stream().filter("connected"::equals))
                    .as("told once")
                    .hasSize(1);
        }
    }

    @Test
    void featuresHotplugStatusAndInitWaitAppearAtOnce() {
        host.attachByHand(id);
        List<String> sets = Collections.synchronizedList(new ArrayList<>());
        try (Watch watch = host.store()
                .watch(
                        backend,
                        path -> sets.add(path.substring(backend.toString().length())))) {
            host.await(() -> !sets.isEmpty());
            sets.clear();
            host.add(probe, ProbeBackend.TYPE);
            host.awaitBackend(id, XenbusState.INIT_WAIT);
            host.await(() -> sets.contains("/state"));
            assertThat(sets)
                    .containsExactlyInAnyOrder(
                            "/feature-probe", "/max-pages", "/hotplug-status", "/served-by", "/state");
            assertThat(sets.get(4)).as("the state is last").isEqualTo("/state");
        }
    }
}
