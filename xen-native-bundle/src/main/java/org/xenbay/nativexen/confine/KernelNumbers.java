// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Numbers of system calls, which differ from machine to machine (linux/arch/x86/entry/syscalls/syscall_64.tbl,
 * linux/include/uapi/asm-generic/unistd.h).
 *
 * @param architecture AUDIT_ARCH_* of linux/audit.h
 * @param secondAbi the first number of another set of calls that the same machine has; 0 for none
 * @param prctl prctl(2)
 * @param seccomp seccomp(2)
 * @param capget capget(2)
 * @param capset capset(2)
 * @param denied calls that no thread that serves a guest makes
 */
record KernelNumbers(
        int architecture, int secondAbi, int prctl, int seccomp, int capget, int capset, List<Integer> denied) {

    private static final int X86_64 = 0xC000_003E;
    private static final int AARCH64 = 0xC000_00B7;
    private static final int X32 = 0x4000_0000;

    /** The same on all machines, as all newer ones are. */
    private static final List<Integer> COMMON = List.of(
            424, // pidfd_send_signal
            425, // io_uring_setup: its calls would not be seen
            426, // io_uring_enter
            427, // io_uring_register
            428, // open_tree
            429, // move_mount
            430, // fsopen
            431, // fsconfig
            432, // fsmount
            433, // fspick
            434, // pidfd_open
            435, // clone3
            438, // pidfd_getfd
            440, // process_madvise
            442, // mount_setattr
            443, // quotactl_fd
            448, // process_mrelease
            467); // open_tree_attr

    /** @return the numbers of this machine; empty when they are not known */
    static Optional<KernelNumbers> here() {
        return of(System.getProperty("os.arch"));
    }

    static Optional<KernelNumbers> of(String machine) {
        return switch (machine) {
            case "amd64", "x86_64" -> Optional.of(new KernelNumbers(X86_64, X32, 157, 317, 125, 126, x86()));
            case "aarch64" -> Optional.of(new KernelNumbers(AARCH64, 0, 167, 277, 90, 91, arm()));
            default -> Optional.empty();
        };
    }

    private static List<Integer> x86() {
        return List.of(
                59, 322, // execve, execveat
                56, 57, 58, // clone, fork, vfork: a thread made by a confined one would be confined too
                62, 200, 129, 297, // kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo
                101, 310, 311, 312, // ptrace, process_vm_readv, process_vm_writev, kcmp
                165, 166, 155, 161, // mount, umount2, pivot_root, chroot
                175, 313, 176, // init_module, finit_module, delete_module
                246, 320, 169, // kexec_load, kexec_file_load, reboot
                321, 298, 323, 300, // bpf, perf_event_open, userfaultfd, fanotify_init
                272, 308, // unshare, setns
                248, 249, 250, // add_key, request_key, keyctl
                41, 42, 49, 50, // socket, connect, bind, listen
                163, 167, 168, 179, // acct, swapon, swapoff, quotactl
                103, 153, 135, // syslog, vhangup, personality
                159, 164, 227, 305, // adjtimex, settimeofday, clock_settime, clock_adjtime
                170, 171, // sethostname, setdomainname
                304, // open_by_handle_at
                154, 172, 173, 134); // modify_ldt, iopl, ioperm, uselib
    }

    private static List<Integer> arm() {
        return List.of(
                221, 281, // execve, execveat
                220, // clone
                129, 130, 138, 240, // kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo
                117, 270, 271, 272, // ptrace, process_vm_readv, process_vm_writev, kcmp
                40, 39, 41, 51, // mount, umount2, pivot_root, chroot
                105, 273, 106, // init_module, finit_module, delete_module
                104, 294, 142, // kexec_load, kexec_file_load, reboot
                280, 241, 282, 262, // bpf, perf_event_open, userfaultfd, fanotify_init
                97, 268, // unshare, setns
                217, 218, 219, // add_key, request_key, keyctl
                198, 203, 200, 201, // socket, connect, bind, listen
                89, 224, 225, 60, // acct, swapon, swapoff, quotactl
                116, 58, 92, // syslog, vhangup, personality
                171, 170, 112, 266, // adjtimex, settimeofday, clock_settime, clock_adjtime
                265, // open_by_handle_at
                161, 162); // sethostname, setdomainname
    }

    /** @return all calls that are refused */
    List<Integer> refused() {
        List<Integer> all = new ArrayList<>(denied);
        all.addAll(COMMON);
        return all;
    }
}
