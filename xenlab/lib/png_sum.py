# SPDX-License-Identifier: Apache-2.0
"""Reads a PNG picture of true colour and prints its width, its height, and the MD5 sum of its pixels as a framebuffer of 32 bits has them."""

import hashlib
import struct
import sys
import zlib


def chunks(data):
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        yield kind, data[at + 8 : at + 8 + length]
        at += 12 + length


def rows(packed, width, height):
    above = bytes(3 * width)
    step = 1 + 3 * width
    for y in range(height):
        kind, row = packed[y * step], packed[y * step + 1 : (y + 1) * step]
        if kind == 2:
            row = bytes((one + other) & 255 for one, other in zip(row, above))
        elif kind != 0:
            sys.exit(f"row {y} has filter {kind}")
        yield row
        above = row


def main():
    data = sys.stdin.buffer.read()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        sys.exit(f"no PNG: {data[:80]!r}")
    width, height = struct.unpack(">II", next(body for kind, body in chunks(data) if kind == b"IHDR")[:8])
    packed = zlib.decompress(b"".join(body for kind, body in chunks(data) if kind == b"IDAT"))
    total = hashlib.md5()
    for row in rows(packed, width, height):
        pixels = bytearray(4 * width)
        pixels[0::4], pixels[1::4], pixels[2::4] = row[2::3], row[1::3], row[0::3]
        total.update(pixels)
    print(width, height, total.hexdigest())


main()
