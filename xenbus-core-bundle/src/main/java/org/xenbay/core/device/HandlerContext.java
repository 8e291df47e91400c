// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLog;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.figure.Figures;
import org.xenbay.api.recording.DeviceHistory;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.Author;

/** The core as one handler sees it. Ends with the handler, so that a late call does nothing. */
final class HandlerContext implements DeviceContext {

    private final DeviceActor actor;
    private final CoreContext core;
    private final DeviceLog log;
    private final Nodes backend;
    private final Nodes frontend;
    private final String domainName;
    private final FigureRegistry.Ending figures;
    private final TakeOver takeOver;
    /** Nodes that are not written yet. */
    private final Map<String, String> owedToBackend = new LinkedHashMap<>();

    private final Map<String, String> owedToFrontend = new LinkedHashMap<>();
    private final Allowance memory;
    private volatile boolean ended;

    HandlerContext(
            DeviceActor actor,
            CoreContext core,
            DeviceLog log,
            StorePath backendPath,
            StorePath frontendPath,
            DeviceFigures figures,
            TakeOver takeOver) {
        this.actor = actor;
        this.core = core;
        this.log = log;
        this.backend = new Nodes(core.xen().store(), backendPath);
        this.frontend = new Nodes(core.xen().store(), frontendPath);
        this.domainName = figures.domainName();
        this.figures = figures.ofBackend().begin();
        this.takeOver = takeOver;
        this.memory = core.memory().of(actor.id().domain());
    }

    void end() {
        ended = true;
        figures.end();
    }

    @Override
    public DeviceId id() {
        return actor.id();
    }

    @Override
    public String domainName() {
        return domainName;
    }

    @Override
    public NodeValues backend(String... names) {
        actor.checkExecutor("DeviceContext.backend");
        return backend.read(names);
    }

    @Override
    public NodeValues frontend(String... names) {
        actor.checkExecutor("DeviceContext.frontend");
        takeOver.reads(frontend.directory(), names);
        return frontend.read(names);
    }

    @Override
    public void publish(Map<String, String> values) {
        actor.checkExecutor("DeviceContext.publish");
        owedToBackend.putAll(values);
        publishOwed();
    }

    @Override
    public void publishToFrontend(String name, String value) {
        actor.checkExecutor("DeviceContext.publishToFrontend");
        owedToFrontend.put(name, value);
        publishOwed();
    }

    /** Writes the nodes that could not be written because of a conflict; called when the device is observed again. */
    void publishOwed() {
        publish(backend, owedToBackend);
        publish(frontend, owedToFrontend);
    }

    private void publish(Nodes nodes, Map<String, String> owed) {
        if (!owed.isEmpty()) {
            try {
                nodes.write(owed);
                owed.clear();
            } catch (XenStoreException failed) {
                if (!Failure.isConflict(failed)) {
                    owed.clear();
                    throw failed;
                }
                actor.lookAgain();
            }
        }
    }

    @Override
    public void execute(Task task) {
        execute(task, () -> log.debug(() -> "a task is dropped, as its handler is closed" + Author.here()));
    }

    @Override
    public void execute(Task task, Runnable dropped) {
        if (ended) {
            dropped.run();
            return;
        }
        actor.enqueue(() -> actor.runForHandler(() -> {
            if (ended) {
                drop(dropped);
            } else {
                actor.call("a task", task);
            }
        }));
    }

    /** Does not fail the connection, which is another handler's by now. */
    private void drop(Runnable dropped) {
        try {
            dropped.run();
        } catch (RuntimeException failed) {
            log.error("a task was dropped, because its handler is closed, and its callback for that has failed: "
                    + failed);
        }
    }

    @Override
    public Timer schedule(Duration delay, Task task) {
        ScheduledFuture<?> future = core.timers().schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public <T> void runOnHost(Callable<T> work, BiConsumer<T, Throwable> then) {
        try {
            start(work, then);
        } catch (RejectedExecutionException full) {
            execute(() -> then.accept(null, full));
        }
    }

    @Override
    public <T> boolean offerToHost(Callable<T> work, BiConsumer<T, Throwable> then) {
        try {
            start(work, then);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    private <T> void start(Callable<T> work, BiConsumer<T, Throwable> then) {
        actor.hostWork().execute(() -> {
            try {
                T result = work.call();
                execute(() -> then.accept(result, null));
            } catch (Throwable thrown) {
                execute(() -> then.accept(null, thrown));
            }
        });
    }

    @Override
    public Optional<ByteBuffer> persistentMemory(String name, int size) {
        return core.persistentMemory().of(actor.id(), name, size);
    }

    @Override
    public Runnable atCommit() {
        return core.persistentMemory().atCommit();
    }

    @Override
    public Allowance memory() {
        return memory;
    }

    @Override
    public Figures figures() {
        return figures;
    }

    @Override
    public DeviceHistory history() {
        return actor.history();
    }

    @Override
    public void recheck() {
        if (!ended) {
            actor.backendChanged("state");
        }
    }

    @Override
    public void fail(Throwable reason) {
        actor.enqueue(() -> {
            if (!ended) {
                actor.runForHandler(() -> {
                    throw reason instanceof Exception exception ? exception : new IllegalStateException(reason);
                });
            }
        });
    }

    @Override
    public DeviceLog log() {
        return log;
    }
}
