// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.thread;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.api.thread.ThreadPriorities;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.ProcessCalls.SchedAttr;
import org.xenbay.nativexen.libc.SystemCall;
import org.xenbay.nativexen.libc.SystemCalls;

/**
 * How Linux schedules threads that serve guests: short time slices, and real-time priority.
 *
 * <p>Since Linux 6.12 a thread may ask for a short slice: when it is woken, it preempts threads with longer slices as long as
 * it has not used more than its share, and in exchange other threads get the processor sooner. Earlier kernels accept the
 * request without effect.
 */
public final class ThreadScheduling implements ThreadPriorities {

    private static final Logger LOG = System.getLogger(ThreadScheduling.class.getName());

    /** Nanoseconds; the least that Linux grants. */
    static final long SLICE = 100_000;

    private static final int CALLING_THREAD = 0;

    private final Machine machine;
    private final AtomicBoolean sliceRefused = new AtomicBoolean();
    private final AtomicBoolean priorityRefused = new AtomicBoolean();

    /**
     * Binds its system calls.
     *
     * @param machine the processor, whose numbers are used
     * @throws LinkageError when the system calls cannot be bound
     */
    public ThreadScheduling(Machine machine) {
        SystemCalls.load();
        this.machine = machine;
    }

    /** Requests the short slice for the calling thread. A refusal is logged once, and the thread keeps its slice. */
    public void takeShortTurns() {
        ByteBuffer fields = ByteBuffer.wrap(attributes()).order(ByteOrder.nativeOrder());
        if (!fields.hasRemaining() || fields.getInt(SchedAttr.POLICY) != SchedAttr.SCHED_NORMAL) {
            return;
        }
        fields.putLong(SchedAttr.RUNTIME, SLICE);
        if (!set(CALLING_THREAD, fields)) {
            tellOnce(sliceRefused, "threads that serve shares keep the usual time slice: sched_setattr");
        }
    }

    @Override
    public long callingThread() {
        return SystemCalls.syscall(SystemCall.GETTID.on(machine));
    }

    @Override
    public boolean setRealTime(long thread, int priority) {
        ByteBuffer fields = ByteBuffer.allocate(SchedAttr.TOTAL).order(ByteOrder.nativeOrder());
        if (priority == 0) {
            fields.putInt(SchedAttr.POLICY, SchedAttr.SCHED_NORMAL).putLong(SchedAttr.RUNTIME, SLICE);
        } else {
            fields.putInt(SchedAttr.POLICY, SchedAttr.SCHED_FIFO).putInt(SchedAttr.PRIORITY, priority);
        }
        boolean done = set(thread, fields);
        if (!done) {
            tellOnce(
                    priorityRefused,
                    "guests that use little of the processors wait for others: no real-time priority (CAP_SYS_NICE or"
                            + " RLIMIT_RTPRIO): sched_setattr");
        }
        return done;
    }

    private boolean set(long thread, ByteBuffer attributes) {
        attributes.putInt(SchedAttr.SIZE, SchedAttr.TOTAL).putLong(SchedAttr.FLAGS, 0);
        return SystemCalls.syscall(SystemCall.SCHED_SETATTR.on(machine), thread, attributes.array(), 0) == 0;
    }

    /** @return {@code struct sched_attr} of the calling thread; empty when the kernel refuses */
    byte[] attributes() {
        byte[] attributes = new byte[SchedAttr.TOTAL];
        long number = SystemCall.SCHED_GETATTR.on(machine);
        if (SystemCalls.syscall(number, CALLING_THREAD, attributes, SchedAttr.TOTAL, 0) < 0) {
            tellOnce(sliceRefused, "threads that serve shares keep the usual time slice: sched_getattr");
            return new byte[0];
        }
        return attributes;
    }

    private static void tellOnce(AtomicBoolean told, String what) {
        int error = Libc.errno();
        if (told.compareAndSet(false, true)) {
            LOG.log(Level.INFO, what + ", error " + error);
        }
    }
}
