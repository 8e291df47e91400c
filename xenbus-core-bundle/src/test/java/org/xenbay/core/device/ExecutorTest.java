// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.DeviceLog;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.store.StorePath;
import org.xenbay.core.LateCaller;
import org.xenbay.core.machine.Event;
import org.xenbay.core.machine.LinkOrigin;
import org.xenbay.core.machine.Model;
import org.xenbay.core.registry.BackendTable;
import org.xenbay.core.registry.CoreRuntime;
import org.xenbay.core.registry.HostServices;
import org.xenbay.core.registry.Limits;
import org.xenbay.core.registry.Xenbus;
import org.xenbay.embedded.EmbeddedXen;

/** Calls that belong to a device's executor, and the device's behaviour there when calls of it are given up. */
class ExecutorTest {

    private static final DeviceId ID = new DeviceId(1, "probe", 0);
    private static final StorePath FRONTEND = StorePath.of("/local/domain/1/device/probe/0");

    private final EmbeddedXen xen = new EmbeddedXen();
    private final HostServices services = new HostServices(new OneLeft(), PersistentMemory.NONE);
    private final CoreRuntime core =
            new CoreRuntime(xen, services, Limits.DEFAULT, CallLimits.DEFAULT, CoreRuntime.memoryOf(10));
    private final Xenbus xenbus = new Xenbus(core);
    private final DeviceActor device = new DeviceActor(ID, core, gone -> {});
    private final ActorLog log = new ActorLog(ID, 0, CoreHistory.NONE);
    private final ActionRunner runner = new ActionRunner(device, core, log);

    @AfterEach
    void end() {
        xenbus.close();
        xen.close();
    }

    /** The last run has left one device's state. */
    private static final class OneLeft implements Handovers {

        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public boolean leave(DeviceId id, Instant parkedAt, Map<String, String> parameters, Parked parked) {
            return false;
        }

        @Override
        public Optional<Map<String, String>> left(DeviceId id) {
            return Optional.of(Map.of());
        }

        @Override
        public Instant leftAt(DeviceId id) {
            return Instant.EPOCH;
        }

        @Override
        public Readiness ready(DeviceId id) {
            return Readiness.ready();
        }

        @Override
        public Parked take(DeviceId id) {
            return new Parked(1, new byte[] {42});
        }

        @Override
        public void drop(DeviceId id) {}
    }

    /** Takes nothing over, as its host is not ready. */
    private static final class Waiting implements DeviceHandler {

        @Override
        public Readiness init(Publication keys) {
            return Readiness.ready();
        }

        @Override
        public Readiness connect(DeviceLink link, Origin origin) {
            return Readiness.waitFor(Readiness.Side.HOST, "a folder");
        }

        @Override
        public void disconnect() {}

        @Override
        public void close() {}
    }

    private static final class WaitingBackend implements XenDevOps {

        @Override
        public DeviceHandler open(DeviceContext device) {
            return new Waiting();
        }

        @Override
        public DeviceTemplate template(DeviceId id, Map<String, String> options) {
            throw new IllegalStateException("nothing is attached");
        }
    }

    private void onExecutor(ThrowingCallable what) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        device.enqueue(() -> {
            try {
                what.call();
                done.complete(null);
            } catch (Throwable failed) {
                done.completeExceptionally(failed);
            }
        });
        done.get(20, TimeUnit.SECONDS);
    }

    private static void isRefused(ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1/probe/0")
                .hasMessageContaining(Thread.currentThread().getName());
    }

    @Test
    void whatBelongsToItIsRefusedOnAnotherThread() throws Exception {
        ConnectionScope scope = new ConnectionScope(device, core.xen(), core.counters());
        EventProcessor processor =
                new EventProcessor(device, runner, new DeviceJournal(ID, event -> {}, CoreHistory.NONE), log);
        isRefused(() -> device.runForHandler(() -> {}));
        isRefused(() -> device.call("a task", () -> {}));
        isRefused(() -> device.ask("a question", () -> true));
        isRefused(() -> runner.observe(Model.NEW, Set.of()));
        isRefused(() -> processor.process(new Event.StoreLost()));
        isRefused(scope::close);
        assertThatThrownBy(() ->
                        new Mailbox(core.deviceThreads(), core.deviceThreads().own()).poll(null))
                .isInstanceOf(AssertionError.class);
        onExecutor(() -> {
            device.runForHandler(() -> {});
            device.call("a task", () -> {});
            device.ask("a question", () -> true);
            scope.close();
        });
    }

    private HandlerContext context() {
        TakeOver takeOver = new TakeOver(xen.store(), ID.domain());
        return new HandlerContext(
                device, core, log, ID.backendPath(0), FRONTEND, new DeviceFigures(ID, new Counters()), takeOver);
    }

    @Test
    void whoQueuesATaskAfterTheHandlersEndIsToldBeforeTheCallReturns() throws Exception {
        HandlerContext context = context();
        List<String> ran = new CopyOnWriteArrayList<>();
        context.end();
        context.execute(() -> ran.add("task"), () -> ran.add("dropped on " + Thread.currentThread()));
        assertThat(ran).containsExactly("dropped on " + Thread.currentThread());
        onExecutor(() -> assertThat(ran).hasSize(1));
    }

    @Test
    void ofATaskAndWhatTellsThatItIsDroppedOneRunsAlsoWhenTheHandlerEndsWhileTheTaskWaits() throws Exception {
        HandlerContext context = context();
        List<String> ran = new CopyOnWriteArrayList<>();
        onExecutor(() -> context.execute(() -> ran.add("task"), () -> ran.add("dropped")));
        onExecutor(() -> {
            context.execute(() -> ran.add("late task"), () -> ran.add("dropped late"));
            context.execute(() -> ran.add("task of a bad one"), () -> {
                device.assertExecutor();
                throw new IllegalStateException("on purpose");
            });
            context.end();
        });
        onExecutor(() -> assertThat(ran).containsExactly("task", "dropped late"));
        assertThat(runner.slot().isParked()).isFalse();
    }

    @Test
    void aTaskThatIsDroppedSilentlyIsALineOfTheLogThatNamesWhoQueuedIt() {
        HandlerContext context = new HandlerContext(
                device,
                core,
                new Lines(),
                ID.backendPath(0),
                FRONTEND,
                new DeviceFigures(ID, new Counters()),
                new TakeOver(xen.store(), 1));
        context.end();
        new LateCaller(context).call();
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("a task is dropped", "at org.xenbay.core.LateCaller.call");
    }

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final class Lines implements DeviceLog {

        @Override
        public void error(String message) {
            lines.add(message);
        }

        @Override
        public void info(String message) {
            lines.add(message);
        }

        @Override
        public void debug(Supplier<String> message) {
            lines.add(message.get());
        }
    }

    @Test
    void aDeviceWhoseBackendHasLeftWhileItWaitedForAThreadHasNoCallToWaitFor() throws Exception {
        LostCalls calls = new LostCalls(device, core);
        assertThat(calls.waiting()).isEmpty();
        onExecutor(() -> {
            runner.abandon(LostCall.WAITING, "it waited too long", (then, lane) -> lane.run(then));
            assertThat(runner.slot().isParked()).isFalse();
        });
    }

    @Test
    void whatIsParkedIsPassedOnHoweverOftenTheDeviceIsTakenFromItsBackend() throws Exception {
        xenbus.backendArrived(List.of("probe"), new BackendTable.Entry(new WaitingBackend(), 0, 1, "test", "1", 1));
        onExecutor(() -> {
            runner.slot().open(FRONTEND);
            assertThat(runner.slot().connect(FRONTEND, LinkOrigin.ADOPTED)).isInstanceOf(Readiness.Waiting.class);
            assertThat(runner.slot().isParked()).isTrue();
            for (int times = 0; times < 3; times++) {
                HandlerSlot before = runner.slot();
                runner.abandon(LostCall.WAITING, "it waited too long", (then, lane) -> {});
                assertThat(before.isParked()).isFalse();
                assertThat(runner.slot().isParked()).isTrue();
            }
            runner.slot().release();
        });
    }
}
