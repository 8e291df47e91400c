// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.backend.echo.EchoBackend;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;

/** The guest's half is deployed again, while its guests run. */
class EchoGuestsTest {

    private final EmbeddedXen xen = new EmbeddedXen();
    private final CoreRuntime runtime = new CoreRuntime(xen, Limits.DEFAULT);
    private final Xenbus xenbus = new Xenbus(runtime);
    private final XenbusAdmin admin = new AdminService(xenbus, runtime, "embedded");
    private final Guest guest = xen.create("guest");
    private final DeviceId id = new DeviceId(guest.domain(), "echo", 0);

    @BeforeEach
    void attach() {
        xenbus.backendArrived(
                List.of("echo"), new BackendTable.Entry(new EchoBackend(Map.of()), 0, 1, "org.example", "1", 1));
        admin.attach(id, Map.of());
    }

    @AfterEach
    void close() {
        xenbus.close();
        xen.close();
    }

    @Test
    void theNextDriverConnectsAnew() throws Exception {
        for (String text : List.of("first", "second", "--third")) {
            EchoGuests guests = new EchoGuests(xen);
            assertThat(echoed(guests, text)).isEqualTo(text);
            guests.stop();
            await().until(() -> device().frontendState() == XenbusState.CLOSED);
        }
    }

    @Test
    void aDeviceThatADriverLeftWithoutAWordIsTakenOver() throws Exception {
        FrontendThreads threads = new FrontendThreads();
        EchoFrontend driver = new EchoFrontend();
        XenbusFrontend crashed = new XenbusFrontend(guest, 0, driver, threads, FrontendListener.NONE);
        crashed.start();
        await().until(driver::isConnected);
        crashed.close();
        threads.close();
        EchoGuests guests = new EchoGuests(xen);
        assertThat(echoed(guests, "again")).isEqualTo("again");
        guests.stop();
    }

    private String echoed(EchoGuests guests, String text) throws InterruptedException {
        CommandConsole console = CommandConsole.of(new PrintStream(new ByteArrayOutputStream(), true, US_ASCII));
        return guests.run(CommandCall.of(guests.spec(), List.of(id.toString(), text), console))
                .toString();
    }

    private DeviceView device() {
        return admin.device(id).orElseThrow();
    }
}
