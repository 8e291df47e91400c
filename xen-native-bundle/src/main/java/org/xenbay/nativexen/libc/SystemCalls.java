// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

/**
 * System calls by their numbers ({@link SystemCall}): those that the C library lacks, has only in newer versions, or makes
 * for all threads of the process instead of the calling one. They report failure by -1 and {@link Libc#errno()}.
 */
public final class SystemCalls {

    private SystemCalls() {}

    /**
     * Binds this class, and {@link Libc}.
     *
     * @throws LinkageError when that cannot be done
     */
    public static void load() {
        Libc.load();
        Libc.bind(SystemCalls.class);
    }

    /** gettid(2). */
    public static native int syscall(long number);

    /** setfsuid(2) and setfsgid(2). */
    public static native int syscall(long number, long id);

    /** pidfd_open(2). */
    public static native int syscall(long number, long first, long second);

    /** pidfd_getfd(2). */
    public static native int syscall(long number, long first, long second, long third);

    /** pidfd_send_signal(2). */
    public static native int syscall(long number, long first, long second, long third, long fourth);

    /** prctl(2), seccomp(2), landlock_restrict_self(2). */
    public static native int syscall(long number, long first, long second, long third, long fourth, long fifth);

    /** openat2(2). */
    public static native int syscall(long number, long folder, byte[] name, byte[] how, long size);

    /** mknodat(2), sched_getattr(2). */
    public static native int syscall(long number, long folder, byte[] name, long mode, long device);

    /** setgroups(2). */
    public static native int syscall(long number, long count, int[] groups);

    /** capget(2) and capset(2). */
    public static native int syscall(long number, byte[] header, byte[] data);

    /** landlock_create_ruleset(2). */
    public static native int syscall(long number, byte[] attributes, long size, long flags);

    /** sched_setattr(2). */
    public static native int syscall(long number, long thread, byte[] attributes, long flags);

    /** landlock_add_rule(2). */
    public static native int syscall(long number, long rules, long type, byte[] rule, long flags);
}
