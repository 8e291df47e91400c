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
import org.jspecify.annotations.Nullable;
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
import org.xenbay.api.xen.EventChannel;
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
    private final Runnable devicesChanged;
    private final AtomicBoolean awake = new AtomicBoolean();
    /** The toolstack's controller, once its nodes are known. */
    private volatile @Nullable Known known;

    private @Nullable Connection connection;
    private final Statistics statistics;

    /** The ports of a controller, and the nodes that describe them. */
    private record Known(ControllerNodes nodes, Ports ports) {}

    /**
     * The guest's driver is connected.
     *
     * @param leftOver requests that a predecessor took and did not answer
     */
    private record Connection(Ports ports, Controller controller, List<byte[]> leftOver) {}

    QusbHandler(
            DeviceContext device, Supplier<QusbSettings> configs, UsbDevices devices, Consumer<QusbHandler> onClose) {
        this.device = device;
        this.configs = configs;
        this.devices = devices;
        this.statistics = new Statistics(device.figures(), device.history());
        this.onClose = onClose;
        this.devicesChanged = () -> device.execute(this::devicesChanged);
        devices.listen(devicesChanged);
    }

    private void devicesChanged() {
        ports().ifPresent(Ports::evaluate);
    }

    /** From any thread. */
    private Optional<Ports> ports() {
        return Optional.ofNullable(known).map(Known::ports);
    }

    /** The configuration has changed; a connected controller stays connected. From any thread. */
    void configured() {
        device.execute(
                () -> ports().ifPresent(ports -> ports.follow(configs.get().rules())));
        device.recheck();
    }

    @Override
    public Readiness init(Publication keys) {
        return look(ports -> Readiness.ready());
    }

    /** @param then called when the ports are known; returns the result */
    private Readiness look(Function<Ports, Readiness> then) {
        if (device.id().type().equals(VUSB) && !configs.get().vusb()) {
            return Readiness.decline("it is a kernel's to serve (type pv); vusb=yes in org.xenbay.qusb changes that");
        }
        Optional<ControllerNodes> read = ControllerNodes.read(device);
        if (read.isEmpty()) {
            return Readiness.waitFor(
                    Side.TOOLSTACK, "nodes " + ControllerNodes.PORTS + " and " + ControllerNodes.VERSION);
        }
        Known before = known;
        Known now = before != null && before.nodes().equals(read.get()) ? before : known(read.get());
        known = now;
        now.ports().read();
        return then.apply(now.ports());
    }

    private Known known(ControllerNodes nodes) {
        List<Rule> rules = configs.get().rules();
        return new Known(
                nodes, new Ports(device, devices, rules, nodes.ports(), nodes.most(), this::pulled, this::wake));
    }

    private void pulled(Attachment attachment) {
        if (connection != null) {
            connection.controller().pulled(attachment);
        }
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) {
        Known present = known;
        return origin == Origin.fresh() && present != null
                ? connect(link, origin, present.ports())
                : look(ports -> connect(link, origin, ports));
    }

    /** A failure leaves no connection, so that later tasks do not use memory that the link has released. */
    private Readiness connect(DeviceLink link, Origin origin, Ports ports) {
        NodeValues parameters = link.frontend(PARAMETERS);
        Optional<String> missing = parameters.firstMissing();
        if (missing.isPresent()) {
            return Readiness.waitFor(Side.FRONTEND, "node " + missing.get());
        }
        Connection opened;
        if (origin instanceof Origin.Resumed resumed) {
            opened = resume(link, parameters, ports, ParkedController.decode(resumed.parked()));
        } else if (origin == Origin.adopted()) {
            opened = open(link, parameters, ports, page -> UrbRing.adopted(page, device.atCommit()), List.of());
            ports.adopt();
        } else {
            opened = open(link, parameters, ports, page -> UrbRing.fresh(page, device.atCommit()), List.of());
            ports.forget();
        }
        connection = opened;
        return Readiness.ready();
    }

    private Connection resume(DeviceLink link, NodeValues parameters, Ports ports, ParkedController state) {
        int unanswered = state.requests().size();
        Connection resumed = open(
                link,
                parameters,
                ports,
                page -> UrbRing.resumed(page, device.atCommit(), unanswered),
                state.requests());
        ports.restore(state.ports());
        return resumed;
    }

    private Connection open(
            DeviceLink link,
            NodeValues parameters,
            Ports ports,
            Function<SharedMemory, UrbRing> ring,
            List<byte[]> leftOver) {
        UrbRing urbs = ring.apply(link.map(Access.READ_WRITE, parameters.grantReference("urb-ring-ref")));
        ConnRing plugs = new ConnRing(link.map(Access.READ_WRITE, parameters.grantReference("conn-ring-ref")));
        EventChannel channel = link.bindPolling(
                parameters.eventChannel("event-channel"), this::turn, () -> !ports.isAdopting() && urbs.available());
        Controller controller = new Controller(
                ports,
                link,
                new Controller.Rings(urbs, plugs, channel),
                new BufferPool(device.memory()),
                new RingStarvationGuard(device),
                statistics,
                this::wake,
                text -> device.log().debug(() -> text));
        return new Connection(ports, controller, leftOver);
    }

    @Override
    public Optional<Parked> park() {
        Connection leaving = connection;
        if (leaving == null) {
            return Optional.empty();
        }
        try {
            Optional<List<byte[]>> requests = leaving.controller().park();
            if (requests.isEmpty()) {
                device.log().error("the controller cannot be handed over: a USB device does not come to an end");
                return Optional.empty();
            }
            closeController();
            return Optional.of(new ParkedController(leaving.ports().park(), requests.get()).encode());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void connected() {
        if (connection != null) {
            connection.controller().resume(connection.leftOver());
            connection.ports().live();
            wake();
        }
    }

    /** There are replies for the guest. From any thread. */
    private void wake() {
        if (awake.compareAndSet(false, true)) {
            device.execute(this::turn);
        }
    }

    private void turn() {
        awake.set(false);
        if (connection != null) {
            connection.controller().turn();
        }
    }

    @Override
    public void backendChanged(String node) {
        ports().ifPresent(ports -> ports.read(node));
    }

    @Override
    public void disconnect() {
        closeController();
        ports().ifPresent(Ports::leave);
    }

    private void closeController() {
        if (connection != null) {
            connection.controller().close();
            connection = null;
        }
    }

    @Override
    public void close() {
        devices.ignore(devicesChanged);
        closeController();
        ports().ifPresent(Ports::leave);
        onClose.accept(this);
    }

    DeviceId id() {
        return device.id();
    }

    /** From any thread. */
    List<PortState> portStates() {
        return ports().map(Ports::states).orElse(List.of());
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
        device.execute(() -> ports().ifPresentOrElse(
                        ports -> ports.attach(path, port, force, done), () -> done.completeExceptionally(notReady())));
        return done;
    }

    /** From any thread. */
    CompletableFuture<Void> detach(String path) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        device.execute(() -> ports().ifPresentOrElse(
                        ports -> ports.detach(path, done), () -> done.completeExceptionally(notReady())));
        return done;
    }

    private IllegalStateException notReady() {
        return new IllegalStateException(device.id() + " is not ready");
    }

    @Override
    public Optional<String> trouble() {
        return ports().flatMap(Ports::trouble);
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        ports().stream()
                .flatMap(ports -> ports.all().stream())
                .filter(port -> !port.isFree())
                .forEach(port -> details.put("port " + port.number(), port.describe()));
        if (connection != null) {
            Controller controller = connection.controller();
            details.put("under way", controller.underWay() + " requests");
        }
        return details;
    }
}
