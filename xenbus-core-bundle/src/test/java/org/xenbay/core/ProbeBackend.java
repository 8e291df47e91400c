// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/** A backend that a test controls, and that records the core's calls. */
final class ProbeBackend implements XenDevOps {

    static final String TYPE = "probe";

    final Map<DeviceId, List<String>> calls = new ConcurrentHashMap<>();
    final Map<DeviceId, DeviceContext> contexts = new ConcurrentHashMap<>();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger connected = new AtomicInteger();
    final AtomicInteger events = new AtomicInteger();
    final AtomicInteger connects = new AtomicInteger();
    volatile boolean canPark = true;
    /** Devices whose host is slow. */
    final Set<DeviceId> hostSlow = ConcurrentHashMap.newKeySet();
    /** Counts how often the core asked whether their hosts are slow. */
    final AtomicInteger asked = new AtomicInteger();

    volatile RuntimeException failOpen;
    volatile RuntimeException failPark;
    volatile RuntimeException failInit;
    volatile RuntimeException failConnect;
    volatile RuntimeException failResume;
    volatile RuntimeException failEvent;
    /** A failure before the handler asks for what was parked. */
    volatile RuntimeException failBeforeParked;
    /** A node of the frontend's that is read before the handler asks for what was parked; null for none. */
    volatile String readBeforeParked;

    volatile Readiness initAnswer = Readiness.ready();
    volatile Readiness connectAnswer = Readiness.ready();
    volatile Readiness resumeAnswer = Readiness.ready();
    /** Whether a handler that waits has mapped and bound already. */
    volatile boolean waitsWithRings;

    volatile boolean handlerIsNull;
    /** Of the last connection. */
    volatile String fingerprint = "";
    /** Given each link before anything is read through it. */
    volatile Consumer<DeviceLink> onLink = link -> {};
    /** Called when a connection has its memory and its port; may hang or fail. */
    volatile Consumer<DeviceId> onBound = id -> {};
    /** Called when a device is attached; may hang or fail. */
    volatile Consumer<DeviceId> onTemplate = id -> {};
    /** Of the last connection and of the last init. */
    volatile DeviceLink link;

    volatile SharedMemory page;

    volatile Publication keys;
    volatile String generation = "first";
    /** Told of events at once, in place of the handler on its executor. */
    volatile Runnable direct;

    /** Tells whether there is work, so that the executor polls. */
    volatile BooleanSupplier work;

    volatile EventChannel channel;
    /** Called with the device and the note in each recorded call of a handler; may hang or fail. */
    volatile BiConsumer<DeviceId, String> onCall = (id, call) -> {};

    /** What is wrong; may hang or fail. */
    volatile Supplier<Optional<String>> trouble = Optional::empty;

    volatile Supplier<Map<String, String>> moreDetails = Map::of;

    @Override
    public DeviceHandler open(DeviceContext device) {
        open.incrementAndGet();
        contexts.put(device.id(), device);
        note(device.id(), "open");
        if (failOpen != null) {
            open.decrementAndGet();
            throw failOpen;
        }
        return handlerIsNull ? null : new Handler(device);
    }

    List<String> callsOf(DeviceId id) {
        return calls.computeIfAbsent(id, unused -> new CopyOnWriteArrayList<>());
    }

    private void note(DeviceId id, String call) {
        callsOf(id).add(call);
        onCall.accept(id, call);
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        onTemplate.accept(id);
        return new DeviceTemplate("probe", options, Map.of("name", "n", "colour", "red"), Set.of("name"));
    }

    private final class Handler implements DeviceHandler {
        private final DeviceContext device;
        private SharedMemory page;
        private EventChannel channel;
        private int seen;

        Handler(DeviceContext device) {
            this.device = device;
        }

        private void note(String call) {
            ProbeBackend.this.note(device.id(), call);
        }

        @Override
        public Readiness init(Publication keys) {
            note("init");
            if (failInit != null) {
                throw failInit;
            }
            ProbeBackend.this.keys = keys;
            keys.feature("feature-probe", true).put("max-pages", 1);
            return initAnswer;
        }

        @Override
        public Readiness connect(DeviceLink link, Origin origin) {
            if (origin instanceof Origin.Resumed resumed) {
                return resume(link, resumed);
            }
            note(origin == Origin.fresh() ? "connect" : "adopt");
            connects.incrementAndGet();
            if (connectAnswer != Readiness.ready()) {
                return connectAnswer;
            }
            link(link);
            connected.incrementAndGet();
            return Readiness.ready();
        }

        private void link(DeviceLink link) {
            ProbeBackend.this.link = link;
            onLink.accept(link);
            NodeValues frontend = link.frontend("ring-ref", "event-channel");
            fingerprint = link.fingerprint();
            page = link.map(Access.READ_WRITE, frontend.grantReference("ring-ref"));
            int port = frontend.eventChannel("event-channel");
            ProbeBackend.this.page = page;
            channel = bind(link, port);
            ProbeBackend.this.channel = channel;
            onBound.accept(device.id());
            if (failConnect != null) {
                throw failConnect;
            }
        }

        private EventChannel bind(DeviceLink link, int port) {
            if (direct != null) {
                return link.bindOnEventThread(port, () -> direct.run());
            }
            return work == null ? link.bind(port, this::event) : link.bindPolling(port, this::event, work);
        }

        /** Answers by adding the guest's number at 0 to the number at 4. */
        private void event() {
            events.incrementAndGet();
            if (failEvent != null) {
                throw failEvent;
            }
            int value = page.getIntAcquire(0);
            if (value != seen) {
                seen = value;
                page.putIntRelease(4, page.getInt(4) + 1);
                channel.signal();
            }
        }

        @Override
        public void connected() {
            note("connected");
        }

        @Override
        public void disconnect() {
            note("disconnect");
            connected.decrementAndGet();
        }

        @Override
        public void close() {
            note("close");
            open.decrementAndGet();
        }

        @Override
        public void backendChanged(String node) {
            note("backend " + node);
        }

        @Override
        public void frontendChanged(String node) {
            note("frontend " + node);
        }

        @Override
        public boolean isHostSlow() {
            asked.incrementAndGet();
            return hostSlow.contains(device.id());
        }

        @Override
        public Optional<Parked> park() {
            note("park");
            if (failPark != null) {
                throw failPark;
            }
            if (!canPark || isHostSlow()) {
                return Optional.empty();
            }
            connected.decrementAndGet();
            return Optional.of(new Parked(1, (generation + " " + seen).getBytes(StandardCharsets.UTF_8)));
        }

        private Readiness resume(DeviceLink link, Origin.Resumed resumed) {
            note("resume");
            if (readBeforeParked != null) {
                device.frontend(readBeforeParked);
            }
            if (failBeforeParked != null) {
                throw failBeforeParked;
            }
            String state = new String(resumed.parked().state(), StandardCharsets.UTF_8);
            note("resume " + state);
            if (resumeAnswer != Readiness.ready()) {
                if (waitsWithRings) {
                    link(link);
                }
                return resumeAnswer;
            }
            if (failResume != null) {
                throw failResume;
            }
            seen = Integer.parseInt(state.split(" ")[1]);
            link(link);
            connected.incrementAndGet();
            return Readiness.ready();
        }

        @Override
        public Map<String, String> details() {
            Map<String, String> details = new HashMap<>(moreDetails.get());
            details.put("seen", Integer.toString(seen));
            return details;
        }

        @Override
        public Optional<String> trouble() {
            return trouble.get();
        }
    }
}
