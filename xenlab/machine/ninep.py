# SPDX-License-Identifier: Apache-2.0
"""ninep.py PORT PROCESS: a 9P client of the daemon PROCESS, which does what the unit's walls could refuse, and tells what
the threads that serve it have given up."""
import errno
import os
import socket
import struct
import sys

NOBODY, ROOT_FID = 0xFFFFFFFF, 0
VERSION, ATTACH, WALK, CREATE, WRITE, READ, CLUNK = 100, 104, 110, 14, 118, 116, 120
SETATTR, GETATTR, MKNOD, FSYNC, LOCK = 26, 24, 18, 50, 52
MODE, OWNER = 1, 6


def text(value):
    return struct.pack("<H", len(value)) + value.encode()


class Client:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 30)
        self.request(VERSION, struct.pack("<I", 65536) + text("9P2000.L"), tag=0xFFFF)

    def request(self, kind, body, tag=1):
        self.socket.sendall(struct.pack("<IBH", 7 + len(body), kind, tag) + body)
        size, answer, _ = struct.unpack("<IBH", self.exactly(7))
        body = self.exactly(size - 7)
        if answer == 7:
            raise OSError(struct.unpack("<I", body)[0], "refused")
        return body

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ConnectionError("the daemon ended the connection")
            data += more
        return data

    def attach(self, fid, user):
        self.request(ATTACH, struct.pack("<II", fid, NOBODY) + text("user") + text("") + struct.pack("<I", user))

    def create(self, folder, fid, name):
        self.request(WALK, struct.pack("<IIH", folder, fid, 0))
        self.request(CREATE, struct.pack("<I", fid) + text(name) + struct.pack("<III", 2, 0o644, 0))

    def change(self, fid, what, mode=0, owner=0):
        self.request(SETATTR, struct.pack("<IIIIIQQQQQ", fid, what, mode, owner, owner, 0, 0, 0, 0, 0))

    def special(self, name, mode, major=0, minor=0):
        self.request(MKNOD, struct.pack("<I", ROOT_FID) + text(name) + struct.pack("<IIII", mode, major, minor, 0))


def told(what, call, *arguments):
    try:
        result = call(*arguments)
        print(f"{what}: {result if isinstance(result, str) else 'ok'}")
    except OSError as failed:
        print(f"{what}: {errno.errorcode.get(failed.errno, failed)}")


def read(client, fid):
    return client.request(READ, struct.pack("<IQI", fid, 0, 4096))[4:].decode()


def status(process, thread):
    with open(f"/proc/{process}/task/{thread}/status", encoding="utf-8") as file:
        return dict(line.split(":\t") for line in file.read().splitlines() if ":\t" in line)


def walls(process):
    """How many threads have a filter of system calls and fewer capabilities beyond what the unit gives the process."""
    main = status(process, process)
    count = 0
    for thread in os.listdir(f"/proc/{process}/task"):
        each = status(process, thread)
        inner = int(each["Seccomp_filters"]) > int(main["Seccomp_filters"])
        fewer = int(each["CapEff"], 16) & ~int(main["CapEff"], 16) == 0 and each["CapEff"] != main["CapEff"]
        count += inner and fewer and each["Name"].startswith("xenbay-9pfs")
    return "confined" if count else "not confined"


def main():
    client = Client(int(sys.argv[1]))
    client.attach(ROOT_FID, 0)
    told("create", client.create, ROOT_FID, 1, "file")
    told("write", client.request, WRITE, struct.pack("<IQI", 1, 0, 5) + b"hello")
    told("sync", client.request, FSYNC, struct.pack("<II", 1, 0))
    told("lock", client.request, LOCK, struct.pack("<IBIQQI", 1, 1, 0, 0, 0, 1) + text("client"))
    told("read", read, client, 1)
    told("owner", client.change, 1, OWNER, 0, 1001)
    told("set-user-id", client.change, 1, MODE, 0o4755)
    told("device file", client.special, "null", 0o20644, 1, 3)
    told("pipe", client.special, "pipe", 0o10644)
    client.attach(2, 1002)
    told("create as another user", client.create, 2, 3, "theirs")
    told("threads that serve", walls, sys.argv[2])


main()
