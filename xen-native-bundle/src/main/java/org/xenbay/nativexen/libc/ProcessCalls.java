// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

import com.sun.jna.Function;
import com.sun.jna.Pointer;

/** Functions on processes and their descriptors, mapped directly. They report failure by -1 and {@link Libc#errno()}. */
public final class ProcessCalls {

    /** linux/sched.h: both processes use one table of descriptors. */
    public static final int CLONE_FILES = 0x400;

    /** asm-generic/signal.h. */
    public static final int SIGKILL = 9;

    /** linux/wait.h: waits also for a child that sends no signal when it ends. */
    public static final int WALL = 0x4000_0000;

    /** linux/wait.h. */
    public static final int WNOHANG = 1;

    private ProcessCalls() {}

    /**
     * Binds this class, and the classes that it needs.
     *
     * @throws LinkageError when that cannot be done
     */
    public static void load() {
        SystemCalls.load();
        Libc.bind(ProcessCalls.class);
    }

    /** @return the C library's pause(2), which a process without a Java virtual machine can run */
    public static Pointer pause() {
        return Function.getFunction(Libc.LIBRARY, "pause");
    }

    /** The C library's clone(2): the child calls the function, and ends when that returns. */
    public static native int clone(Pointer function, Pointer stackEnd, int flags, Pointer argument);

    private static native int waitpid(int pid, Pointer status, int options);

    /** Reaps an ended child, which would otherwise stay a zombie; no effect on a process that still runs or is not a child. */
    public static void reap(long pid) {
        waitpid((int) pid, Pointer.NULL, WALL | WNOHANG);
    }

    /** @return a descriptor of the process, which can be read when it has ended */
    public static int pidfdOpen(long pid) {
        return SystemCalls.syscall(SystemCall.PIDFD_OPEN.everywhere(), pid, 0);
    }

    /** @return a copy of another process's descriptor */
    public static int pidfdGetfd(int process, int descriptor) {
        return SystemCalls.syscall(SystemCall.PIDFD_GETFD.everywhere(), process, descriptor, 0);
    }

    /** @param process a descriptor of it */
    public static int kill(int process) {
        return SystemCalls.syscall(SystemCall.PIDFD_SEND_SIGNAL.everywhere(), process, SIGKILL, 0, 0);
    }

    /** {@code struct sched_attr}, its first version; offsets in bytes, times in nanoseconds. */
    public static final class SchedAttr {
        public static final int SCHED_NORMAL = 0;
        public static final int SCHED_FIFO = 1;

        public static final int SIZE = 0;
        public static final int POLICY = 4;
        public static final int FLAGS = 8;
        public static final int PRIORITY = 20;
        public static final int RUNTIME = 24;
        public static final int TOTAL = 48;

        private SchedAttr() {}
    }
}
