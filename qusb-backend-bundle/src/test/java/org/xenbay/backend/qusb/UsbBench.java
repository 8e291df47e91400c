// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.core.admin.AdminService;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestUrb;
import org.xenbay.frontend.usb.VusbFrontend;

/** The USB backend on the core and the embedded Xen, with guests whose host controllers behave as Linux's. */
final class UsbBench implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int HIGH = 3;
    private static final List<String> TYPES = List.of("qusb", "vusb");

    final EmbeddedXen xen = new EmbeddedXen();
    private Xenbus xenbus;
    XenbusAdmin admin;
    final FrontendThreads threads = new FrontendThreads();
    private final List<Plugged> guests = new ArrayList<>();
    private final List<UsbDevice> devices = new ArrayList<>();
    QusbBackend backend;
    private long serviceId;

    final FairBudget memory;

    UsbBench(String... rules) {
        this(CoreRuntime.memoryOf(50), rules);
    }

    /** @param memory the budget that guests share */
    UsbBench(FairBudget memory, String... rules) {
        this.memory = memory;
        startDaemon(rules);
    }

    private void startDaemon(String... rules) {
        CoreRuntime runtime = new CoreRuntime(xen, Limits.DEFAULT, memory);
        xenbus = new Xenbus(runtime);
        admin = new AdminService(xenbus, runtime, "embedded");
        serve(rules);
    }

    /** The daemon ends and another one starts; in between, something may happen. */
    void restartDaemon(Runnable between) {
        xenbus.close();
        between.run();
        startDaemon();
    }

    private void serve(String... rules) {
        backend = new QusbBackend(QusbSettings.of(false, rules));
        devices.forEach(backend::addDevice);
        xenbus.backendArrived(TYPES, new BackendTable.Entry(backend, 0, ++serviceId, "qusb", "1", 1));
    }

    /** Another version of the bundle takes over. */
    void replaceBackend(String... rules) {
        xenbus.backendLeft(TYPES, serviceId);
        serve(rules);
    }

    /** The code that came last serves a guest's controller. */
    void awaitServed(Plugged plugged) {
        org.awaitility.Awaitility.await()
                .until(() -> admin.device(plugged.id).orElseThrow().details().containsKey("under way"));
    }

    void plug(UsbDevice device) {
        devices.add(device);
        backend.addDevice(device);
    }

    void pull(UsbDevice device) {
        devices.remove(device);
        backend.removeDevice(device);
    }

    /** A guest with a controller; options are those of the template. */
    Plugged connect(String name, String... options) throws InterruptedException {
        Plugged plugged = attach(name, options);
        assertThat(plugged.probe.await(probe -> probe.backendStates().contains(XenbusState.CONNECTED), TIMEOUT))
                .as("connected, failures %s", plugged.probe.failures())
                .isTrue();
        return plugged;
    }

    /** A guest with a device in the first of two ports, at high speed. */
    Plugged connect(String name, UsbDevice device) throws InterruptedException {
        plug(device);
        Plugged plugged = connect(name, "ports=2", "port/1=" + device.info().path());
        plugged.awaitSpeed(1, HIGH);
        return plugged;
    }

    Plugged attach(String name, String... options) {
        Guest guest = xen.create(name);
        DeviceId id = new DeviceId(guest.domain(), "qusb", 0);
        Map<String, String> keys = new LinkedHashMap<>();
        for (String option : options) {
            keys.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        admin.attach(id, keys);
        Plugged plugged = new Plugged(guest, id);
        guests.add(plugged);
        plugged.controller.start();
        return plugged;
    }

    @Override
    public void close() {
        guests.forEach(plugged -> plugged.controller.close());
        threads.close();
        xenbus.close();
        assertThat(xen.usage().mappedPages()).as("pages still mapped").isZero();
        assertThat(xen.usage().boundPorts()).as("ports still bound").isZero();
        xen.close();
    }

    /** One guest's controller, from both sides. */
    final class Plugged {
        final Guest guest;
        final DeviceId id;
        final FrontendProbe probe = new FrontendProbe();
        final VusbFrontend controller;

        Plugged(Guest guest, DeviceId id) {
            this.guest = guest;
            this.id = id;
            this.controller = new VusbFrontend(guest, 0, threads, probe);
        }

        /** The toolstack writes which device it wants in a port. */
        void want(int port, String path) {
            xen.store().write(id.backendPath(0).child("port/" + port), path);
        }

        String node(String name) {
            return xen.store().read(id.backendPath(0).child(name)).orElse("");
        }

        void awaitSpeed(int port, int speed) throws InterruptedException {
            assertThat(controller.await(() -> controller.speed(port) == speed, TIMEOUT))
                    .as("port %d: %s, %s", port, controller.plugEvents(), details())
                    .isTrue();
        }

        /** The guest's driver gives the device in the first port an address. */
        void address(int address) {
            UsbSetup setAddress = new UsbSetup(0, 5, address, 0, 0);
            assertThat(GuestDevice.await(controller.submit(GuestUrb.control(1, 0, setAddress)))
                            .status())
                    .isZero();
        }

        Map<String, String> details() {
            return admin.device(id).orElseThrow().details();
        }

        Optional<Number> figure(String name) {
            return admin.device(id).orElseThrow().figure(name);
        }
    }
}
