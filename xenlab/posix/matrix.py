#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""matrix.py FOLDER [PART…]: who may do what: each call by the owner, one of the group, one who has the group among others, a stranger
and root, on files, folders, pipes and links of many permissions. Prints a line "call, on what, by whom: outcome, what it left".
As root, in an empty folder. Parts are opening, changing, setting, writing, timing and renaming."""
import itertools
import os
import stat
import sys

from tools import outcome

OWNER, GROUP = 1001, 1001
ACTORS = {
    "owner": (1001, 1001, []),
    "group": (1002, 1001, []),
    "supplementary": (1003, 1003, [1001]),
    "stranger": (1004, 1004, []),
    "root": (0, 0, []),
}
CASES = []


def case(name, setup, action, after=lambda: ""):
    """Of each: setup by root in a folder of its own, action by the actor, after by root."""
    CASES.append((name, setup, action, after))


def make(name, kind, mode, owner=OWNER, group=GROUP):
    if kind == "file":
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
        with open(name, "wb") as file:
            file.write(b"text")
    elif kind == "folder":
        os.mkdir(name)
    elif kind == "pipe":
        os.mkfifo(name)
    os.chown(name, owner, group)
    os.chmod(name, mode)


def look(name):
    """Permissions and owner, or that there is nothing."""
    try:
        status = os.lstat(name)
    except OSError as failed:
        return outcome(os.lstat, name)
    return f"{status.st_mode:o} {status.st_uid}:{status.st_gid}"


def opened(name, flags):
    os.close(os.open(name, flags, 0o666))


def listed():
    names = sorted(os.listdir("."))
    return " ".join(f"{name} {look(name)}" for name in names)


def opening():
    modes = [0o000, 0o400, 0o200, 0o100, 0o040, 0o020, 0o010, 0o004, 0o002, 0o001, 0o700, 0o070, 0o007, 0o077, 0o770]
    calls = {
        "read": lambda: opened("x", os.O_RDONLY | os.O_NONBLOCK),
        "write": lambda: opened("x", os.O_WRONLY | os.O_NONBLOCK),
        "read and write": lambda: opened("x", os.O_RDWR | os.O_NONBLOCK),
        "empty": lambda: opened("x", os.O_WRONLY | os.O_TRUNC | os.O_NONBLOCK),
        "truncate": lambda: os.truncate("x", 1),
        "access": lambda: [os.access("x", way, effective_ids=True) for way in (os.R_OK, os.W_OK, os.X_OK)],
    }
    inside = {
        "list": lambda: len(os.listdir("x")),
        "look up": lambda: os.stat("x/y").st_size,
        "make": lambda: opened("x/z", os.O_CREAT | os.O_WRONLY),
        "remove": lambda: os.unlink("x/y"),
        "go there": lambda: os.chdir("x") or os.chdir(".."),
    }
    for mode, kind in itertools.product(modes, ("file", "pipe")):
        for name, call in calls.items():
            if kind == "file" or name in ("read", "access"):
                case(f"{name}, {kind} {mode:o}", lambda kind=kind, mode=mode: make("x", kind, mode), call)
    for mode in modes + [0o300, 0o500, 0o030, 0o050, 0o003, 0o005]:
        for name, call in inside.items():
            case(f"{name}, folder {mode:o}", lambda mode=mode: full("x", mode), call)


def full(name, mode):
    make(name, "folder", 0o755)
    make(f"{name}/y", "file", 0o666)
    os.chmod(name, mode)


def changing():
    calls = {
        "creat": lambda: opened("new", os.O_CREAT | os.O_EXCL | os.O_WRONLY),
        "mkdir": lambda: os.mkdir("new"),
        "mkfifo": lambda: os.mkfifo("new"),
        "mknod of a device": lambda: os.mknod("new", stat.S_IFCHR | 0o666, os.makedev(1, 3)),
        "symlink": lambda: os.symlink("y", "new"),
        "link": lambda: os.link("y", "new"),
        "unlink": lambda: os.unlink("y"),
        "unlink of a folder": lambda: os.unlink("d"),
        "rmdir": lambda: os.rmdir("d"),
        "rename": lambda: os.rename("y", "new"),
        "rename of a folder": lambda: os.rename("d", "new"),
        "rename over": lambda: os.rename("y", "other"),
    }
    for mode in (0o777, 0o755, 0o775, 0o757, 0o700, 0o1777, 0o1775, 0o2777, 0o3777):
        for owner, name in itertools.product((OWNER, 1009), calls):
            case(
                f"{name}, in a folder {mode:o} of {owner}",
                lambda mode=mode, owner=owner: crowd(mode, owner),
                calls[name],
                listed,
            )


def crowd(mode, owner):
    make("y", "file", 0o644, 1008, 1008)
    make("other", "file", 0o644, 1008, 1008)
    make("d", "folder", 0o755, 1008, 1008)
    os.chown(".", owner, GROUP)
    os.chmod(".", mode)


def setting():
    for kind, mode in itertools.product(("file", "folder", "pipe"), (0o644, 0o4755, 0o2755, 0o2744, 0o6777, 0o1777)):
        case(
            f"chmod {mode:o}, {kind}",
            lambda kind=kind: make("x", kind, 0o600),
            lambda mode=mode: os.chmod("x", mode),
            lambda: look("x"),
        )
        for uid, gid in ((-1, -1), (1001, -1), (-1, 1001), (1002, -1), (-1, 1003), (1004, 1004), (0, 0)):
            case(
                f"chown {uid}:{gid}, {kind} {mode:o}",
                lambda kind=kind, mode=mode: make("x", kind, mode),
                lambda uid=uid, gid=gid: os.chown("x", uid, gid),
                lambda: look("x"),
            )
    for uid, gid in ((-1, -1), (1001, -1), (-1, 1001), (1004, 1004)):
        case(
            f"lchown {uid}:{gid}, link",
            lambda: (os.symlink("none", "x"), os.lchown("x", OWNER, GROUP)),
            lambda uid=uid, gid=gid: os.lchown("x", uid, gid),
            lambda: look("x"),
        )


def writing():
    """Set-id bits fall when somebody without the right to keep them changes what is in the file."""
    calls = {
        "write": lambda: written(b"more"),
        "write of nothing": lambda: written(b""),
        "truncate to another size": lambda: os.truncate("x", 2),
        "truncate to the same size": lambda: os.truncate("x", 4),
        "open that empties": lambda: opened("x", os.O_WRONLY | os.O_TRUNC),
        "fallocate": reserved,
    }
    for mode in (0o4777, 0o2777, 0o6777, 0o2767, 0o6776, 0o1777):
        for name, call in calls.items():
            case(f"{name}, file {mode:o}", lambda mode=mode: make("x", "file", mode), call, lambda: look("x"))


def written(data):
    file = os.open("x", os.O_WRONLY)
    os.write(file, data)
    os.close(file)


def reserved():
    file = os.open("x", os.O_WRONLY)
    os.posix_fallocate(file, 0, 100)
    os.close(file)


def timing():
    for mode in (0o600, 0o660, 0o666, 0o444):
        for name, times in (("now", None), ("given", (10**9, 2 * 10**9))):
            case(
                f"utimes {name}, file {mode:o}",
                lambda mode=mode: (make("x", "file", mode), os.utime("x", (5, 5))),
                lambda times=times: os.utime("x", times),
                lambda: when("x"),
            )


def when(name):
    time = int(os.stat(name).st_mtime)
    return {5: "kept", 2 * 10**9: "given"}.get(time, "now")


def renaming():
    """Between folders whose owners differ, with and without the sticky bit."""
    for source, target, owner in itertools.product((0o777, 0o1777), (0o777, 0o1777), (1001, 1008)):
        for kind in ("file", "folder"):
            case(
                f"rename of a {kind} of {owner} from {source:o} to {target:o}",
                lambda source=source, target=target, owner=owner, kind=kind: between(source, target, owner, kind),
                lambda: os.rename("a/x", "b/x"),
                lambda: f"{look('a/x')} {look('b/x')}",
            )


def between(source, target, owner, kind):
    make("a", "folder", 0o777, 1009, 1009)
    make("b", "folder", 0o777, 1009, 1009)
    make("a/x", kind, 0o755, owner, owner)
    make("b/x", kind, 0o755, 1008, 1008)
    os.chmod("a", source)
    os.chmod("b", target)


def run(actor, cases):
    """One process of this user does all of it, each in the folder that was prepared for it."""
    uid, gid, groups = ACTORS[actor]
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.setgroups(groups)
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
        with os.fdopen(write, "w") as answers:
            for number, (_, _, action, _) in cases:
                os.chdir(f"{START}/{number}")
                answers.write(f"{outcome(action)}\n")
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answers:
        found = answers.read().splitlines()
    os.waitpid(child, 0)
    return found


def main():
    global START
    os.chdir(sys.argv[1])
    START = os.getcwd()
    os.umask(0o22)
    parts = {part.__name__: part for part in (opening, changing, setting, writing, timing, renaming)}
    for name in sys.argv[2:] or parts:
        parts[name]()
    for actor in ACTORS:
        cases = list(enumerate(CASES))
        for number, (_, setup, _, _) in cases:
            os.chdir(START)
            os.mkdir(str(number))
            os.chdir(str(number))
            setup()
        os.chdir(START)
        for (number, (name, _, _, after)), answer in zip(cases, run(actor, cases)):
            os.chdir(f"{START}/{number}")
            print(f"{name}, by {actor}: {answer} | {after()}")
        os.chdir(START)
        sys.stdout.flush()
        os.system("rm -rf [0-9]*")


main()
