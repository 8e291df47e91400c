// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.keep;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * System calls on processes and their descriptors. They report failure by -1 and {@link Native#getLastError()}. The numbers
 * of the calls by number are the same on all machines since Linux 5.1.
 */
final class KeepCalls {

    /** linux/sched.h: both processes use one table of descriptors. */
    static final int CLONE_FILES = 0x400;

    static final int SIGKILL = 9;

    /** linux/wait.h: also a child that was made to send no signal. */
    private static final int WALL = 0x40000000;

    private static final int WNOHANG = 1;

    private static final String LIBRARY = "c";
    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;
    private static final long PIDFD_GETFD = 438;

    /** Kept here, because without JNA's library its own classes cannot even be asked. */
    private static volatile boolean loaded;

    private KeepCalls() {}

    /**
     * Loads JNA's own native part and binds this class.
     *
     * @throws LinkageError when either cannot be loaded
     */
    static void load() {
        if (!Native.registered(KeepCalls.class)) {
            Native.register(KeepCalls.class, LIBRARY);
        }
        loaded = true;
    }

    /** @return whether the calls can be made */
    static boolean isLoaded() {
        return loaded;
    }

    /** @return the C library's function that waits for a signal: what a process can do that has no Java machine */
    static Pointer pause() {
        return Function.getFunction(LIBRARY, "pause");
    }

    /** clone(2) as the C library wraps it: the child calls the function, and ends when that returns. */
    static native int clone(Pointer function, Pointer stackEnd, int flags, Pointer argument);

    private static native int waitpid(int pid, Pointer status, int options);

    /** Takes note of the end of a child, which would stay as a zombie otherwise; nothing happens when it is none, or runs. */
    static void reap(long pid) {
        waitpid((int) pid, Pointer.NULL, WALL | WNOHANG);
    }

    static int pidfdOpen(long pid) {
        return syscall(PIDFD_OPEN, pid, 0);
    }

    static int pidfdGetfd(int process, int descriptor) {
        return syscall(PIDFD_GETFD, process, descriptor, 0);
    }

    static int kill(int process) {
        return syscall(PIDFD_SEND_SIGNAL, process, SIGKILL, 0, 0);
    }

    private static native int syscall(long number, long first, long second);

    private static native int syscall(long number, long first, long second, long third);

    private static native int syscall(long number, long first, long second, long third, long fourth);

    static native int poll(Pointer descriptors, long count, int timeoutMillis);

    static native int close(int descriptor);

    private static native String strerror(int errno);

    /** @return why this thread's last call failed */
    static String failure() {
        int errno = Native.getLastError();
        return strerror(errno) + " (" + errno + ")";
    }
}
