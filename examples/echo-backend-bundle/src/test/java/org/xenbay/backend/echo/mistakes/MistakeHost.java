// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.mistakes;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.backend.echo.EchoPage;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FrontendDriver;
import org.xenbay.frontend.FrontendLink;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.FrontendTraits;
import org.xenbay.frontend.XenbusFrontend;

/** A host with one guest, whose device is served by a handler with a mistake. */
final class MistakeHost implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final EmbeddedXen xen = new EmbeddedXen();
    private final CoreRuntime runtime = new CoreRuntime(xen, Limits.DEFAULT);
    private final Xenbus xenbus = new Xenbus(runtime);
    private final XenbusAdmin admin = new AdminService(xenbus, runtime, "embedded");
    private final FrontendThreads threads = new FrontendThreads();
    private final Guest guest = xen.create("guest");
    private final DeviceId id = new DeviceId(guest.domain(), "echo", 0);
    private final XenbusFrontend frontend = new XenbusFrontend(guest, 0, new Driver(), threads, FrontendListener.NONE);
    private DeviceHandler handler;

    /** The guest's half: a page with a number that is too large, and a port. */
    private static final class Driver implements FrontendDriver {

        @Override
        public FrontendTraits traits() {
            return FrontendTraits.eager("echo");
        }

        @Override
        public Map<String, String> publish(FrontendLink link) {
            GrantedPages page = link.grant(1, true);
            GuestPort port = link.port(() -> {});
            page.memory().putInt(EchoPage.OUT_PROD, 1 << 20);
            return Map.of(
                    "ring-ref",
                    Integer.toString(page.references()[0]),
                    "event-channel",
                    Integer.toString(port.number()));
        }
    }

    private final class Backend implements XenDevOps {

        private final Function<DeviceContext, DeviceHandler> handlers;

        Backend(Function<DeviceContext, DeviceHandler> handlers) {
            this.handlers = handlers;
        }

        @Override
        public DeviceHandler open(DeviceContext device) {
            handler = handlers.apply(device);
            return handler;
        }

        @Override
        public DeviceTemplate template(DeviceId device, Map<String, String> options) {
            return new DeviceTemplate("echo", Map.of(), Map.of(), Set.of());
        }
    }

    MistakeHost(Function<DeviceContext, DeviceHandler> handlers) {
        serve(1, handlers);
        admin.attach(id, Map.of());
        frontend.start();
    }

    void serve(long version, Function<DeviceContext, DeviceHandler> handlers) {
        xenbus.backendArrived(
                List.of("echo"),
                new BackendTable.Entry(new Backend(handlers), 0, version, "org.example", "1", version));
    }

    void withdraw() {
        xenbus.backendLeft(List.of("echo"), 1);
    }

    DeviceHandler handler() {
        return handler;
    }

    XenbusAdmin admin() {
        return admin;
    }

    DeviceId id() {
        return id;
    }

    /** Waits until both sides are Connected. */
    MistakeHost connected() {
        await().atMost(TIMEOUT)
                .until(() -> admin.device(id)
                        .filter(device -> device.backendState() == XenbusState.CONNECTED
                                && device.frontendState() == XenbusState.CONNECTED)
                        .isPresent());
        return this;
    }

    /** @return why the device has failed */
    String failure() {
        await().atMost(TIMEOUT)
                .until(() -> admin.device(id)
                        .filter(device -> !device.failure().isEmpty())
                        .isPresent());
        return admin.device(id).map(DeviceView::failure).orElseThrow();
    }

    @Override
    public void close() {
        frontend.close();
        threads.close();
        xenbus.close();
        xen.close();
    }
}
