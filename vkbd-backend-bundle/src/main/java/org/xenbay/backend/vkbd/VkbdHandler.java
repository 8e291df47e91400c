// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.input.InputControl.Step;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/**
 * The handler of one keyboard.
 *
 * <p>Linux's driver reads the offered features once, when it is probed, and does not wait for the backend. Nodes that the
 * toolstack wrote with the device exist in time. Other nodes are published with InitWait, and a frontend that was faster keeps
 * its own defaults ({@link Features#read}).
 */
final class VkbdHandler implements DeviceHandler {

    private static final long MAX_FRAME = 1L << 52;

    private static final String[] PARAMETERS = {"page-ref", "page-gref", "event-channel"};
    private static final String[] REQUESTS = {Mode.ABSOLUTE, Mode.RAW, Mode.TOUCH};

    private final DeviceContext device;
    private final InputRouter router;
    private final Consumer<VkbdHandler> onClose;
    private final GuestInput input;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Scripts scripts;

    /** The features that {@link #init} has offered. */
    private @Nullable Features offered;

    private String uniqueId = "";
    private @Nullable Connection connection;
    /** Sources that an operator assigned to this device in an earlier run. */
    private List<String> chosenBefore = List.of();

    private boolean live;

    /** The guest's driver is connected. */
    private record Connection(Features features, GuestRing ring) {}

    VkbdHandler(DeviceContext device, InputRouter router, Consumer<VkbdHandler> onClose) {
        this.input = new GuestInput(this::wake, device.memory());
        this.device = device;
        this.router = router;
        this.onClose = onClose;
        this.scripts = new Scripts(device, input, () -> router.config().timeout(), this::wake);
    }

    @Override
    public Readiness init(Publication keys) {
        Features features = look();
        offered = features;
        features.publishMissing(device, keys);
        return Readiness.ready();
    }

    private Features look() {
        Optional<String> state = device.frontend("state").text("state");
        boolean late =
                state.filter(text -> text.equals("3") || text.equals("4")).isPresent();
        uniqueId = device.backend("unique-id").text("unique-id").orElse("");
        return Features.read(device, router.config(), late);
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) {
        Features features = origin == Origin.fresh() && offered != null ? offered : look();
        Optional<ParkedInput> left = origin instanceof Origin.Resumed resumed
                ? Optional.of(ParkedInput.decode(resumed.parked()))
                : Optional.empty();
        Readiness readiness = open(link, origin, features);
        if (readiness == Readiness.ready()) {
            left.ifPresent(this::restore);
        }
        return readiness;
    }

    private void restore(ParkedInput left) {
        input.restore(left);
        chosenBefore = left.sources();
    }

    private Readiness open(DeviceLink link, Origin origin, Features features) {
        NodeValues parameters = link.frontend(PARAMETERS);
        boolean page = parameters.text("page-gref").isPresent()
                || parameters.text("page-ref").isPresent();
        if (!page || parameters.text("event-channel").isEmpty()) {
            return Readiness.waitFor(Side.FRONTEND, "node " + (page ? "event-channel" : "page-gref"));
        }
        int port = parameters.eventChannel("event-channel");
        SharedMemory memory = map(link, parameters);
        input.open(
                features,
                Mode.of(features, device.frontend(REQUESTS)),
                router.config().keysWithoutPointer());
        EventChannel channel = link.bind(port, this::turn);
        // A killed process may have put events into the ring without a signal.
        channel.signal();
        device.persistentMemory("vkbd", ReportedStateJournal.SIZE).ifPresent(persistent -> {
            ReportedStateJournal journal = new ReportedStateJournal(persistent, device.atCommit());
            input.keep(journal, journal.begin(link.fingerprint(), origin));
        });
        scripts.open();
        connection = new Connection(features, new GuestRing(memory, channel));
        return Readiness.ready();
    }

    /** Old frontends grant nothing and publish a frame. */
    private static SharedMemory map(DeviceLink link, NodeValues parameters) {
        return parameters.text("page-gref").isPresent()
                ? link.map(Access.READ_WRITE, parameters.grantReference("page-gref"))
                : link.mapForeign(parameters.number("page-ref", 0, MAX_FRAME));
    }

    @Override
    public void connected() {
        Connection now = connection;
        if (now == null) {
            return;
        }
        live = true;
        input.attach(now.ring());
        router.arrived(target(now.features()), input);
        router.restore(device.id(), chosenBefore);
        chosenBefore = List.of();
        turn();
    }

    private InputTarget target(Features features) {
        return new InputTarget(
                device.id(), device.domainName(), uniqueId, features.width(), features.height(), input.takes());
    }

    @Override
    public void frontendChanged(String node) {
        Connection now = connection;
        if (now != null && Mode.isRequest(node)) {
            input.change(Mode.of(now.features(), device.frontend(REQUESTS)));
            if (live) {
                router.changed(target(now.features()));
            }
        }
    }

    /** There are events for the guest. From any thread. */
    private void wake() {
        if (awake.compareAndSet(false, true)) {
            device.execute(this::turn);
        }
    }

    private void turn() {
        awake.set(false);
        if (connection == null) {
            return;
        }
        connection.ring().drain();
        if (live) {
            scripts.turn();
        }
    }

    /** From any thread. */
    CompletableFuture<Void> play(List<Step> steps) {
        return scripts.play(steps);
    }

    @Override
    public void disconnect() {
        try {
            releaseAll();
        } catch (CorruptRingException corrupt) {
            device.log().debug(() -> "the guest does not get releases: " + corrupt.getMessage());
        } finally {
            leave();
            input.close();
        }
    }

    /** Releases all keys: the guest may continue to run, as when this daemon ends. */
    private void releaseAll() {
        router.left(device.id());
        input.releaseAll();
        if (live) {
            input.flush();
        }
    }

    private void leave() {
        live = false;
        connection = null;
        input.detach();
        router.left(device.id());
        scripts.close();
    }

    @Override
    public Optional<Parked> park() {
        if (connection == null) {
            return Optional.empty();
        }
        List<String> chosen = router.chosenFor(device.id());
        releaseAll();
        leave();
        return Optional.of(input.park().with(chosen).encode());
    }

    @Override
    public void close() {
        leave();
        input.close();
        onClose.accept(this);
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        if (live && connection != null) {
            InputTarget target = target(connection.features());
            details.put("takes", String.join(", ", target.takes()));
            details.put("screen", target.width() + " x " + target.height());
            details.put("sources", String.join(", ", router.sourcesOf(device.id())));
            details.putAll(input.details());
        }
        if (!uniqueId.isEmpty()) {
            details.put("unique-id", uniqueId);
        }
        return details;
    }
}
