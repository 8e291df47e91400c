// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

/**
 * System calls and their numbers on x86-64 and aarch64 (linux/arch/x86/entry/syscalls/syscall_64.tbl; asm-generic/unistd.h).
 * Newer calls, from 424 on, have the same number on all machines; -1 stands for a call that the machine does not have.
 */
public enum SystemCall {
    OPENAT2(437),
    MKNODAT(259, 33),
    SETFSUID(122, 151),
    SETFSGID(123, 152),
    SETGROUPS(116, 159),
    CAPGET(125, 90),
    CAPSET(126, 91),
    PRCTL(157, 167),
    GETTID(186, 178),
    SCHED_SETATTR(314, 274),
    SCHED_GETATTR(315, 275),
    SECCOMP(317, 277),
    LANDLOCK_CREATE_RULESET(444),
    LANDLOCK_ADD_RULE(445),
    LANDLOCK_RESTRICT_SELF(446),
    EXECVE(59, 221),
    EXECVEAT(322, 281),
    CLONE(56, 220),
    CLONE3(435),
    FORK(57, -1),
    VFORK(58, -1),
    KILL(62, 129),
    TKILL(200, 130),
    RT_SIGQUEUEINFO(129, 138),
    RT_TGSIGQUEUEINFO(297, 240),
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    KCMP(312, 272),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    OPEN_TREE(428),
    MOVE_MOUNT(429),
    FSOPEN(430),
    FSCONFIG(431),
    FSMOUNT(432),
    FSPICK(433),
    MOUNT_SETATTR(442),
    OPEN_TREE_ATTR(467),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    REBOOT(169, 142),
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    USERFAULTFD(323, 282),
    FANOTIFY_INIT(300, 262),
    UNSHARE(272, 97),
    SETNS(308, 268),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    KEYCTL(250, 219),
    SOCKET(41, 198),
    CONNECT(42, 203),
    BIND(49, 200),
    LISTEN(50, 201),
    ACCT(163, 89),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443),
    SYSLOG(103, 116),
    VHANGUP(153, 58),
    PERSONALITY(135, 92),
    ADJTIMEX(159, 171),
    SETTIMEOFDAY(164, 170),
    CLOCK_SETTIME(227, 112),
    CLOCK_ADJTIME(305, 266),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    OPEN_BY_HANDLE_AT(304, 265),
    MODIFY_LDT(154, -1),
    IOPL(172, -1),
    IOPERM(173, -1),
    USELIB(134, -1),
    IO_URING_SETUP(425),
    IO_URING_ENTER(426),
    IO_URING_REGISTER(427),
    PIDFD_OPEN(434),
    PIDFD_GETFD(438),
    PIDFD_SEND_SIGNAL(424),
    PROCESS_MADVISE(440),
    PROCESS_MRELEASE(448);

    private static final int NONE = -1;

    private final int x86;
    private final int arm;

    SystemCall(int everywhere) {
        this(everywhere, everywhere);
    }

    SystemCall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /** @return whether the machine has it */
    public boolean isOn(Machine machine) {
        return of(machine) != NONE;
    }

    /**
     * @return its number on any machine
     * @throws IllegalStateException when it depends on the machine
     */
    public int everywhere() {
        if (x86 != arm) {
            throw new IllegalStateException("the number of " + this + " depends on the machine");
        }
        return x86;
    }

    /**
     * @return its number on a machine
     * @throws IllegalArgumentException when the machine does not have it
     */
    public int on(Machine machine) {
        if (!isOn(machine)) {
            throw new IllegalArgumentException(machine + " has no system call " + this);
        }
        return of(machine);
    }

    private int of(Machine machine) {
        return switch (machine) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }
}
