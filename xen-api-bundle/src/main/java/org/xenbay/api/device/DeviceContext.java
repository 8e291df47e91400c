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

/**
 * A device as its handler sees it, for as long as the handler lives. Made by the core. What is to be called on the device's
 * executor only throws IllegalStateException elsewhere; {@link #execute} is the way there.
 */
@ProviderType
public interface DeviceContext {

    /** @return which device */
    DeviceId id();

    /** @return the domain's name as the toolstack wrote it, or {@code Domain-<id>} */
    String domainName();

    /**
     * Reads nodes of the backend's directory, all at one moment. On the device's executor only.
     *
     * @param names relative paths
     * @return their values
     */
    NodeValues backend(String... names);

    /**
     * Reads nodes of the frontend's directory, all at one moment. On the device's executor only.
     *
     * @param names relative paths
     * @return their values
     * @throws org.xenbay.api.store.XenStoreException EAGAIN while the guest changes them without pause. To be passed on: the core
     *     makes the call again, or runs the task again, a little later
     */
    NodeValues frontend(String... names);

    /**
     * Writes nodes of the backend's directory at once; nothing happens when that directory is gone. On the device's
     * executor only.
     *
     * @param values values by relative path
     */
    void publish(Map<String, String> values);

    /**
     * Writes one node of the frontend's directory, such as a console's {@code tty}; nothing happens when that directory
     * is gone, and while the guest changes it without pause the node is written a little later. On the device's executor
     * only.
     *
     * @param name relative path
     * @param value its value
     */
    void publishToFrontend(String name, String value);

    /**
     * Runs something on the device's executor, after what is queued there; the way back from any other thread. What it
     * throws fails the device's connection. After the handler is closed it is not run, and nobody is told but the device's log
     * (level 2): see {@link #execute(Task, Runnable)}.
     *
     * @param task what to run
     */
    void execute(Task task);

    /**
     * As {@link #execute(Task)}, and tells when the task will not run: for a task that owns what has to be given back, or that
     * somebody waits for. One of both runs.
     *
     * @param task what to run
     * @param dropped runs in place of the task when the handler is closed before the task's turn: on the calling thread, before
     *     this returns, when it is closed already; else on the device's executor. It must not block, and has no connection. What
     *     it throws on the executor is logged
     */
    default void execute(Task task, Runnable dropped) {
        execute(task);
    }

    /**
     * Runs something on the device's executor later.
     *
     * @param delay from now
     * @param task what to run
     * @return to be cancelled when no longer wanted
     */
    Timer schedule(Duration delay, Task task);

    /**
     * Runs blocking work on a thread that may block, and its end on the device's executor. Two pieces of a device's work run at
     * a time, beside one another; others wait, in their order. When too many wait already, the work is refused and
     * {@code then} gets a
     * {@link java.util.concurrent.RejectedExecutionException}.
     *
     * @param work what may block
     * @param then gets the result or the exception; the other is null
     * @param <T> what the work gives
     */
    <T> void runOnHost(Callable<T> work, BiConsumer<T, Throwable> then);

    /**
     * As {@link #runOnHost}, and says at once whether the work is refused: for work that owns what has to be given back, as
     * nobody is told of a refusal after the handler is closed.
     *
     * @param work what may block
     * @param then gets the result or the exception; the other is null
     * @param <T> what the work gives
     * @return false when too many wait already: neither of both is called then
     */
    default <T> boolean offerToHost(Callable<T> work, BiConsumer<T, Throwable> then) {
        runOnHost(work, then);
        return true;
    }

    /**
     * Memory of this device that outlasts this process, for what a successor has to know should this process be killed. The
     * successor finds it as it was left; all zero the first time, and again when the device has been removed. Only what is
     * written by a release store is there in order.
     *
     * <p>All of it is taken from the host at once, out of a budget that all devices share, so that no store fails later. So a
     * handler asks for what it needs now, and for more, under other names, when it needs more. From any thread.
     *
     * @param name what it is for; a word
     * @param size number of bytes
     * @return the memory, aligned to pages; empty where nothing outlasts this process, and when there is no room for it: the
     *     device is served all the same, and the core says why it will not outlast a kill
     */
    default Optional<ByteBuffer> persistentMemory(String name, int size) {
        return Optional.empty();
    }

    /**
     * For the journal kit ({@link org.xenbay.api.journal.JournalMemory}), and for whoever else orders stores that a successor
     * relies on. A test with a context of its own kills the process there, or looks at what is left.
     *
     * @return run before and after each store that commits, on the thread that stores; does nothing outside of tests
     */
    default Runnable atCommit() {
        return () -> {};
    }

    /**
     * Memory of this process's heap, and other memory as scarce, that this device's guest may use, together with the guest's
     * other devices. What is kept because a guest asked for it is taken from here before it is kept, and given back when it
     * is not kept any more: the same process serves all guests, and one of them must not use up what the others need. What
     * comes over from a predecessor is carried over.
     *
     * @return bytes; one that refuses nothing where nobody divides memory
     */
    default Allowance memory() {
        return Allowance.unlimited();
    }

    /**
     * What this device's handler counts and measures, for operators: shown with the device and by {@code xenbay metrics}.
     *
     * @return the device's figures; nobody sees those of a test without a core
     */
    default Figures figures() {
        return Figures.unseen();
    }

    /** Asks the core to try again what said to wait for {@link Readiness.Side#HOST}. From any thread. */
    void recheck();

    /**
     * Ends the connection as failed: error node, Closing. From any thread; the first failure counts.
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

    /** Work that is to run later. */
    @ProviderType
    interface Timer {
        /** Does not run it, if it has not begun. */
        void cancel();
    }
}
