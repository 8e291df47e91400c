// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;

/** The scheduling class of the calling thread. On Xen a guest has its own processors; here its threads run on the daemon's. */
final class SchedulingClass {

    private static final int SCHED_FIFO = 1;
    private static final int SCHED_IDLE = 5;
    private static final int CALLING_THREAD = 0;

    private static final C LIBC = Native.load("c", C.class);

    /** The C library. */
    public interface C extends Library {
        /** sched_setscheduler(2); the parameters are one {@code int}, the priority. */
        int sched_setscheduler(int thread, int policy, Memory parameters);
    }

    private SchedulingClass() {}

    /** Makes the calling thread run only while no other thread wants the processor. */
    static void idle() {
        set(SCHED_IDLE, 0);
    }

    /** Makes the calling thread run as soon as it is woken. */
    static void atOnce() {
        set(SCHED_FIFO, 1);
    }

    private static void set(int policy, int priority) {
        try (Memory parameters = new Memory(Integer.BYTES)) {
            parameters.setInt(0, priority);
            if (LIBC.sched_setscheduler(CALLING_THREAD, policy, parameters) != 0) {
                throw new IllegalStateException(
                        "sched_setscheduler, error " + Native.getLastError() + "; root may do it");
            }
        }
    }
}
