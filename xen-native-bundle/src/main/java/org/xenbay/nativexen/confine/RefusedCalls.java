// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.SystemCall;

/** System calls that threads which serve guests never make. */
final class RefusedCalls {

    private static final Set<SystemCall> ALL = EnumSet.of(
            // Other programs.
            SystemCall.EXECVE,
            SystemCall.EXECVEAT,
            // A thread that a confined thread starts would be confined too.
            SystemCall.CLONE,
            SystemCall.CLONE3,
            SystemCall.FORK,
            SystemCall.VFORK,
            // Effects on other processes.
            SystemCall.KILL,
            SystemCall.TKILL,
            SystemCall.RT_SIGQUEUEINFO,
            SystemCall.RT_TGSIGQUEUEINFO,
            SystemCall.PIDFD_OPEN,
            SystemCall.PIDFD_GETFD,
            SystemCall.PIDFD_SEND_SIGNAL,
            SystemCall.PTRACE,
            SystemCall.PROCESS_VM_READV,
            SystemCall.PROCESS_VM_WRITEV,
            SystemCall.PROCESS_MADVISE,
            SystemCall.PROCESS_MRELEASE,
            SystemCall.KCMP,
            // Changes of mounts.
            SystemCall.MOUNT,
            SystemCall.UMOUNT2,
            SystemCall.PIVOT_ROOT,
            SystemCall.CHROOT,
            SystemCall.OPEN_TREE,
            SystemCall.OPEN_TREE_ATTR,
            SystemCall.MOVE_MOUNT,
            SystemCall.FSOPEN,
            SystemCall.FSCONFIG,
            SystemCall.FSMOUNT,
            SystemCall.FSPICK,
            SystemCall.MOUNT_SETATTR,
            SystemCall.UNSHARE,
            SystemCall.SETNS,
            SystemCall.OPEN_BY_HANDLE_AT,
            // Calls through io_uring would not be filtered.
            SystemCall.IO_URING_SETUP,
            SystemCall.IO_URING_ENTER,
            SystemCall.IO_URING_REGISTER,
            // The network.
            SystemCall.SOCKET,
            SystemCall.CONNECT,
            SystemCall.BIND,
            SystemCall.LISTEN,
            // The kernel itself.
            SystemCall.INIT_MODULE,
            SystemCall.FINIT_MODULE,
            SystemCall.DELETE_MODULE,
            SystemCall.KEXEC_LOAD,
            SystemCall.KEXEC_FILE_LOAD,
            SystemCall.REBOOT,
            SystemCall.BPF,
            SystemCall.PERF_EVENT_OPEN,
            SystemCall.USERFAULTFD,
            SystemCall.FANOTIFY_INIT,
            SystemCall.ADD_KEY,
            SystemCall.REQUEST_KEY,
            SystemCall.KEYCTL,
            SystemCall.ACCT,
            SystemCall.SWAPON,
            SystemCall.SWAPOFF,
            SystemCall.QUOTACTL,
            SystemCall.QUOTACTL_FD,
            SystemCall.SYSLOG,
            SystemCall.VHANGUP,
            SystemCall.PERSONALITY,
            // The machine's time and name.
            SystemCall.ADJTIMEX,
            SystemCall.SETTIMEOFDAY,
            SystemCall.CLOCK_SETTIME,
            SystemCall.CLOCK_ADJTIME,
            SystemCall.SETHOSTNAME,
            SystemCall.SETDOMAINNAME,
            // The processor, on x86-64 only.
            SystemCall.MODIFY_LDT,
            SystemCall.IOPL,
            SystemCall.IOPERM,
            SystemCall.USELIB);

    private RefusedCalls() {}

    /** @return the numbers of those that a machine has */
    static List<Integer> on(Machine machine) {
        return ALL.stream()
                .filter(call -> call.isOn(machine))
                .map(call -> call.on(machine))
                .toList();
    }
}
