# SPDX-License-Identifier: Apache-2.0
"""Times, attributes, locks and lists."""
import fcntl
import os

from tools import OLD, USER, aged, as_user, check, close, make, opened, outcome, read_all, say, tell, times


@check
def timing():
    make("file")
    os.mkdir("folder")
    os.utime("file", ns=OLD)
    tell("times to the nanosecond", (os.stat("file").st_atime_ns, os.stat("file").st_mtime_ns))
    read_all("file")
    with open("file", "ab") as file:
        file.write(b"x")
    tell("changed by a write", "mtime" in times("file"))
    for what, change in (
        ("creation", lambda: make("folder/new")),
        ("rename", lambda: os.rename("folder/new", "folder/other")),
        ("link", lambda: os.link("folder/other", "folder/second")),
        ("unlink", lambda: os.unlink("folder/second")),
        ("write to a file inside", lambda: make("folder/other")),
    ):
        aged("folder")
        change()
        tell(f"a folder's time after {what}", times("folder"))
    for what, change in (
        ("chmod", lambda: os.chmod("file", 0o600)),
        ("chown", lambda: os.chown("file", USER, USER)),
        ("rename", lambda: os.rename("file", "file2") or os.rename("file2", "file")),
        ("truncate to the same size", lambda: os.truncate("file", 5)),
        ("truncate to another size", lambda: os.truncate("file", 2)),
        ("open that truncates", lambda: opened("file", os.O_WRONLY | os.O_TRUNC)),
    ):
        aged("file")
        before = os.stat("file").st_ctime_ns
        change()
        tell(f"times after {what}", (times("file"), "ctime" if os.stat("file").st_ctime_ns != before else "kept"))
    os.symlink("file", "link")
    aged("link")
    tell("times of a link", times("link"))
    say("a time before 1970", lambda: (os.utime("file", (-1, -1)), os.stat("file").st_mtime)[1])


@check
def attributes():
    make("file")
    say("an attribute", os.setxattr, "file", "user.a", b"value")
    say("it is read", os.getxattr, "file", "user.a")
    say("it is listed", os.listxattr, "file")
    say("it is made again", os.setxattr, "file", "user.a", b"x", os.XATTR_CREATE)
    say("one is replaced that is not there", os.setxattr, "file", "user.b", b"x", os.XATTR_REPLACE)
    say("one of no bytes", lambda: (os.setxattr("file", "user.none", b""), os.getxattr("file", "user.none"))[1])
    say("it is removed", os.removexattr, "file", "user.a")
    say("it is gone", os.getxattr, "file", "user.a")
    say("a name space that is none", os.setxattr, "file", "none.a", b"x")
    say("one of 3,000 bytes", lambda: (os.setxattr("file", "user.long", b"x" * 3000), len(os.getxattr("file", "user.long")))[1])


def locked(name, kind, start=0, length=0):
    """Whether another process may lock; tells it by its outcome."""
    def attempt():
        with open(name, "r+b") as file:
            fcntl.lockf(file, kind | fcntl.LOCK_NB, length, start)
    return as_user(0, attempt)


@check
def locking():
    make("file", text=b"0123456789")
    file = open("file", "r+b")
    fcntl.lockf(file, fcntl.LOCK_EX, 5, 0)
    tell("another process locks the same bytes", locked("file", fcntl.LOCK_EX, 0, 5))
    tell("another process locks others", locked("file", fcntl.LOCK_EX, 5, 5))
    tell("another process reads the same bytes", locked("file", fcntl.LOCK_SH, 4, 1))
    fcntl.lockf(file, fcntl.LOCK_UN, 2, 0)
    tell("another process locks what was unlocked", locked("file", fcntl.LOCK_EX, 0, 2))
    open("file", "rb").close()
    tell("locks after the same process has closed another descriptor", locked("file", fcntl.LOCK_EX, 2, 3))
    fcntl.flock(file, fcntl.LOCK_EX)
    second = open("file", "rb")
    say("flock by another descriptor", fcntl.flock, second, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(file, fcntl.LOCK_UN)
    say("and after the first has let go", fcntl.flock, second, fcntl.LOCK_EX | fcntl.LOCK_NB)
    second.close()
    file.close()


@check
def listing():
    for i in range(300):
        make(f"file{i}", text=b"")
    with os.scandir(".") as entries:
        seen = []
        for entry in entries:
            seen.append(entry.name)
            if len(seen) % 3 == 0:
                os.unlink(entry.name)
    tell("files seen once while others are removed", (len(seen), len(set(seen))))
    tell("files that are left", len(os.listdir(".")))
    tell(".. of a folder", os.stat("..").st_ino == os.stat("../listing/..").st_ino)
