// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.ProcessCalls.SchedAttr;
import org.xenbay.nativexen.libc.SystemCall;
import org.xenbay.nativexen.libc.SystemCalls;

/**
 * The time slice of a thread. Since Linux 6.12 a thread may ask for a short one: when woken it preempts threads with longer
 * slices, as long as it has not used more than its share, and other threads follow sooner. Earlier kernels accept the
 * request without effect.
 */
final class ShortTurns {

    private static final Logger LOG = System.getLogger(ShortTurns.class.getName());

    /** Nanoseconds; the least that Linux grants. */
    static final long SLICE = 100_000;

    private static final int CALLING_THREAD = 0;

    private final Machine machine;
    private final AtomicBoolean refused = new AtomicBoolean();

    ShortTurns(Machine machine) {
        this.machine = machine;
    }

    /** Asks for the short slice for the calling thread. A refusal is logged once; the thread keeps its slice then. */
    void take() {
        byte[] attributes = attributes();
        ByteBuffer fields = ByteBuffer.wrap(attributes).order(ByteOrder.nativeOrder());
        if (attributes.length == 0 || fields.getInt(SchedAttr.POLICY) != SchedAttr.SCHED_NORMAL) {
            return;
        }
        fields.putInt(SchedAttr.SIZE, SchedAttr.TOTAL)
                .putLong(SchedAttr.FLAGS, 0)
                .putLong(SchedAttr.RUNTIME, SLICE);
        if (SystemCalls.syscall(SystemCall.SCHED_SETATTR.on(machine), CALLING_THREAD, attributes, 0) < 0) {
            tellRefused("sched_setattr");
        }
    }

    /** @return {@code struct sched_attr} of the calling thread; empty when the kernel does not say */
    byte[] attributes() {
        byte[] attributes = new byte[SchedAttr.TOTAL];
        long number = SystemCall.SCHED_GETATTR.on(machine);
        if (SystemCalls.syscall(number, CALLING_THREAD, attributes, SchedAttr.TOTAL, 0) < 0) {
            tellRefused("sched_getattr");
            return new byte[0];
        }
        return attributes;
    }

    private void tellRefused(String call) {
        int error = Libc.errno();
        if (refused.compareAndSet(false, true)) {
            LOG.log(Level.INFO, "threads that serve shares keep the usual time slice: " + call + ", error " + error);
        }
    }
}
