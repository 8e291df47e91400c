// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext.Task;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.Author;
import org.xenbay.core.machine.Event;
import org.xenbay.core.machine.Phase;

/**
 * One device. Everything of a device runs on its mailbox, one thing after another: its events, the actions that the state
 * machine decides on, and the calls into its handler. This is also the only place where exceptions of a handler are caught.
 */
public final class DeviceActor {

    private final DeviceId id;
    private final CoreContext core;
    private final Consumer<DeviceId> forgotten;
    private final Mailbox mailbox;
    private final HostWork hostWork;
    private final ActorLog log;
    private final CoreHistory history;
    private final ActionRunner runner;
    private final StuckCalls stuck;

    private final EventProcessor processor;

    private final ObservationLoop observations;
    private final HandlerTasks tasks;
    private final ExceptionTranslator exceptions;
    private final DeviceInspection inspection;

    /**
     * @param id the device
     * @param core shared by all devices
     * @param forgotten called when the device's record has ended; on the device's mailbox
     */
    public DeviceActor(DeviceId id, CoreContext core, Consumer<DeviceId> forgotten) {
        this.id = id;
        this.forgotten = forgotten;
        this.core = core;
        this.mailbox = new Mailbox(core.deviceThreads(), laneOf(core.backendOf(id.type())));
        this.hostWork = core.newHostWork();
        this.history = core.histories().of(id);
        this.log = new ActorLog(id, core.defaultDebugLevel(), history);
        DeviceJournal journal = new DeviceJournal(id, core::transition, history);
        this.runner = new ActionRunner(this, core, log);
        this.stuck = new StuckCalls(this, runner, mailbox, core.callLimits(), this::givenUp);
        this.processor = new EventProcessor(this, runner, journal, log);
        this.observations = new ObservationLoop(this, core, runner, processor);
        this.exceptions = new ExceptionTranslator(log);
        this.tasks = new HandlerTasks(thrown -> process(exceptions.ofHandler(thrown)), observations::runAfterConflict);
        this.inspection = new DeviceInspection(mailbox, runner, processor, log, journal, stuck);
    }

    /** @return which device */
    public DeviceId id() {
        return id;
    }

    void forgotten() {
        forgotten.accept(id);
    }

    HostWork hostWork() {
        return hostWork;
    }

    CoreHistory history() {
        return history;
    }

    private Lane laneOf(@Nullable BackendCode code) {
        return code == null ? core.deviceThreads().own() : code.lane();
    }

    /** @param event is processed after earlier events */
    public void post(Event event) {
        if (event instanceof Event.ServiceArrived) {
            mailbox.setLane(laneOf(core.backendOf(id.type())));
        }
        mailbox.execute(() -> process(event));
    }

    /**
     * @param event the event to process
     * @return completed when the event and all that it causes are processed
     */
    public CompletableFuture<Void> postAndTell(Event event) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        mailbox.execute(() -> {
            try {
                process(event);
            } finally {
                done.complete(null);
            }
        });
        return done;
    }

    /** @param node changed below the backend's directory; empty: the directory itself, or too many to name */
    public void backendChanged(String node) {
        observations.backendChanged(node);
    }

    /** @param node changed below the frontend's directory; empty: the directory itself, or too many to name */
    public void frontendChanged(String node) {
        observations.frontendChanged(node);
    }

    /** A read or a write conflicted with another change: the nodes are read again after a pause. */
    void lookAgain() {
        observations.conflict();
    }

    /**
     * @param call a method of the API that belongs to the device's executor
     * @throws IllegalStateException when the calling thread is not the executor's; the message names the thread and the call
     */
    void checkExecutor(String call) {
        if (!mailbox.isCurrentThread()) {
            throw new IllegalStateException(call + " has to be called on the executor of " + id + ", not on thread "
                    + Thread.currentThread().getName() + Author.here());
        }
    }

    /**
     * Checks that the core itself runs on the device's executor. Only where assertions are enabled, as in tests, because it is
     * called for each event and each task.
     */
    void assertExecutor() {
        assert mailbox.isCurrentThread()
                : id + " is used on thread " + Thread.currentThread().getName();
    }

    /** Runs a task of the core's on the mailbox. */
    void enqueue(Runnable task) {
        mailbox.execute(task);
    }

    /** Called in a task on the mailbox: registers work to poll for when the mailbox has no task. */
    void poll(PolledWork polled) {
        mailbox.poll(polled);
    }

    /** The guest signalled: runs the handler's task for that. */
    void runForEvent(Task task) {
        countEvent();
        runForHandler(task);
    }

    /** Runs a listener of the backend at once, on the thread that delivers the event. */
    void runDirectly(Runnable listener) {
        stuck.direct().run(listener);
    }

    /** From any thread. */
    void countEvent() {
        runner.countEvent();
    }

    /** A call into the backend's code, on the mailbox. */
    void call(String what, Task task) throws Exception {
        assertExecutor();
        Calls calls = runner.slot().calls();
        calls.enter(what);
        try {
            task.run();
        } finally {
            calls.leave();
        }
    }

    /** A question to the backend's code, on the mailbox. */
    boolean ask(String what, BooleanSupplier question) {
        assertExecutor();
        Calls calls = runner.slot().calls();
        calls.enter(what);
        try {
            return question.getAsBoolean();
        } finally {
            calls.leave();
        }
    }

    /** Runs a task of the handler on the mailbox. This is the device boundary: it catches the handler's exceptions. */
    void runForHandler(Task task) {
        assertExecutor();
        tasks.run(task);
    }

    private void process(Event event) {
        processor.process(event);
    }

    /** @return the event that a failure of an action causes */
    Event consequence(Throwable thrown) {
        if (Failure.isConflict(thrown)) {
            lookAgain();
        }
        return exceptions.ofAction(thrown);
    }

    void storeFailed(XenStoreException failed) {
        if (Failure.isStoreLost(failed)) {
            log.info("XenStore is away; looked at again when it is back");
        } else {
            process(exceptions.ofHandler(failed));
        }
    }

    /** @param level lines up to this level are logged */
    public void setDebugLevel(int level) {
        log.setLevel(level);
    }

    /** @return what the core does with it */
    public Phase phase() {
        return processor.model().phase();
    }

    /** @return whether an update of the code should wait, because the host is slow; completes at the device's turn */
    public CompletableFuture<Boolean> isHostSlow() {
        return stuck.unlessStuck(mailbox.ask(() -> runner.slot().isHostSlow()), false);
    }

    /** @return whether the device can be parked at once; the handler takes no new requests meanwhile */
    public CompletableFuture<Boolean> quiesce() {
        return stuck.unlessStuck(mailbox.ask(() -> runner.slot().quiesce()), true);
    }

    /** The device is not parked now: the handler takes requests again. */
    public void unquiesce() {
        mailbox.execute(() -> runForHandler(() -> runner.slot().unquiesce()));
    }

    /**
     * Checks whether its call into its backend's code takes too long. On one thread.
     *
     * @param now in nanoseconds
     */
    public void lookAtCalls(long now) {
        stuck.look(now);
    }

    /**
     * Takes the device from its backend's code, if the device is in a call or waits for a thread. From any thread.
     *
     * @param time how long the wait has been, in words
     * @return completed when tasks that waited for the call have run
     */
    public CompletableFuture<Void> giveUp(String time) {
        stuck.giveUp(time);
        CompletableFuture<Void> done = new CompletableFuture<>();
        mailbox.execute(() -> done.complete(null));
        return done;
    }

    /** @return whether a call into its backend's code takes too long. From any thread. */
    public boolean isStuck() {
        return stuck.isStuck();
    }

    /** @return what it is doing, in words. From any thread. */
    public String underWay() {
        return stuck.underWay();
    }

    private void givenUp(String call, String why, StuckCalls.Returned returned) {
        runner.abandon(call, why, returned);
        if (!processor.giveUpAction(why)) {
            process(new Event.GivenUp(why));
        }
        backendChanged("");
    }

    /** A call that was given up has returned, so the same code may be called again. On the mailbox. */
    void callReturned() {
        mailbox.setLane(laneOf(core.backendOf(id.type())));
        backendChanged("");
    }

    /** @return the operators' view of the device. From any thread. */
    public DeviceInspection inspection() {
        return inspection;
    }
}
