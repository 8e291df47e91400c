# SPDX-License-Identifier: Apache-2.0
"""Decodes what a VNC server sends (RFB, RFC 6143): raw, CopyRect and ZRLE, in pixels of 32 bits, little endian, blue lowest, as
the framebuffer of a Linux guest has them; the fourth byte of a pixel is 0."""

import struct
import zlib

RAW, COPY_RECT, ZRLE, DESKTOP_SIZE = 0, 1, 16, -223
TILE = 64


def unpacked(bits):
    """For each byte of a packed palette tile, the numbers of colours that it holds."""
    mask = (1 << bits) - 1
    return [bytes(byte >> shift & mask for shift in range(8 - bits, -1, -bits)) for byte in range(256)]


UNPACKED = {bits: unpacked(bits) for bits in (1, 2, 4)}


class Reader:
    """Bytes from the front; ValueError when there are not so many."""

    def __init__(self, data):
        self.data, self.at = memoryview(data), 0

    def take(self, size):
        if size > len(self.data) - self.at:
            raise ValueError(f"{size} bytes at {self.at} of {len(self.data)}")
        self.at += size
        return self.data[self.at - size : self.at]

    def byte(self):
        return self.take(1)[0]

    def words(self, layout):
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def run(self):
        """The length of a run."""
        length = 1
        while (byte := self.byte()) == 255:
            length += 255
        return length + byte


def painted(numbers, palette):
    """The pixels that the numbers of colours stand for; a colour has three bytes."""
    pixels = bytearray(4 * len(numbers))
    for channel in range(3):
        colours = bytes(colour[channel] for colour in palette)
        pixels[channel::4] = numbers.translate(colours.ljust(256, b"\0"))
    return pixels


def tile(reader, width, height):
    """The pixels of one tile of ZRLE."""
    kind, count = reader.byte(), width * height
    if kind == 0:
        data, pixels = reader.take(3 * count), bytearray(4 * count)
        for channel in range(3):
            pixels[channel::4] = data[channel::3]
        return pixels
    if kind == 1:
        return bytearray((bytes(reader.take(3)) + b"\0") * count)
    if kind == 128:
        return plain_runs(reader, count)
    if 2 <= kind <= 16:
        palette = [bytes(reader.take(3)) for _ in range(kind)]
        return painted(packed(reader, 1 if kind == 2 else 2 if kind <= 4 else 4, width, height), palette)
    if kind >= 130:
        palette = [bytes(reader.take(3)) for _ in range(kind - 128)]
        return painted(palette_runs(reader, count), palette)
    raise ValueError(f"a tile of kind {kind}")


def packed(reader, bits, width, height):
    table, size, rows = UNPACKED[bits], (width * bits + 7) // 8, []
    for _ in range(height):
        rows.append(b"".join([table[byte] for byte in reader.take(size)])[:width])
    return b"".join(rows)


def plain_runs(reader, count):
    pixels = bytearray()
    while len(pixels) < 4 * count:
        colour = bytes(reader.take(3)) + b"\0"
        pixels += colour * reader.run()
    return exactly(pixels, 4 * count)


def palette_runs(reader, count):
    numbers = bytearray()
    while len(numbers) < count:
        byte = reader.byte()
        numbers += bytes([byte & 127]) * (reader.run() if byte & 128 else 1)
    return exactly(numbers, count)


def exactly(data, size):
    if len(data) != size:
        raise ValueError(f"runs of {len(data)} bytes for {size}")
    return data


class Picture:
    """What a viewer shows."""

    def __init__(self, width, height):
        self.resize(width, height)
        self.inflate = zlib.decompressobj()

    def resize(self, width, height):
        self.width, self.height, self.pixels = width, height, bytearray(4 * width * height)

    def sum(self):
        return f"{zlib.crc32(self.pixels):08x}"

    def put(self, x, y, width, height, pixels):
        if x + width > self.width or y + height > self.height:
            raise ValueError(f"{width} by {height} at {x},{y} of {self.width} by {self.height}")
        for row in range(height):
            at = 4 * ((y + row) * self.width + x)
            self.pixels[at : at + 4 * width] = pixels[4 * row * width : 4 * (row + 1) * width]

    def cut(self, x, y, width, height):
        rows = (4 * ((y + row) * self.width + x) for row in range(height))
        return b"".join(self.pixels[at : at + 4 * width] for at in rows)

    def update(self, reader):
        """Reads messages up to the end of the next update; False at the end of the data."""
        while reader.at < len(reader.data):
            kind = reader.byte()
            if kind == 0:
                for _ in range(reader.words(">xH")[0]):
                    self.rectangle(reader)
                return True
            if kind == 3:
                reader.take(reader.words(">3xI")[0])
            elif kind != 2:
                raise ValueError(f"a message of kind {kind}")
        return False

    def rectangle(self, reader):
        x, y, width, height, encoding = reader.words(">HHHHi")
        if encoding == RAW:
            pixels = bytearray(reader.take(4 * width * height))
            pixels[3::4] = bytes(width * height)
            self.put(x, y, width, height, pixels)
        elif encoding == COPY_RECT:
            from_x, from_y = reader.words(">HH")
            self.put(x, y, width, height, self.cut(from_x, from_y, width, height))
        elif encoding == ZRLE:
            tiles = Reader(self.inflate.decompress(reader.take(reader.words(">I")[0])))
            for top in range(0, height, TILE):
                for left in range(0, width, TILE):
                    size = min(TILE, width - left), min(TILE, height - top)
                    self.put(x + left, y + top, *size, tile(tiles, *size))
        elif encoding == DESKTOP_SIZE:
            self.resize(width, height)
        else:
            raise ValueError(f"the encoding {encoding}")
