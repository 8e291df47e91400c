// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;

/**
 * Tests of the platform's guarantees for every device, with one device of one guest, on the embedded Xen with the real
 * core. A backend's test extends this, and may have tests of its own. Each test begins with the device Connected, and fails
 * when pages are mapped or ports bound at its end.
 */
public abstract class BackendContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final EmbeddedXen xen = new EmbeddedXen();
    private final CoreRuntime runtime = new CoreRuntime(xen, Limits.DEFAULT);
    private final Xenbus xenbus = new Xenbus(runtime);
    private final XenbusAdmin admin = new AdminService(xenbus, runtime, "embedded");
    private final FrontendThreads threads = new FrontendThreads();
    private final FrontendProbe probe = new FrontendProbe();
    private final Guest guest = xen.create("guest");
    private GuestClient client;
    private long version;

    /** @return the service of another version of the backend */
    protected abstract XenDevOps newVersion();

    /**
     * @param domain the guest's number
     * @return the device: a type that the backend serves, and a number
     */
    protected abstract DeviceId device(int domain);

    /** @return the device's options, as in xl.cfg */
    protected Map<String, String> options() {
        return Map.of();
    }

    /**
     * @param domain the guest
     * @param frontends threads for the driver
     * @param listener of the driver's states
     * @return the guest's driver and a program that uses it
     */
    protected abstract GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener);

    /** @return the toolstack and the operator */
    protected final XenbusAdmin admin() {
        return admin;
    }

    /** @return the device */
    protected final DeviceId id() {
        return device(guest.domain());
    }

    /** @return the backend's states as the guest has seen them */
    protected final FrontendProbe probe() {
        return probe;
    }

    /** Replaces the backend by another version. */
    protected final void replaceBackend() {
        xenbus.backendLeft(List.of(id().type()), version);
        serve();
    }

    private void serve() {
        version++;
        BackendTable.Entry entry = new BackendTable.Entry(newVersion(), 0, version, "contract", "1", version);
        xenbus.backendArrived(List.of(id().type()), entry);
    }

    /** The device is attached, and the guest's driver connects. */
    @BeforeEach
    protected final void connect() {
        client = client(guest, threads, probe);
        serve();
        admin.attach(id(), options());
        client.start();
        awaitConnected();
    }

    /** Closes guest, core and host. */
    @AfterEach
    protected final void end() {
        client.close();
        threads.close();
        xenbus.close();
        assertThat(xen.usage().mappedPages()).as("pages still mapped").isZero();
        assertThat(xen.usage().boundPorts()).as("ports still bound").isZero();
        xen.close();
    }

    private void awaitConnected() {
        await("both sides are Connected")
                .atMost(TIMEOUT)
                .until(() -> last(probe.frontendStates()) == XenbusState.CONNECTED
                        && admin.device(id())
                                .filter(device -> device.backendState() == XenbusState.CONNECTED)
                                .isPresent());
    }

    private static XenbusState last(List<XenbusState> states) {
        return states.isEmpty() ? XenbusState.UNKNOWN : states.get(states.size() - 1);
    }

    private void awaitNothingHeld() {
        await("nothing of the guest is held")
                .atMost(TIMEOUT)
                .until(() -> xen.usage().mappedPages() == 0 && xen.usage().boundPorts() == 0);
    }

    /** The guest uses its device. */
    @Test
    protected final void theGuestUsesItsDevice() throws Exception {
        client.use();
    }

    /** A toolstack removes the device while the guest's driver has it. */
    @Test
    protected final void theToolstackRemovesTheDevice() throws Exception {
        client.use();

        assertThat(admin.detach(id(), false)).as("it closes by itself").isTrue();

        awaitNothingHeld();
        assertThat(admin.device(id())).isEmpty();
    }

    /** The guest's driver is unloaded and loaded again. */
    @Test
    protected final void aDriverThatIsLoadedAgainIsServedAnew() throws Exception {
        client.use();

        client.unload().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        awaitNothingHeld();
        client.reload().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        awaitConnected();

        client.use();
    }

    /** The guest is destroyed. */
    @Test
    protected final void ofAGuestThatEndsNothingIsHeld() throws Exception {
        client.use();

        client.close();
        xen.destroy(guest.domain());

        awaitNothingHeld();
        await("the device is forgotten")
                .atMost(TIMEOUT)
                .until(() -> admin.device(id()).isEmpty());
    }

    /** The backend's code is replaced several times while the guest uses the device. */
    @Test
    protected final void anotherVersionServesOnAndTheGuestSeesNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            client.use();
            replaceBackend();
        }

        client.use();

        assertThat(probe.backendStates()).doesNotContain(XenbusState.CLOSING, XenbusState.CLOSED);
        assertThat(probe.failures()).isEmpty();
    }
}
