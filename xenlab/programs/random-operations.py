#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""random-operations.py FOLDER SEED COUNT: random operations on one file and on a tree of names, each checked against what it
should have done. Prints "file: ok" and "names: ok", or what was wrong, and the operations before it."""
import collections
import mmap
import os
import random
import sys

MOST_SIZE = 300_000


class File:
    """One file: written, read, cut, lengthened, mapped, closed and opened again; as fsx does."""

    def __init__(self, chance):
        self.chance, self.wanted = chance, bytearray()
        self.file = os.open("file", os.O_RDWR | os.O_CREAT, 0o644)

    def place(self):
        return self.chance.randrange(MOST_SIZE), self.chance.choice((1, 7, 512, 4096, self.chance.randrange(1, 70_000)))

    def write(self):
        at, count = self.place()
        data = self.chance.randbytes(count)
        if at > len(self.wanted):
            self.wanted.extend(bytes(at - len(self.wanted)))
        self.wanted[at : at + count] = data
        while data:
            done = os.pwrite(self.file, data, at)
            data, at = data[done:], at + done
        return f"write {count} at {at - count}"

    def read(self):
        at, count = self.place()
        found = b""
        while len(found) < count:
            part = os.pread(self.file, count - len(found), at + len(found))
            if not part:
                break
            found += part
        same(found, self.wanted[at : at + count], at)
        return f"read {count} at {at}"

    def cut(self):
        size = self.chance.randrange(MOST_SIZE)
        os.ftruncate(self.file, size)
        self.wanted = self.wanted[:size] + bytes(max(0, size - len(self.wanted)))
        return f"truncate {size}"

    def look(self):
        size = os.fstat(self.file).st_size
        if size != len(self.wanted):
            raise AssertionError(f"size is {size}, not {len(self.wanted)}")
        return "stat"

    def reopen(self):
        if self.chance.random() < 0.5:
            os.fsync(self.file)
        os.close(self.file)
        self.file = os.open("file", os.O_RDWR)
        return "reopen"

    def map(self):
        if not self.wanted:
            return "map of nothing"
        shared = self.chance.random() < 0.5
        try:
            mapped = mmap.mmap(self.file, len(self.wanted), mmap.MAP_SHARED if shared else mmap.MAP_PRIVATE)
        except OSError:
            return "map refused"
        with mapped:
            at, count = self.place()
            same(mapped[at : at + count], self.wanted[at : at + count], at)
            if shared and at < len(self.wanted):
                data = self.chance.randbytes(min(count, len(self.wanted) - at))
                mapped[at : at + len(data)] = data
                self.wanted[at : at + len(data)] = data
                mapped.flush()
        return f"map, shared={shared}"

    def step(self):
        return self.chance.choices(
            (self.write, self.read, self.cut, self.look, self.reopen, self.map), (30, 30, 8, 8, 3, 6)
        )[0]()

    def end(self):
        os.close(self.file)
        with open("file", "rb") as file:
            same(file.read(), self.wanted, 0)


def same(found, wanted, at):
    if bytes(found) != bytes(wanted):
        first = next((i for i, (a, b) in enumerate(zip(found, wanted)) if a != b), min(len(found), len(wanted)))
        raise AssertionError(f"byte {at + first} differs, {len(found)} of {len(wanted)} bytes")


class Names:
    """A tree of names: made, renamed, linked and removed, against a tree in memory."""

    def __init__(self, chance):
        self.chance, self.files, self.folders = chance, {}, {"tree"}
        self.contents, self.number = {}, 0
        os.mkdir("tree")

    def fresh(self):
        self.number += 1
        return f"{self.chance.choice(sorted(self.folders))}/{self.chance.choice('abcdefgh')}{self.number}"

    def step(self):
        choice = self.chance.randrange(8)
        name = self.fresh()
        some = self.chance.choice(sorted(self.files)) if self.files else None
        if choice == 0 and len(self.folders) < 40:
            os.mkdir(name)
            self.folders.add(name)
        elif choice <= 2 or some is None:
            with open(name, "w") as file:
                file.write(name)
            self.files[name], self.contents[self.number] = self.number, name
        elif choice == 3:
            os.rename(some, name)
            self.files[name] = self.files.pop(some)
        elif choice == 4:
            os.link(some, name)
            self.files[name] = self.files[some]
        elif choice == 5:
            os.unlink(some)
            del self.files[some]
        elif choice == 6:
            other = self.chance.choice(sorted(self.files))
            kept = self.files[other] != self.files[some]
            os.rename(some, other)
            if kept:
                self.files[other] = self.files.pop(some)
        else:
            self.check(some)
        return f"{choice} {some} {name}"

    def check(self, name):
        with open(name) as file:
            found = file.read()
        links = collections.Counter(self.files.values())[self.files[name]]
        if found != self.contents[self.files[name]] or os.stat(name).st_nlink != links:
            raise AssertionError(f"{name} has {found} and {os.stat(name).st_nlink} links, not {links}")

    def end(self):
        found = {os.path.join(folder, name) for folder, _, names in os.walk("tree") for name in names}
        if found != set(self.files):
            raise AssertionError(f"files differ: {sorted(found ^ set(self.files))[:5]}")
        for name in self.files:
            self.check(name)


def main():
    os.chdir(sys.argv[1])
    seed, count = int(sys.argv[2]), int(sys.argv[3])
    for name, kind in (("file", File), ("names", Names)):
        last = collections.deque(maxlen=12)
        model = kind(random.Random(seed))
        try:
            for _ in range(count):
                last.append(model.step())
            model.end()
            print(f"{name}: ok")
        except (AssertionError, OSError) as failed:
            print(f"{name}: seed {seed}: {failed} after {list(last)}")
            sys.stdout.flush()


main()
