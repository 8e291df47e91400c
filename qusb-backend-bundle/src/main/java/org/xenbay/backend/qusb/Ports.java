package org.xenbay.backend.qusb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.usb.UsbDescriptors;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSpeed;

/**
 * The ports of a controller: which device is wanted in which, by the toolstack's nodes or by a rule, and which is there.
 * Devices are taken when the guest's driver is connected, and are the host's again when it is not. On the device's executor.
 */
final class Ports {

    /** Nodes {@code port/1} and on: what is wanted in a port, as libxl writes it (libxl_usb.c). */
    static final String NODE = "port/";

    /** Nodes of ours: why that is not there. */
    static final String ERROR_NODE = "port-error/";

    /** A device that another program has may become free without anybody saying so. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final DeviceContext context;
    private final UsbDevices devices;
    private final List<Rule> rules;
    private final UsbSpeed most;
    private final List<Port> ports;
    private final Consumer<Attachment> pulled;
    private final Runnable changed;
    private boolean live;
    private boolean retrying;
    private long attachments;

    /**
     * @param most the greatest speed of the controller
     * @param pulled told of what is not in a port any more
     * @param changed told when there is something to tell the guest
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
        this.rules = rules;
        this.most = most;
        this.ports = IntStream.rangeClosed(1, count).mapToObj(Port::new).toList();
        this.pulled = pulled;
        this.changed = changed;
    }

    int count() {
        return ports.size();
    }

    List<Port> all() {
        return ports;
    }

    /** @param number 1 to {@link #count} */
    Port at(int number) {
        return ports.get(number - 1);
    }

    /** Reads what is wanted in all ports. */
    void read() {
        String[] names = ports.stream().map(port -> NODE + port.number).toArray(String[]::new);
        var nodes = context.backend(names);
        for (Port port : ports) {
            want(port, nodes.text(NODE + port.number).orElse(""));
        }
        evaluate();
    }

    /** A node has changed. */
    void read(String node) {
        if (node.isEmpty() || node.equals("port")) {
            read();
        } else if (node.startsWith(NODE)) {
            ports.stream()
                    .filter(port -> node.equals(NODE + port.number))
                    .forEach(port -> want(port, context.backend(node).text(node).orElse("")));
            evaluate();
        }
    }

    private void want(Port port, String path) {
        if (path.equals(port.wanted)) {
            return;
        }
        if (path.isEmpty() && port.device != null) {
            devices.holdBack(port.device, true);
        }
        devices.find(path).ifPresent(device -> devices.holdBack(device, false));
        port.wanted = path;
        port.byRule = false;
    }

    /** The guest's driver is there: devices are taken for it. */
    void live() {
        live = true;
        evaluate();
    }

    /** It is not there any more. */
    void leave() {
        live = false;
        ports.forEach(port -> {
            letGo(port);
            port.told(ConnRing.NONE);
        });
    }

    /** Brings what is in the ports in line with what is wanted there and with the devices there are. */
    void evaluate() {
        ports.forEach(this::evaluate);
        if (live) {
            followRules();
        }
        changed.run();
    }

    private void evaluate(Port port) {
        Optional<UsbDevice> found = devices.find(port.wanted);
        if (port.byRule && found.isEmpty()) {
            assign(port, "", false);
        }
        if (port.attachment != null && port.device == null) {
            port.device = found.orElse(null);
        }
        if (port.isTaken() && (found.isEmpty() || found.get() != port.device)) {
            letGo(port);
        }
        if (!port.isTaken() && !port.wanted.isEmpty()) {
            String why = obstacle(port.wanted, found);
            if (live && why.isEmpty()) {
                take(port, found.get());
            } else {
                trouble(port, why);
            }
        } else if (port.wanted.isEmpty()) {
            trouble(port, "");
        }
    }

    /** @return why a device cannot be plugged in here; empty when nothing is known against it */
    String obstacle(String path, Optional<UsbDevice> found) {
        if (found.isEmpty()) {
            return devices.missing(path);
        }
        var info = found.get().info();
        if (info.descriptors().deviceClass() == UsbDescriptors.CLASS_HUB) {
            return "the USB device at " + path + " is a hub: give the guest the devices behind it";
        }
        if (info.speed().compareTo(most) > 0) {
            return "the USB device at " + path + " runs at " + info.speed().megabits() + " Mbit/s; ports of this"
                    + " controller take " + most.megabits() + " at most"
                    + (most == UsbSpeed.HIGH ? ": plug it in at a USB 2 port or hub" : " (usb-ver 1)");
        }
        return "";
    }

    private void take(Port port, UsbDevice device) {
        String path = device.info().path();
        Holder self = holder(port);
        Holder has = devices.claim(path, self);
        if (has.equals(self)) {
            CompletableFuture<UsbSession> opening = device.open(() -> context.execute(() -> gone(device)));
            port.opening = opening;
            port.device = device;
            opening.whenComplete((session, failed) -> context.execute(() -> taken(port, opening, session, failed)));
        } else {
            trouble(port, "the USB device at " + path + " is attached to " + has);
        }
    }

    private void taken(Port port, CompletableFuture<UsbSession> opening, UsbSession session, Throwable failed) {
        if (port.opening != opening) {
            return;
        }
        port.opening = null;
        var info = port.device.info();
        if (failed != null) {
            port.device = null;
            trouble(port, (failed instanceof CompletionException ? failed.getCause() : failed).getMessage());
            retry();
            devices.release(info.path(), holder(port));
            return;
        }
        plug(port, new Attachment(info, session, ++attachments));
        context.log().info("port " + port.number + ": " + info.path() + " (" + info.hardware() + ") is plugged in");
        changed.run();
    }

    private void plug(Port port, Attachment attachment) {
        port.attachment = attachment;
        trouble(port, "");
    }

    private void gone(UsbDevice device) {
        devices.remove(device);
        evaluate();
    }

    private void letGo(Port port) {
        Holder self = holder(port);
        if (port.opening != null) {
            String path = port.device.info().path();
            CompletableFuture<UsbSession> opening = port.opening;
            port.opening = null;
            opening.whenComplete((session, failed) -> {
                if (session == null) {
                    devices.release(path, self);
                } else {
                    close(session, path, self);
                }
            });
            opening.cancel(false);
        } else if (port.attachment != null) {
            Attachment attachment = port.attachment;
            port.attachment = null;
            pulled.accept(attachment);
            String path = attachment.info().path();
            context.log().info("port " + port.number + ": " + path + " is pulled out");
            close(attachment.session(), path, self);
        }
        port.device = null;
    }

    private void close(UsbSession session, String path, Holder self) {
        session.close();
        session.closed().thenRun(() -> devices.release(path, self));
    }

    /** What is wrong stays in view; a line is written when it is something new. */
    private void trouble(Port port, String why) {
        if (why.equals(port.trouble)) {
            return;
        }
        port.trouble = why;
        context.publish(Map.of(ERROR_NODE + port.number, why));
        if (!why.isEmpty()) {
            context.log().error("port " + port.number + ": " + why);
        }
    }

    private void retry() {
        if (!retrying) {
            retrying = true;
            context.schedule(RETRY, () -> {
                retrying = false;
                evaluate();
            });
        }
    }

    /** The first rule that fits a free device says who gets it. */
    private void followRules() {
        for (UsbDevice device : rules.isEmpty() ? List.<UsbDevice>of() : devices.all()) {
            var info = device.info();
            if (devices.holder(info.path()).isEmpty()
                    && !devices.isHeldBack(device)
                    && obstacle(info.path(), Optional.of(device)).isEmpty()) {
                rules.stream()
                        .filter(rule -> rule.isFor(info))
                        .findFirst()
                        .filter(rule -> rule.leadsTo(context))
                        .flatMap(rule -> freePort(rule.port()))
                        .ifPresent(port -> {
                            assign(port, info.path(), true);
                            evaluate(port);
                        });
            }
        }
    }

    /** @param number 0 for any */
    private Optional<Port> freePort(int number) {
        return ports.stream()
                .filter(port -> port.isFree() && (number == 0 || port.number == number))
                .findFirst();
    }

    /** What libxl would do: so that {@code xl usb-list} shows it. */
    private void assign(Port port, String path, boolean byRule) {
        port.wanted = path;
        port.byRule = byRule;
        context.publish(Map.of(NODE + port.number, path));
    }

    private Holder holder(Port port) {
        return new Holder(context.id(), port.number);
    }
}
