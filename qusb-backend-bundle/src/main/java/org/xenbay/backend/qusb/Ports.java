// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.backend.qusb.ParkedController.ParkedPort;

/**
 * The ports of a controller: the devices that the toolstack's nodes or rules assign to them, and the devices present. Devices
 * are opened while the guest's driver is connected, and released to the host otherwise. On the device's executor.
 */
final class Ports {

    /** Nodes {@code port/1} and on: the device assigned to a port, as libxl writes it (libxl_usb.c). */
    static final String NODE = "port/";

    /** Xenbay's own nodes: why the assigned device is missing. */
    static final String ERROR_NODE = "port-error/";

    /** After a start of the daemon devices become known one after the other. */
    private static final Duration ADOPTION = Duration.ofSeconds(10);

    private final DeviceContext context;
    private final UsbDevices devices;
    private final List<Port> ports;
    private final Plugging plugging;
    private final RuleAssignments rules;
    private final ReportedPortNodes told;
    private final Runnable changed;
    private boolean live;
    private volatile List<PortState> states = List.of();

    /**
     * @param most the greatest speed of the controller
     * @param pulled called for each device that was removed from a port
     * @param changed called when there is a change to report to the guest
     */
    Ports(
            DeviceContext context,
            UsbDevices devices,
            List<Rule> rules,
            int count,
            UsbSpeed most,
            Consumer<Attachment> pulled,
            Runnable changed) {
        this.context = context;
        this.devices = devices;
        this.ports = IntStream.rangeClosed(1, count).mapToObj(Port::new).toList();
        this.plugging = new Plugging(context, devices, most, pulled, this::evaluate);
        this.rules = new RuleAssignments(context, devices, plugging, rules);
        this.told = new ReportedPortNodes(context, ports);
        this.changed = changed;
    }

    int count() {
        return ports.size();
    }

    /** Applies other rules; devices in ports stay there. */
    void follow(List<Rule> now) {
        rules.follow(now);
        evaluate();
    }

    List<Port> all() {
        return ports;
    }

    /** @param number 1 to {@link #count} */
    Port at(int number) {
        return ports.get(number - 1);
    }

    /** Reads the assignments of all ports. */
    void read() {
        String[] names = ports.stream().map(port -> NODE + port.number()).toArray(String[]::new);
        NodeValues nodes = context.backend(names);
        for (Port port : ports) {
            want(port, nodes.text(NODE + port.number()).orElse(""));
        }
        evaluate();
    }

    /** A node has changed. */
    void read(String node) {
        if (node.isEmpty() || node.equals("port")) {
            read();
        } else if (node.startsWith(NODE)) {
            ports.stream()
                    .filter(port -> node.equals(NODE + port.number()))
                    .forEach(port -> want(port, context.backend(node).text(node).orElse("")));
            evaluate();
        }
    }

    private void want(Port port, String path) {
        if (path.equals(port.wanted())) {
            return;
        }
        if (path.isEmpty()) {
            port.device().ifPresent(device -> devices.holdBack(device, true));
        }
        devices.find(path).ifPresent(device -> devices.holdBack(device, false));
        port.want(PortAssignment.ofToolstack(path));
    }

    /** The guest's driver is connected: devices are opened for it. */
    void live() {
        live = true;
        evaluate();
    }

    /** The guest's driver is not connected any more. */
    void leave() {
        live = false;
        ports.forEach(port -> {
            plugging.letGo(port);
            port.forgetGuest();
        });
    }

    /** Opens and releases devices so that the ports have the assigned ones, as far as these exist. */
    void evaluate() {
        ports.forEach(this::evaluate);
        if (live) {
            rules.assign(ports, this::evaluate);
        }
        changed();
    }

    private void changed() {
        states = ports.stream().filter(port -> !port.isFree()).map(Port::state).toList();
        changed.run();
    }

    /** @return the ports that have a device or an assignment. From any thread */
    List<PortState> states() {
        return states;
    }

    /** Hands the devices in the ports over to a successor; closes nothing. */
    List<ParkedPort> park() {
        live = false;
        List<ParkedPort> parked = new ArrayList<>();
        for (Port port : ports) {
            if (port.attachment() == null) {
                plugging.letGo(port);
            }
            port.park().ifPresent(parked::add);
        }
        return parked;
    }

    /** Takes over a predecessor's parked ports; a device that has been unplugged meanwhile is given up. */
    void restore(List<ParkedPort> parked) {
        for (ParkedPort from : parked) {
            if (from.number() > count()) {
                throw new IllegalStateException("port " + from.number() + " was parked, of " + count());
            }
            Port port = at(from.number());
            port.restore(from.toldSpeed());
            Optional<UsbDevice> found = devices.find(from.path());
            UsbSession session = from.session();
            if (session != null && found.isPresent()) {
                plugging.adopt(port, from, session, found.get());
            } else if (session != null) {
                session.close();
            } else if (from.current() && port.wanted().equals(from.path())) {
                port.await(from.toldSpeed(), from.byRule());
            }
        }
        if (isAdopting()) {
            expectNoLonger();
        }
    }

    /** Gives up devices that were not found in time. */
    private void expectNoLonger() {
        context.schedule(ADOPTION, () -> {
            ports.forEach(Port::awaitNoLonger);
            evaluate();
        });
    }

    /** A new connection: nothing has been reported to the guest. */
    void forget() {
        told.clear();
    }

    /** A change was reported to the guest. */
    void noteTold(Port port) {
        told.write(port);
    }

    /** The guest was connected before this process: the devices that it uses continue in their ports. */
    void adopt() {
        told.restore();
        expectNoLonger();
    }

    /** @return whether devices that the guest uses have not been found yet */
    boolean isAdopting() {
        return ports.stream().anyMatch(Port::isAwaiting);
    }

    /** An operator plugs a device in. */
    void attach(String path, int number, boolean force, CompletableFuture<Integer> done) {
        Optional<UsbDevice> found = devices.find(path);
        Optional<Port> port = RuleAssignments.freePort(ports, number);
        Optional<String> obstacle = found.map(this::obstacle)
                .orElseGet(() -> Optional.of(devices.missing(path)))
                .or(() -> port.isEmpty() ? Optional.of(notFree(number)) : Optional.empty());
        if (obstacle.isPresent()) {
            done.completeExceptionally(new IllegalStateException(obstacle.get()));
            return;
        }
        devices.holdBack(found.get(), false);
        plugging.assign(port.get(), PortAssignment.ofOperator(path, force, done));
        evaluate();
        if (!live) {
            port.get().answer();
        }
    }

    private Optional<String> obstacle(UsbDevice device) {
        String path = device.info().path();
        return plugging.obstacle(device)
                .or(() -> devices.holder(path).map(holder -> Plugging.attachedTo(path, holder)));
    }

    private String notFree(int number) {
        if (number == 0) {
            return context.id() + " has no free port";
        }
        return number > count()
                ? context.id() + " has " + count() + " ports"
                : "port " + number + " of " + context.id() + " has "
                        + at(number).wanted();
    }

    /** An operator pulls a device out. */
    void detach(String path, CompletableFuture<Void> done) {
        devices.find(path).ifPresent(device -> devices.holdBack(device, true));
        List<CompletableFuture<Void>> free = new ArrayList<>();
        for (Port port : ports) {
            if (port.wanted().equals(path)) {
                plugging.assign(port, PortAssignment.NONE);
                free.add(plugging.letGo(port));
            }
        }
        evaluate();
        CompletableFuture.allOf(free.toArray(CompletableFuture[]::new)).thenRun(() -> done.complete(null));
    }

    private void evaluate(Port port) {
        Optional<UsbDevice> found = devices.find(port.wanted());
        if (port.wish().byRule() && found.isEmpty()) {
            plugging.assign(port, PortAssignment.NONE);
        }
        if (port.isTaken() && found.orElse(null) != port.device().orElseThrow()) {
            plugging.letGo(port);
        }
        if (!port.isTaken() && !port.wanted().isEmpty()) {
            Optional<String> why =
                    found.map(plugging::obstacle).orElseGet(() -> Optional.of(devices.missing(port.wanted())));
            if (!live || why.isPresent()) {
                plugging.trouble(port, port.isAwaiting() ? "" : why.orElse(""));
            } else if (!port.refuses(found.get())) {
                plugging.take(port, found.get());
            }
        } else if (port.wanted().isEmpty()) {
            plugging.trouble(port, "");
        }
    }

    /** @return why ports lack the assigned devices; empty when none does */
    Optional<String> trouble() {
        return ports.stream()
                .filter(port -> !port.trouble().isEmpty())
                .map(port -> "port " + port.number() + ": " + port.trouble())
                .reduce((one, other) -> one + "; " + other);
    }
}
