// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.figure.Figures;
import org.xenbay.api.recording.DeviceHistory;

/**
 * A device as its handler sees it, for as long as the handler lives. The core implements it. Methods marked "on the device's
 * executor only" throw IllegalStateException on other threads; {@link #execute} runs a task on that executor.
 */
@ProviderType
public interface DeviceContext {

    /** @return which device */
    DeviceId id();

    /** @return the domain's name as the toolstack wrote it, or {@code Domain-<id>} */
    String domainName();

    /**
     * Reads nodes of the backend's directory, in one transaction. On the device's executor only.
     *
     * @param names relative paths
     * @return their values
     */
    NodeValues backend(String... names);

    /**
     * Reads nodes of the frontend's directory, in one transaction. On the device's executor only.
     *
     * @param names relative paths
     * @return their values
     * @throws org.xenbay.api.store.XenStoreException EAGAIN while the guest changes them without pause. The handler passes it
     *     on; the core then repeats the call or the task a little later
     */
    NodeValues frontend(String... names);

    /**
     * Writes nodes of the backend's directory at once. Does nothing when that directory is gone. On the device's executor only.
     *
     * @param values values by relative path
     */
    void publish(Map<String, String> values);

    /**
     * Writes one node of the frontend's directory, such as a console's {@code tty}. Does nothing when that directory is gone.
     * While the guest changes the directory without pause, the node is written a little later. On the device's executor only.
     *
     * @param name relative path
     * @param value its value
     */
    void publishToFrontend(String name, String value);

    /**
     * Runs a task on the device's executor, after the tasks that are queued there. Any thread may call it. An exception of the
     * task fails the device's connection. After the handler is closed, the task is not run; only the device's log says so
     * (level 2). See {@link #execute(Task, Runnable)}.
     *
     * @param task what to run
     */
    void execute(Task task);

    /**
     * Like {@link #execute(Task)}, but runs {@code dropped} when the task will not run. For a task that owns a resource which
     * has to be released, or whose end another thread awaits. Exactly one of the two runs.
     *
     * @param task what to run
     * @param dropped runs in place of the task when the handler is closed before the task's turn. If the handler is closed
     *     already, it runs on the calling thread before this method returns, otherwise on the device's executor. It must not
     *     block, and must not use the connection. An exception that it throws on the executor is logged
     */
    default void execute(Task task, Runnable dropped) {
        execute(task);
    }

    /**
     * Runs a task on the device's executor later.
     *
     * @param delay from now
     * @param task what to run
     * @return cancels the task
     */
    Timer schedule(Duration delay, Task task);

    /**
     * Runs blocking work on a thread that may block, then calls {@code then} on the device's executor. At most two works of a
     * device run at a time; others wait in their order. When too many wait already, the work is refused and {@code then} gets a
     * {@link java.util.concurrent.RejectedExecutionException}.
     *
     * @param work what may block
     * @param then gets the result or the exception; the other is null
     * @param <T> type of the result
     */
    <T> void runOnHost(Callable<T> work, BiConsumer<T, Throwable> then);

    /**
     * Like {@link #runOnHost}, but returns at once whether the work is refused. For work that owns a resource which has to be
     * released: after the handler is closed, {@link #runOnHost} does not report a refusal.
     *
     * @param work what may block
     * @param then gets the result or the exception; the other is null
     * @param <T> type of the result
     * @return false when too many wait already: then neither {@code work} nor {@code then} is called
     */
    default <T> boolean offerToHost(Callable<T> work, BiConsumer<T, Throwable> then) {
        runOnHost(work, then);
        return true;
    }

    /**
     * Returns memory of this device that outlasts this process. A handler keeps there what the next process has to know if this
     * one is killed. The next process finds the memory unchanged. It is all zero the first time, and again after the device has
     * been removed. Only release stores are certain to arrive in order.
     *
     * <p>The whole size is allocated at once, from a budget that all devices share, so that no store fails later. A handler
     * therefore asks for what it needs now, and later for more under other names. From any thread.
     *
     * @param name one word that says what the memory is for
     * @param size number of bytes
     * @return the memory, aligned to pages; empty where no memory outlasts the process, and when the budget is used up. The
     *     device is then served without it, and the core says why the device will not survive a kill
     */
    default Optional<ByteBuffer> persistentMemory(String name, int size) {
        return Optional.empty();
    }

    /**
     * For the journal kit ({@link org.xenbay.api.journal.JournalMemory}), and for other code whose successor relies on the
     * order of its stores. A test with its own context simulates a kill there, or examines what has been stored.
     *
     * @return called before and after each store that commits, on the storing thread; does nothing outside of tests
     */
    default Runnable atCommit() {
        return () -> {};
    }

    /**
     * The part of this process's heap, and of other scarce memory, that this device's guest may use together with the guest's
     * other devices. The same process serves all guests, and one guest must not use up what the others need. A handler
     * therefore takes an amount from here before it keeps something for a guest, and gives the amount back when it drops it.
     * What a successor receives from its predecessor it counts by {@link Allowance#carryOver}.
     *
     * @return the allowance, in bytes; without a budget, one that refuses nothing
     */
    default Allowance memory() {
        return Allowance.unlimited();
    }

    /**
     * What this device's handler counts and measures, for operators: shown with the device and by {@code xenbay metrics}.
     *
     * @return the device's figures; in a test without a core they are not shown
     */
    default Figures figures() {
        return Figures.unseen();
    }

    /**
     * The last minutes of this device, for operators: shown by {@code xenbay history}, also after a kill of the daemon. The core records
     * the device's states and errors itself; the handler adds its requests, and what else an operator would want to know afterwards.
     *
     * @return the device's history; where the core has no room for one, it keeps nothing
     */
    default DeviceHistory history() {
        return DeviceHistory.NONE;
    }

    /** Asks the core to retry the step that returned a wait for {@link Readiness.Side#HOST}. From any thread. */
    void recheck();

    /**
     * Fails the connection: the core writes the error node and state Closing. From any thread. Only the first failure counts.
     *
     * @param reason what went wrong, with a message for an operator
     */
    void fail(Throwable reason);

    /** @return the log of this device: lines carry its id, and obey {@code xen:debug} */
    DeviceLog log();

    /** Work of a handler on the device's executor. */
    @ConsumerType
    @FunctionalInterface
    interface Task {
        /** @throws Exception fails the device's connection */
        void run() throws Exception;
    }

    /** Work that is scheduled to run later. */
    @ProviderType
    interface Timer {
        /** Prevents the work from running, unless it has begun. */
        void cancel();
    }
}
