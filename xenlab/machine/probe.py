# SPDX-License-Identifier: Apache-2.0
"""What the unit leaves to its processes: each line is a system call, or a file, and its outcome. Runs within its walls."""
import ctypes
import errno
import os
import socket

libc = ctypes.CDLL(None, use_errno=True)
MAKE = "/srv/share/probe"


def told(what, result):
    print(f"{what}: {'ok' if result >= 0 else errno.errorcode[ctypes.get_errno()]}")


def tried(what, call, *arguments):
    try:
        call(*arguments)
        print(f"{what}: ok")
    except OSError as failed:
        print(f"{what}: {errno.errorcode[failed.errno]}")


def call(what, number, *arguments):
    told(what, libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments)))


tried("a file of a share", open, MAKE, "w")
tried("its owner", os.chown, MAKE, 1001, 1001)
tried("a disk's device file", os.mknod, MAKE + ".disk", 0o60600, os.makedev(7, 0))
tried("to open it", os.open, MAKE + ".disk", os.O_RDONLY)
tried("a file in /usr", open, "/usr/probe", "w")
tried("a file in /etc", open, "/etc/probe", "w")
tried("open files of another process", os.readlink, "/proc/1/fd/0")
tried("a UNIX socket", socket.socket, socket.AF_UNIX)
tried("a packet socket", socket.socket, socket.AF_PACKET)
call("setfsuid", 122, 0)
call("setgroups", 116, 0, 0)
process = libc.syscall(ctypes.c_long(434), ctypes.c_long(os.getpid()), ctypes.c_long(0))
call("pidfd_getfd", 438, process, 1, 0)
call("ptrace", 101, 0, 0, 0, 0)
call("perf_event_open", 298, 0, 0, -1, -1, 0)
call("setpriority", 141, 0, 0, 0)
call("sched_setaffinity", 203, 0, 0, 0)
call("mount", 165, 0, 0, 0, 0, 0)
call("open_by_handle_at", 304, -1, 0, 0)
call("unshare", 272, 0x20000)
call("init_module", 175, 0, 0, 0)
call("chroot", 161, 0)
os.remove(MAKE)
os.remove(MAKE + ".disk")
