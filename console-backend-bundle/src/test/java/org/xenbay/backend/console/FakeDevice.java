// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLog;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.figure.Figures;
import org.xenbay.api.figure.Load;

/** A replacement of the core for one handler: nodes in maps, one thread as the device's executor, one as the host's. */
final class FakeDevice implements DeviceContext, AutoCloseable {
    /** Counters by their names: who asks for one again gets the same. */
    private final Figures figures = Figures.unseen();

    final Map<String, String> backend = new ConcurrentHashMap<>();
    final Map<String, String> frontend = new ConcurrentHashMap<>();
    final List<String> errors = new CopyOnWriteArrayList<>();
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    final AtomicInteger rechecks = new AtomicInteger();
    final AtomicInteger tasks = new AtomicInteger();
    volatile boolean hostBusy;
    /** The guest's part of the memory. */
    volatile Allowance memory = Allowance.unlimited();

    /** Memory that outlasts a process; empty when there is none. */
    Optional<Map<String, ByteBuffer>> persistentMemory = Optional.empty();

    private final DeviceId id;
    private final ScheduledExecutorService executor;
    private final boolean owned;
    private final ScheduledExecutorService host = new ScheduledThreadPoolExecutor(1);

    FakeDevice(int number) {
        this(number, new ScheduledThreadPoolExecutor(1), true);
    }

    /** Devices that share an executor take turns, as those of the core do. */
    FakeDevice(int number, ScheduledExecutorService shared) {
        this(number, shared, false);
    }

    private FakeDevice(int number, ScheduledExecutorService executor, boolean owned) {
        this.owned = owned;
        this.id = new DeviceId(5, "console", number);
        this.executor = executor;
        frontend.put("type", "ioemu");
        backend.put("state", "1");
    }

    /** Runs something on the device's executor and waits for it, as the core calls a handler. */
    <T> T call(Callable<T> task) throws Exception {
        Future<T> result = executor.submit(task);
        try {
            return result.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception exception ? exception : failed;
        }
    }

    void run(Task task) throws Exception {
        call(() -> {
            task.run();
            return null;
        });
    }

    /** Waits until everything queued so far has run. */
    void settle() throws Exception {
        run(() -> {});
    }

    @Override
    public Figures figures() {
        return figures;
    }

    /** @return the value of a counter; 0 when nobody has registered it */
    long count(String name, Load load) {
        return figures.counter(name, load, "what is counted").value();
    }

    @Override
    public DeviceId id() {
        return id;
    }

    @Override
    public String domainName() {
        return "guest/one";
    }

    @Override
    public NodeValues backend(String... names) {
        return values(backend, names);
    }

    @Override
    public NodeValues frontend(String... names) {
        return values(frontend, names);
    }

    static NodeValues values(Map<String, String> nodes, String... names) {
        Map<String, String> found = new HashMap<>();
        for (String name : names) {
            String value = nodes.get(name);
            if (value != null) {
                found.put(name, value);
            }
        }
        return new NodeValues(List.of(names), found);
    }

    @Override
    public void publish(Map<String, String> values) {
        backend.putAll(values);
    }

    @Override
    public void publishToFrontend(String name, String value) {
        frontend.put(name, value);
    }

    @Override
    public void execute(Task task) {
        tasks.incrementAndGet();
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException closed) {
            errors.add("executed after the end");
        }
    }

    private void guarded(Task task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    @Override
    public Timer schedule(Duration delay, Task task) {
        Future<?> scheduled = executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public <T> void runOnHost(Callable<T> work, BiConsumer<T, Throwable> then) {
        if (hostBusy) {
            execute(() -> then.accept(null, new RejectedExecutionException("too much waits")));
            return;
        }
        host.execute(() -> {
            try {
                T result = work.call();
                execute(() -> then.accept(result, null));
            } catch (Throwable thrown) {
                execute(() -> then.accept(null, thrown));
            }
        });
    }

    @Override
    public <T> boolean offerToHost(Callable<T> work, BiConsumer<T, Throwable> then) {
        if (!hostBusy) {
            runOnHost(work, then);
        }
        return !hostBusy;
    }

    @Override
    public Allowance memory() {
        return memory;
    }

    /** Keeps the host's only thread busy until the returned action runs. */
    Runnable blockHost() {
        CountDownLatch release = new CountDownLatch(1);
        host.execute(() -> {
            try {
                release.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        return release::countDown;
    }

    @Override
    public Optional<ByteBuffer> persistentMemory(String name, int size) {
        return persistentMemory.map(memory -> memory.computeIfAbsent(name, unused -> ByteBuffer.allocateDirect(size)));
    }

    @Override
    public void recheck() {
        rechecks.incrementAndGet();
    }

    @Override
    public void fail(Throwable reason) {
        failure.compareAndSet(null, reason);
    }

    @Override
    public DeviceLog log() {
        return new DeviceLog() {
            @Override
            public void error(String message) {
                errors.add(message);
            }

            @Override
            public void info(String message) {}

            @Override
            public void debug(Supplier<String> message) {
                message.get();
            }
        };
    }

    /** Lets the host complete the pending requests. */
    void finishHost() throws InterruptedException {
        host.shutdown();
        host.awaitTermination(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        if (owned) {
            executor.shutdownNow();
        }
        host.shutdownNow();
        try {
            // The host's late writes must not appear in a folder that is being deleted.
            host.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
