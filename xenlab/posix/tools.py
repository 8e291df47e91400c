# SPDX-License-Identifier: Apache-2.0
"""What the checks are written with."""
import ctypes
import errno
import os
import time

USER, OTHER = 1001, 1002
OLD = (10**18 + 123456789, 10**18 + 987654321)
AGED = (10**18, 10**18 - 10**9)
CHECKS = []
libc = ctypes.CDLL(None, use_errno=True)


def check(function):
    CHECKS.append(function)
    return function


def outcome(call, *args, **named):
    try:
        result = call(*args, **named)
        return "ok" if result is None else result
    except OSError as failed:
        return errno.errorcode[failed.errno]


def say(what, call, *args, **named):
    print(f"{what}: {outcome(call, *args, **named)}")


def tell(what, value):
    print(f"{what}: {value}")


def make(name, mode=0o644, text=b"text"):
    with open(name, "wb") as file:
        file.write(text)
    os.chmod(name, mode)
    return name


def close(descriptor):
    os.close(descriptor)


def opened(name, flags, mode=0o666):
    """Opens and closes."""
    close(os.open(name, flags, mode))


def as_user(uid, call, *args, groups=()):
    """The outcome of a call by a process of this user."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups(groups)
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        os.write(write, str(outcome(call, *args)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    result = os.read(read, 1000).decode()
    close(read)
    close(write)
    return result


def permissions(name):
    return oct(os.lstat(name).st_mode)


def owner(name):
    status = os.lstat(name)
    return f"{status.st_uid}:{status.st_gid}"


def aged(name):
    """Gives it times of whole seconds that are long past; what changes next is not in the same tick of the clock."""
    os.utime(name, ns=AGED, follow_symlinks=False)
    time.sleep(0.02)


def times(name):
    """Which times are not those of aged() any more, as names."""
    status = os.lstat(name)
    found = [("atime", status.st_atime_ns, AGED[0]), ("mtime", status.st_mtime_ns, AGED[1])]
    return "+".join(what for what, now, old in found if now != old) or "kept"


def read_all(name):
    with open(name, "rb") as file:
        return file.read()
