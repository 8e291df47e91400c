# SPDX-License-Identifier: Apache-2.0
"""Users: permissions, ownership, sticky and set-user-id bits."""
import os

from tools import OTHER, USER, as_user, check, close, make, opened, owner, outcome, permissions, read_all, tell, times


@check
def permitting():
    os.chmod(".", 0o755)
    make("secret", 0o600)
    make("shown", 0o644)
    make("grouped", 0o640)
    os.chown("grouped", 0, OTHER)
    os.mkdir("closed", 0o700)
    make("closed/file", 0o666)
    tell("a stranger reads what is not for them", as_user(USER, read_all, "secret"))
    tell("a stranger reads what is", as_user(USER, read_all, "shown"))
    tell("a stranger writes it", as_user(USER, opened, "shown", os.O_WRONLY))
    tell("one of the group reads what is for it", as_user(USER, lambda: read_all("grouped"), groups=(OTHER,)))
    tell("a stranger goes through a closed folder", as_user(USER, read_all, "closed/file"))
    tell("a stranger makes a file in another's folder", as_user(USER, opened, "new", os.O_CREAT))
    tell("a stranger changes permissions", as_user(USER, os.chmod, "shown", 0o777))
    tell("a stranger gives a file away", as_user(USER, os.chown, "shown", USER, -1))
    tell("a stranger sets times", as_user(USER, lambda: os.utime("shown", (1, 1))))
    os.chown("secret", USER, USER)
    tell("an owner changes permissions", as_user(USER, os.chmod, "secret", 0o400))
    tell("an owner without permission to write does not", as_user(USER, opened, "secret", os.O_WRONLY))
    tell("an owner gives a file away", as_user(USER, os.chown, "secret", OTHER, -1))
    tell("an owner gives it to another of their groups", as_user(USER, lambda: os.chown("secret", -1, OTHER), groups=(OTHER,)))
    tell("an owner gives it to a group that is not theirs", as_user(USER, os.chown, "secret", -1, 4711))
    tell("owner then", owner("secret"))
    os.mkdir("sticky")
    os.chmod("sticky", 0o1777)
    make("sticky/file", 0o666)
    tell("a stranger removes a file from a sticky folder", as_user(USER, os.unlink, "sticky/file"))
    tell("a stranger renames it", as_user(USER, os.rename, "sticky/file", "sticky/other"))
    os.chmod("sticky", 0o777)
    tell("without the bit a stranger removes it", as_user(USER, os.unlink, "sticky/file"))
    tell("a user's file is the user's", as_user(USER, lambda: (opened("sticky/own", os.O_CREAT), owner("sticky/own"))[1]))


@check
def special_bits():
    os.chmod(".", 0o777)
    os.mkdir("grouped")
    os.chown("grouped", 0, OTHER)
    os.chmod("grouped", 0o2777)
    tell("a file in a folder with a group of its own", as_user(USER, lambda: (opened("grouped/f", os.O_CREAT), owner("grouped/f"))[1]))
    tell("a folder in it", as_user(USER, lambda: (os.mkdir("grouped/d"), owner("grouped/d"), permissions("grouped/d"))[1:]))
    for name, who in (("root", 0), ("user", USER)):
        make(name, 0o6755)
        os.chown(name, USER, USER)
        os.chmod(name, 0o6777)
        tell(f"set-user-id bits can be set, {name}", permissions(name))
        append = lambda name=name: opened(name, os.O_WRONLY) or make(name, 0o6777, b"") and None
        file = os.open(name, os.O_WRONLY)
        tell(f"written by {name}", as_user(OTHER if who else 0, lambda file=file: os.write(file, b"x")) if who else outcome(os.write, file, b"x"))
        close(file)
        tell(f"set-user-id bits after that write, by {name}", permissions(name))
    make("given", 0o755)
    os.chmod("given", 0o6755)
    os.chown("given", USER, USER)
    tell("set-user-id bits of a file that was given away", permissions("given"))
