// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.XenbusAdmin;

/** A core with the devices that a test gives it. */
class FakeCore implements XenbusAdmin {

    final List<DeviceView> devices = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Consumer<DeviceEvent>> listeners = new CopyOnWriteArrayList<>();

    /** How often all devices were asked. */
    final AtomicInteger asked = new AtomicInteger();

    private record Device(
            DeviceId id,
            String domainName,
            XenbusState backendState,
            XenbusState frontendState,
            boolean online,
            DevicePhase phase,
            String explanation,
            String failure,
            long events,
            int mappedPages,
            int boundPorts,
            int debugLevel,
            String backendPath,
            String frontendPath,
            Map<String, String> details,
            List<Transition> transitions)
            implements DeviceView {}

    void add(String id, String name) {
        devices.add(new Device(
                DeviceId.parse(id),
                name,
                XenbusState.CONNECTED,
                XenbusState.CONNECTED,
                true,
                DevicePhase.CONNECTED,
                DeviceView.WELL,
                "",
                1,
                1,
                1,
                0,
                "/backend",
                "/frontend",
                Map.of(),
                List.of()));
    }

    void tell(String id) {
        DeviceView.Transition transition = new DeviceView.Transition(
                java.time.Instant.EPOCH, "test", XenbusState.CONNECTED, XenbusState.CONNECTED, "none");
        listeners.forEach(listener -> listener.accept(new DeviceEvent(DeviceId.parse(id), transition)));
    }

    @Override
    public HostView host() {
        return new HostView("embedded", 0, true, true, 1, devices.size(), devices.size(), 0, 0);
    }

    @Override
    public List<DeviceView> devices() {
        asked.incrementAndGet();
        return List.copyOf(devices);
    }

    @Override
    public Optional<DeviceView> device(DeviceId id) {
        return devices.stream().filter(device -> device.id().equals(id)).findFirst();
    }

    @Override
    public Map<DeviceId, HandoverView> handovers() {
        return Map.of();
    }

    @Override
    public Duration handoverTimeout() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<BackendView> backends() {
        return List.of();
    }

    @Override
    public void setDebugLevel(DeviceId id, int level) {
        throw new UnsupportedOperationException("the page does not");
    }

    @Override
    public void setDebugLevel(int level) {
        throw new UnsupportedOperationException("the page does not");
    }

    @Override
    public void attach(DeviceId id, Map<String, String> options) {
        calls.add("attach " + id + " " + options);
    }

    @Override
    public boolean detach(DeviceId id, boolean force) {
        if (!force) {
            throw new IllegalStateException(id + " did not close in time");
        }
        calls.add("detach " + id);
        return false;
    }

    @Override
    public Runnable onTransition(Consumer<DeviceEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
