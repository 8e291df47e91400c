// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.VkbdEvent;
import org.xenbay.frontend.VkbdFrontend;

/** The keyboard backend on the core and the embedded Xen, with guests whose drivers behave as Linux's. */
final class KeyboardHost implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final List<String> TYPES = List.of("vkbd", "vinput");

    final EmbeddedXen xen = new EmbeddedXen();
    final Xenbus xenbus;
    final XenbusAdmin admin;
    final FrontendThreads threads = new FrontendThreads();
    private final List<Keyboard> keyboards = new ArrayList<>();
    private final List<InputSource> sources = new ArrayList<>();
    VkbdBackend backend;
    private long serviceId;
    private boolean stopped;

    KeyboardHost(VkbdSettings config) {
        this(config, CoreRuntime.memoryOf(50));
    }

    /** @param memory the budget that guests share */
    KeyboardHost(VkbdSettings config, FairBudget memory) {
        CoreRuntime runtime = new CoreRuntime(xen, Limits.DEFAULT, memory);
        xenbus = new Xenbus(runtime);
        admin = new AdminService(xenbus, runtime, "embedded");
        serve(config);
    }

    private void serve(VkbdSettings config) {
        backend = new VkbdBackend(config);
        sources.forEach(backend::addSource);
        xenbus.backendArrived(TYPES, new BackendTable.Entry(backend, 0, ++serviceId, "vkbd", "1", 1));
    }

    /** Another version of the bundle takes over. */
    void replaceBackend(VkbdSettings config) {
        VkbdBackend old = backend;
        xenbus.backendLeft(TYPES, serviceId);
        old.deactivate();
        serve(config);
    }

    /** The daemon ends. */
    void stopCore() {
        if (!stopped) {
            stopped = true;
            xenbus.close();
        }
    }

    /** The bundle goes, and none comes. */
    void stopBackend() {
        xenbus.backendLeft(TYPES, serviceId);
        backend.deactivate();
    }

    void addSource(InputSource source) {
        sources.add(source);
        backend.addSource(source);
    }

    void removeSource(InputSource source) {
        sources.remove(source);
        backend.removeSource(source);
    }

    Keyboard connect(String name, String... options) throws InterruptedException {
        return connect(name, VkbdFrontend.Variant.LINUX, options);
    }

    Keyboard connect(String name, VkbdFrontend.Variant variant, String... options) throws InterruptedException {
        Keyboard keyboard = attach(name, "vkbd", variant, options);
        assertThat(keyboard.probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT))
                .as("connected, failures %s", keyboard.probe.failures())
                .isTrue();
        awaitTarget(keyboard);
        return keyboard;
    }

    /** The guest may continue for a moment before the backend notices. */
    void awaitTarget(Keyboard keyboard) {
        await().atMost(TIMEOUT)
                .until(() -> backend.targets().stream()
                        .anyMatch(target -> target.device().equals(keyboard.id)));
    }

    Keyboard attach(String name, String type, VkbdFrontend.Variant variant, String... options) {
        Guest guest = xen.create(name);
        DeviceId id = new DeviceId(guest.domain(), type, 0);
        Map<String, String> keys = new LinkedHashMap<>();
        for (String option : options) {
            keys.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        admin.attach(id, keys);
        Keyboard keyboard = new Keyboard(guest, id, variant);
        keyboards.add(keyboard);
        keyboard.frontend.start();
        return keyboard;
    }

    @Override
    public void close() {
        keyboards.forEach(keyboard -> keyboard.frontend.close());
        threads.close();
        stopCore();
        backend.deactivate();
        assertThat(xen.usage().mappedPages()).as("pages still mapped").isZero();
        assertThat(xen.usage().boundPorts()).as("ports still bound").isZero();
        xen.close();
    }

    /** One guest's keyboard, from both sides. */
    final class Keyboard {
        final Guest guest;
        final DeviceId id;
        final FrontendProbe probe = new FrontendProbe();
        final VkbdFrontend frontend;

        Keyboard(Guest guest, DeviceId id, VkbdFrontend.Variant variant) {
            this.guest = guest;
            this.id = id;
            this.frontend = new VkbdFrontend(guest, 0, variant, threads, probe);
        }

        /** Plays a frame as a script does, and waits until the guest has room for it. */
        void play(InputEvent... frame) throws Exception {
            backend.play(id, List.of(step(frame))).get(10, java.util.concurrent.TimeUnit.SECONDS);
        }

        /** The next events that the guest gets: waits for that many. */
        List<VkbdEvent> next(int count) throws InterruptedException {
            frontend.ring().await(events -> events.size() >= count, TIMEOUT);
            return frontend.ring().events();
        }

        /** As text, one after the other. */
        List<String> texts(int count) throws InterruptedException {
            return next(count).stream().map(VkbdEvent::toString).toList();
        }

        Map<String, String> details() {
            return admin.device(id).orElseThrow().details();
        }
    }

    static org.xenbay.api.input.InputControl.Step step(InputEvent... frame) {
        return new org.xenbay.api.input.InputControl.Step(List.of(frame), Duration.ZERO);
    }
}
