// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/** One USB controller of one guest. */
final class QusbHandler implements DeviceHandler {

    private static final String VUSB = "vusb";

    private static final String[] PARAMETERS = {"urb-ring-ref", "conn-ring-ref", "event-channel"};

    private final DeviceContext device;
    private final Supplier<QusbSettings> configs;
    private final UsbDevices devices;
    private final Consumer<QusbHandler> onClose;
    private final Runnable atStore;
    private final Runnable devicesChanged;
    private final AtomicBoolean awake = new AtomicBoolean();
    private ControllerNodes nodes;
    private volatile Ports ports;
    private Controller controller;
    /** Requests that a predecessor took and did not answer. */
    private List<byte[]> leftOver = List.of();

    /** @param atStore runs before and after each store to persistent memory */
    QusbHandler(
            DeviceContext device,
            Supplier<QusbSettings> configs,
            UsbDevices devices,
            Runnable atStore,
            Consumer<QusbHandler> onClose) {
        this.atStore = atStore;
        this.device = device;
        this.configs = configs;
        this.devices = devices;
        this.onClose = onClose;
        this.devicesChanged = () -> device.execute(this::devicesChanged);
        devices.listen(devicesChanged);
    }

    private void devicesChanged() {
        if (ports != null) {
            ports.evaluate();
        }
    }

    /** The configuration has changed; a connected controller stays connected. From any thread. */
    void configured() {
        device.execute(() -> {
            if (ports != null) {
                ports.follow(configs.get().rules());
            }
        });
        device.recheck();
    }

    @Override
    public Readiness init(Publication keys) {
        return look();
    }

    /** @return ready when the ports are known */
    private Readiness look() {
        if (device.id().type().equals(VUSB) && !configs.get().vusb()) {
            return Readiness.decline("it is a kernel's to serve (type pv); vusb=yes in org.xenbay.qusb changes that");
        }
        Optional<ControllerNodes> read = ControllerNodes.read(device);
        if (read.isEmpty()) {
            return Readiness.waitFor(
                    Side.TOOLSTACK, "nodes " + ControllerNodes.PORTS + " and " + ControllerNodes.VERSION);
        }
        if (!read.get().equals(nodes)) {
            nodes = read.get();
            ports = new Ports(
                    device, devices, configs.get().rules(), nodes.ports(), nodes.most(), this::pulled, this::wake);
        }
        ports.read();
        return Readiness.ready();
    }

    private void pulled(Attachment attachment) {
        if (controller != null) {
            controller.pulled(attachment);
        }
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) {
        Readiness known = origin == Origin.fresh() ? Readiness.ready() : look();
        if (known != Readiness.ready()) {
            return known;
        } else if (origin instanceof Origin.Resumed resumed) {
            return resume(link, resumed.parked());
        }
        boolean adopts = origin == Origin.adopted();
        Readiness readiness =
                open(link, page -> adopts ? UrbRing.adopted(page, atStore) : UrbRing.fresh(page, atStore));
        if (readiness == Readiness.ready() && adopts) {
            ports.adopt();
        } else if (readiness == Readiness.ready()) {
            ports.forget();
        }
        return readiness;
    }

    private Readiness open(DeviceLink link, Function<SharedMemory, UrbRing> ring) {
        NodeValues parameters = link.frontend(PARAMETERS);
        Optional<String> missing = parameters.firstMissing();
        if (missing.isPresent()) {
            return Readiness.waitFor(Side.FRONTEND, "node " + missing.get());
        }
        Controller.Rings rings = new Controller.Rings(
                ring.apply(link.map(Access.READ_WRITE, parameters.grantReference("urb-ring-ref"))),
                new ConnRing(link.map(Access.READ_WRITE, parameters.grantReference("conn-ring-ref"))));
        Controller opened = new Controller(
                ports,
                link,
                rings,
                new BufferPool(device.memory()),
                new RingStarvationGuard(device),
                this::wake,
                text -> device.log().debug(() -> text));
        opened.open(link.bindPolling(parameters.eventChannel("event-channel"), this::turn, opened::hasRequests));
        controller = opened;
        return Readiness.ready();
    }

    private Readiness resume(DeviceLink link, Parked parked) {
        ParkedController state = ParkedController.decode(parked);
        int unanswered = state.requests().size();
        Readiness readiness = open(link, page -> UrbRing.resumed(page, atStore, unanswered));
        if (readiness == Readiness.ready()) {
            leftOver = state.requests();
            ports.restore(state.ports());
        }
        return readiness;
    }

    @Override
    public Optional<Parked> park() {
        if (controller == null) {
            return Optional.empty();
        }
        try {
            Optional<List<byte[]>> requests = controller.park();
            if (requests.isEmpty()) {
                device.log().error("the controller cannot be handed over: a USB device does not come to an end");
                return Optional.empty();
            }
            closeController();
            return Optional.of(new ParkedController(ports.park(), requests.get()).encode());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void connected() {
        controller.resume(leftOver);
        leftOver = List.of();
        ports.live();
        wake();
    }

    /** There are replies for the guest. From any thread. */
    private void wake() {
        if (awake.compareAndSet(false, true)) {
            device.execute(this::turn);
        }
    }

    private void turn() {
        awake.set(false);
        if (controller != null) {
            controller.turn();
        }
    }

    @Override
    public void backendChanged(String node) {
        if (ports != null) {
            ports.read(node);
        }
    }

    @Override
    public void disconnect() {
        closeController();
        ports.leave();
    }

    private void closeController() {
        if (controller != null) {
            controller.close();
            controller = null;
        }
    }

    @Override
    public void close() {
        devices.ignore(devicesChanged);
        closeController();
        if (ports != null) {
            ports.leave();
        }
        onClose.accept(this);
    }

    DeviceId id() {
        return device.id();
    }

    /** From any thread. */
    List<PortState> portStates() {
        Ports now = ports;
        return now == null ? List.of() : now.states();
    }

    /** From any thread. */
    boolean hasPlugged(String path) {
        return devices.holder(path)
                .filter(holder -> holder.controller().equals(device.id()))
                .isPresent();
    }

    /** From any thread. */
    CompletableFuture<Integer> attach(String path, int port, boolean force) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        device.execute(() -> {
            if (ports == null) {
                done.completeExceptionally(new IllegalStateException(device.id() + " is not ready"));
            } else {
                ports.attach(path, port, force, done);
            }
        });
        return done;
    }

    /** From any thread. */
    CompletableFuture<Void> detach(String path) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        device.execute(() -> ports.detach(path, done));
        return done;
    }

    @Override
    public Optional<String> trouble() {
        return ports == null ? Optional.empty() : ports.trouble();
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        if (ports != null) {
            for (Port port : ports.all()) {
                if (!port.isFree()) {
                    details.put("port " + port.number(), port.describe());
                }
            }
        }
        if (controller != null) {
            details.put("under way", controller.underWay() + " requests");
            details.putAll(controller.statistics().details());
        }
        return details;
    }
}
