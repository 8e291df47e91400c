// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BudgetView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.HandoverView;
import org.xenbay.api.management.HistoryView;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.XenbusAdmin;

/** A core with the devices a test gives it; notes what it is asked to change. */
public class FakeCore implements XenbusAdmin {
    public final List<DeviceView> devices = new CopyOnWriteArrayList<>();
    public final FairBudget memory = new FairBudget("bytes of memory", 256 << 20);
    public final List<String> calls = new CopyOnWriteArrayList<>();
    public final List<HistoryView> histories = new CopyOnWriteArrayList<>();
    public final List<Consumer<DeviceEvent>> listeners = new CopyOnWriteArrayList<>();

    /** How often all devices were asked. */
    public final AtomicInteger asked = new AtomicInteger();

    @Override
    public HostView host() {
        int connected = (int) devices.stream()
                .filter(device -> device.backendState() == XenbusState.CONNECTED)
                .count();
        return new HostView("embedded", 0, true, true, 1, devices.size(), connected, 0, 0);
    }

    @Override
    public BudgetView memory() {
        return BudgetView.of(memory);
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
    public List<HistoryView> histories() {
        return List.copyOf(histories);
    }

    @Override
    public Optional<HistoryView> history(DeviceId id) {
        return histories.stream().filter(history -> history.id().equals(id)).findFirst();
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
        return List.of(new BackendView("console", "org.xenbay.backend.console", "0.1.0", 17, 2, 1, 0));
    }

    @Override
    public void setDebugLevel(DeviceId id, int level) {
        if (device(id).isEmpty()) {
            throw new IllegalArgumentException("there is no device " + id);
        }
        calls.add("debug " + id + " " + level);
    }

    @Override
    public void setDebugLevel(int level) {
        calls.add("debug " + level);
    }

    @Override
    public void attach(DeviceId id, Map<String, String> options) {
        calls.add("attach " + id + " " + options);
    }

    @Override
    public boolean detach(DeviceId id, boolean force) {
        if (device(id).isEmpty()) {
            throw new IllegalArgumentException("there is no device " + id);
        }
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

    public void tell(DeviceEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
