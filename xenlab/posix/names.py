# SPDX-License-Identifier: Apache-2.0
"""Names: opened, made, renamed, linked and removed."""
import ctypes
import errno
import mmap
import os
import socket
import stat

from tools import USER, check, close, libc, make, opened, owner, permissions, read_all, say, tell


@check
def opening():
    make("file")
    os.mkdir("folder")
    os.symlink("file", "link")
    os.symlink("nowhere", "dangling")
    os.symlink("loop", "loop")
    say("open of what is not there", opened, "none", os.O_RDONLY)
    say("exclusive creation of what is there", opened, "file", os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    say("exclusive creation over a dangling link", opened, "dangling", os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    say("creation through a dangling link", opened, "dangling", os.O_CREAT | os.O_WRONLY)
    tell("it makes the link's target", os.path.exists("nowhere"))
    say("open of a folder to write", opened, "folder", os.O_WRONLY)
    say("creating open of a folder", opened, "folder", os.O_CREAT | os.O_RDONLY)
    say("open of a file as a folder", opened, "file", os.O_DIRECTORY)
    say("open of a name below a file", opened, "file/name", os.O_RDONLY)
    say("open of a file with a slash behind", opened, "file/", os.O_RDONLY)
    say("open of a link not to be followed", opened, "link", os.O_NOFOLLOW)
    say("open of a link in a circle", opened, "loop", os.O_RDONLY)
    say("open of an empty name", opened, "", os.O_RDONLY)
    say("a name of 255 bytes", opened, "n" * 255, os.O_CREAT)
    say("a name of 256 bytes", opened, "n" * 256, os.O_CREAT)
    say("a path of 4,200 bytes", opened, "folder/" * 600, os.O_RDONLY)
    say("names that are no UTF-8", opened, b"\xff\xfe\x01 \n", os.O_CREAT)
    tell("they are listed as they are", b"\xff\xfe\x01 \n" in os.listdir(b"."))
    opened("file", os.O_WRONLY | os.O_TRUNC)
    tell("a truncating open leaves bytes", os.stat("file").st_size)
    say("a file without a name", opened, ".", os.O_TMPFILE | os.O_RDWR)
    os.umask(0o27)
    opened("masked", os.O_CREAT, 0o777)
    os.mkdir("masked-folder", 0o777)
    os.umask(0o22)
    tell("permissions of a file made with a mask of 027", permissions("masked"))
    tell("permissions of a folder made with a mask of 027", permissions("masked-folder"))


@check
def reading_and_writing():
    file = os.open("file", os.O_RDWR | os.O_CREAT | os.O_APPEND)
    os.write(file, b"one")
    os.pwrite(file, b"two", 0)
    tell("writes to a file that is appended to", os.pread(file, 100, 0))
    tell("read at the end", os.pread(file, 10, 6))
    tell("read behind the end", os.pread(file, 10, 1000))
    close(file)
    file = os.open("file", os.O_RDONLY)
    say("write to a file open for reading", os.write, file, b"x")
    say("change of size of a file open for reading", os.ftruncate, file, 1)
    close(file)
    file = os.open("file", os.O_WRONLY)
    say("read of a file open for writing", os.read, file, 1)
    os.pwrite(file, b"end", 10_000_000)
    tell("size after a write far behind the end", os.fstat(file).st_size)
    tell("the hole takes less room than it is long", os.fstat(file).st_blocks * 512 < 1_000_000)
    os.ftruncate(file, 5)
    os.ftruncate(file, 8)
    tell("shortened and lengthened", read_all("file"))
    say("a negative size", os.truncate, "file", -1)
    say("a size beyond what can be", os.truncate, "file", 2**63 - 1)
    say("room that is reserved", os.posix_fallocate, file, 0, 8192)
    say("the first hole", lambda: os.lseek(file, 0, os.SEEK_HOLE) >= 8)
    close(file)
    say("size of a folder set", os.truncate, ".", 0)
    file = os.open("file", os.O_RDWR)
    say("memory mapped to be shared", lambda: mmap.mmap(file, 4, mmap.MAP_SHARED).close())
    say("memory mapped privately", lambda: mmap.mmap(file, 4, mmap.MAP_PRIVATE, mmap.PROT_READ).close())
    say("fsync", os.fsync, file)
    close(file)


@check
def removing():
    make("file")
    os.mkdir("folder")
    make("folder/inside")
    file = os.open("file", os.O_RDWR)
    os.unlink("file")
    say("a removed file that is open is read", os.pread, file, 10, 0)
    say("and written", os.pwrite, file, b"more", 4)
    tell("its links", os.fstat(file).st_nlink)
    say("and its permissions changed", os.fchmod, file, 0o600)
    say("and its size", os.ftruncate, file, 2)
    make("file", text=b"another")
    tell("a new one of its name is another", os.pread(file, 10, 0) != read_all("file"))
    close(file)
    say("unlink of what is not there", os.unlink, "none")
    say("unlink of a folder", os.unlink, "folder")
    say("rmdir of a file", os.rmdir, "file")
    say("rmdir of a folder that is not empty", os.rmdir, "folder")
    say("rmdir of .", os.rmdir, "folder/.")
    say("rmdir of ..", os.rmdir, "folder/inside/..")
    say("unlink of a file with a slash behind", os.unlink, "file/")
    os.mkdir("empty")
    here = os.open("empty", os.O_RDONLY)
    os.rmdir("empty")
    say("a removed folder that is open is listed", os.listdir, here)
    say("and nothing made in it", os.mkdir, "new", dir_fd=here)
    close(here)


@check
def renaming():
    for name in "abc":
        make(name, text=name.encode())
    for name in ("empty", "full", "full/inside", "moved"):
        os.mkdir(name)
    os.link("a", "a2")
    say("rename of a name to another of the same file", os.rename, "a", "a2")
    tell("both are left", os.path.exists("a") and os.path.exists("a2"))
    file = os.open("c", os.O_RDONLY)
    say("rename over a file", os.rename, "b", "c")
    tell("it has the bytes of the new", read_all("c"))
    tell("who had the old open reads the old", os.read(file, 10))
    close(file)
    say("rename of what is not there", os.rename, "none", "c")
    say("rename of a file over a folder", os.rename, "c", "empty")
    say("rename of a folder over a file", os.rename, "empty", "c")
    say("rename of a folder over an empty one", os.rename, "moved", "empty")
    say("rename of a folder over a full one", os.rename, "empty", "full")
    say("rename of a folder into itself", os.rename, "full", "full/inside/new")
    say("rename of .", os.rename, "full/.", "other")
    say("rename of a file below a file", os.rename, "a", "c/name")
    for what, flags in (("without replacing", 1), ("exchanging", 2)):
        result = libc.renameat2(-100, b"a", -100, b"c", flags)
        tell(f"rename {what}", "ok" if result == 0 else errno.errorcode[ctypes.get_errno()])
    here = os.open("full", os.O_RDONLY)
    os.rename("full", "elsewhere")
    say("a renamed folder that is open is used", os.mkdir, "new", dir_fd=here)
    tell("what was made is at the new place", os.path.isdir("elsewhere/new"))
    close(here)


@check
def linking():
    make("file")
    os.mkdir("folder")
    say("a hard link", os.link, "file", "second")
    tell("links of both", (os.stat("file").st_nlink, os.stat("second").st_nlink))
    tell("both are one", os.stat("file").st_ino == os.stat("second").st_ino)
    say("a hard link over what is there", os.link, "file", "second")
    say("a hard link to a folder", os.link, "folder", "third")
    say("a hard link to what is not there", os.link, "none", "third")
    say("a hard link to another file system", os.link, "/proc/self/status", "third")
    os.mkdir("folder/inside")
    tell("links of a folder with one inside", os.stat("folder").st_nlink)
    say("a symbolic link to nowhere", os.symlink, "a/b/../c", "link")
    say("it is read as it was written", os.readlink, "link")
    tell("its size", os.lstat("link").st_size)
    say("a symbolic link over what is there", os.symlink, "x", "link")
    say("an empty symbolic link", os.symlink, "", "void")
    say("a symbolic link of 4,095 bytes", os.symlink, "x" * 4095, "longest")
    say("a symbolic link of 4,096 bytes", os.symlink, "x" * 4096, "too-long")
    say("readlink of a file", os.readlink, "file")
    say("a hard link to a symbolic link", os.link, "link", "link2", follow_symlinks=False)
    say("it is that link", os.readlink, "link2")
    os.lchown("link", USER, USER)
    tell("owner of a link", owner("link"))


@check
def making():
    say("mkdir over what is there", lambda: (os.mkdir("folder"), os.mkdir("folder")))
    say("mkdir below what is not there", os.mkdir, "none/folder")
    say("a pipe", os.mkfifo, "pipe", 0o640)
    tell("its kind and permissions", permissions("pipe"))
    writer = os.open("pipe", os.O_RDWR)
    os.write(writer, b"through")
    tell("what goes through it", os.read(writer, 20))
    close(writer)
    say("a character device", os.mknod, "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    tell("its numbers", (os.major(os.stat("null").st_rdev), os.minor(os.stat("null").st_rdev)))
    say("it is written", lambda: make("null") and None)
    say("a socket", lambda: socket.socket(socket.AF_UNIX).bind("socket"))
    tell("its kind", stat.S_ISSOCK(os.stat("socket").st_mode))
    tell("what a folder lists", sorted(os.listdir(".")))
    tell("kinds that a folder lists", sorted((e.name, e.is_dir(), e.is_file()) for e in os.scandir(".")))
    tell("longest name", os.statvfs(".").f_namemax)
