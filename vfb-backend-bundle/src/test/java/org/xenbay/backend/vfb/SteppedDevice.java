// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLog;
import org.xenbay.api.device.NodeValues;

/** A device whose tasks a test runs one by one, and whose time passes when the test says so. It has no nodes and no log. */
final class SteppedDevice implements DeviceContext {

    private final Queue<Task> tasks = new ArrayDeque<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private long now;

    private record Alarm(long time, Task task) {}

    /** @return nanoseconds */
    long now() {
        return now;
    }

    int queued() {
        return tasks.size();
    }

    int alarms() {
        return alarms.size();
    }

    /** Runs what is queued, and what that queues, without that time passes. */
    void runAll() throws Exception {
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Runs the first task that is queued, without what it queues. */
    void runOne() throws Exception {
        tasks.remove().run();
    }

    /** Time passes: what is due runs at its time, with what it queues. */
    void pass(Duration time) throws Exception {
        long end = now + time.toNanos();
        while (true) {
            Alarm next = alarms.stream()
                    .filter(alarm -> alarm.time <= end)
                    .min(Comparator.comparingLong(Alarm::time))
                    .orElse(null);
            if (next == null) {
                break;
            }
            alarms.remove(next);
            now = Math.max(now, next.time);
            next.task.run();
            runAll();
        }
        now = end;
    }

    @Override
    public void execute(Task task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Duration delay, Task task) {
        Alarm alarm = new Alarm(now + delay.toNanos(), task);
        alarms.add(alarm);
        return () -> alarms.removeIf(each -> each == alarm);
    }

    @Override
    public DeviceId id() {
        return new DeviceId(1, "vfb", 0);
    }

    @Override
    public String domainName() {
        return "guest";
    }

    @Override
    public NodeValues backend(String... names) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NodeValues frontend(String... names) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void publish(Map<String, String> values) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void publishToFrontend(String name, String value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> void runOnHost(Callable<T> work, BiConsumer<T, Throwable> then) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void recheck() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void fail(Throwable reason) {
        throw new UnsupportedOperationException("failed", reason);
    }

    @Override
    public DeviceLog log() {
        throw new UnsupportedOperationException();
    }
}
