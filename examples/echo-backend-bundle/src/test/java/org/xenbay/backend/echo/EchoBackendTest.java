// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;

/** The backend on the embedded Xen with the real core: no Xen machine is needed. */
class EchoBackendTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EmbeddedXen xen = new EmbeddedXen();
    private final CoreRuntime runtime = new CoreRuntime(xen, CoreRuntime.Limits.DEFAULT);
    private final Xenbus xenbus = new Xenbus(runtime);
    private final XenbusAdmin admin = new AdminService(xenbus, runtime, "embedded");
    private final FrontendThreads threads = new FrontendThreads();
    private final FrontendProbe probe = new FrontendProbe();
    private final EchoFrontend echo = new EchoFrontend();
    private final Guest guest = xen.create("guest");
    private final DeviceId id = new DeviceId(guest.domain(), "echo", 0);
    private final XenbusFrontend frontend = new XenbusFrontend(guest, 0, echo, threads, probe);

    @BeforeEach
    void connect() throws InterruptedException {
        serve(1);
        admin.attach(id, Map.of());
        frontend.start();
        assertThat(probe.awaitFrontend(XenbusState.CONNECTED, PATIENCE)).isTrue();
    }

    @AfterEach
    void stop() {
        frontend.close();
        threads.close();
        xenbus.close();
        assertThat(xen.usage().mappedPages()).as("pages still mapped").isZero();
        assertThat(xen.usage().boundPorts()).as("ports still bound").isZero();
        xen.close();
    }

    private void serve(long serviceId) {
        xenbus.backendArrived(List.of("echo"), new BackendTable.Entry(new EchoBackend(), 0, serviceId, "echo", "1", 1));
    }

    @Test
    void whatTheGuestSendsComesBack() throws InterruptedException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        assertThat(echo.echoOf(bytes)).isEqualTo(bytes);
        assertThat(admin.device(id).orElseThrow().details()).containsEntry("echoed", "100000 bytes");
    }

    @Test
    void aNewVersionGoesOnWhereTheOldOneStopped() throws InterruptedException {
        assertThat(echo.echoOf(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
        xenbus.backendLeft(List.of("echo"), 1);
        serve(2);
        assertThat(echo.echoOf(new byte[] {4, 5})).containsExactly(4, 5);
        assertThat(admin.device(id).orElseThrow().details()).containsEntry("echoed", "5 bytes");
        assertThat(probe.backendStates()).as("the guest saw nothing").doesNotContain(XenbusState.CLOSING);
    }

    @Test
    void anOptionItDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> admin.attach(new DeviceId(guest.domain(), "echo", 1), Map.of("colour", "red")))
                .hasMessageContaining("colour");
    }
}
