// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FbFrontend;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;

/** The framebuffer backend on the core and the embedded Xen, with guests whose drivers behave as Linux's. */
final class ScreenHost implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final List<String> TYPES = List.of("vfb");

    final EmbeddedXen xen = new EmbeddedXen();
    final XenbusAdmin admin;
    final ListedScreens screens = new ListedScreens();
    private final Xenbus xenbus;
    private final FrontendThreads threads = new FrontendThreads();
    private final List<FbFrontend> frontends = new ArrayList<>();
    private long serviceId;

    ScreenHost() {
        this(CoreRuntime.memoryOf(50));
    }

    /** @param memory the budget that guests share */
    ScreenHost(FairBudget memory) {
        CoreRuntime runtime = new CoreRuntime(xen, Limits.DEFAULT, memory);
        xenbus = new Xenbus(runtime);
        admin = new AdminService(xenbus, runtime, "embedded");
        serve();
    }

    private void serve() {
        VfbBackend backend = new VfbBackend(screens, Map.of());
        xenbus.backendArrived(TYPES, new BackendTable.Entry(backend, 0, ++serviceId, "vfb", "1", 1));
    }

    /** Another version of the bundle takes over. */
    void replaceBackend() {
        xenbus.backendLeft(TYPES, serviceId);
        serve();
    }

    Painter connect(FbFrontend.Variant variant) throws InterruptedException {
        Painter painter = attach(variant, Map.of());
        assertThat(painter.probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT))
                .as("connected, failures %s", painter.probe.failures())
                .isTrue();
        painter.awaitState(XenbusState.CONNECTED);
        return painter;
    }

    Painter attach(FbFrontend.Variant variant, Map<String, String> options) {
        Guest guest = xen.create("guest" + frontends.size());
        DeviceId id = new DeviceId(guest.domain(), "vfb", 0);
        admin.attach(id, options);
        Painter painter = new Painter(guest, id, variant);
        frontends.add(painter.frontend);
        painter.frontend.start();
        return painter;
    }

    @Override
    public void close() {
        frontends.forEach(FbFrontend::close);
        threads.close();
        xenbus.close();
        assertThat(xen.usage().mappedPages()).as("pages still mapped").isZero();
        assertThat(xen.usage().boundPorts()).as("ports still bound").isZero();
        xen.close();
    }

    /** One guest's screen, from both sides. */
    final class Painter {
        final Guest guest;
        final DeviceId id;
        final FrontendProbe probe = new FrontendProbe();
        final FbFrontend frontend;

        Painter(Guest guest, DeviceId id, FbFrontend.Variant variant) {
            this.guest = guest;
            this.id = id;
            this.frontend = new FbFrontend(guest, 0, variant, threads, probe);
        }

        DeviceView view() {
            return admin.device(id).orElseThrow();
        }

        void awaitState(XenbusState state) {
            await().atMost(TIMEOUT).until(() -> view().backendState() == state);
        }

        GuestScreen screen() {
            await().atMost(TIMEOUT).until(() -> !screens.of(id).isEmpty());
            return screens.of(id).get(0);
        }
    }
}
