# SPDX-License-Identifier: Apache-2.0
"""python3 -m unittest discover -s xenlab/lib -p '*_test.py'"""

import struct
import unittest
import zlib

from rfb import Picture, Reader

RED, GREEN, BLUE = b"\0\0\xff", b"\0\xff\0", b"\xff\0\0"


def head(*rectangles):
    return struct.pack(">BxH", 0, len(rectangles)) + b"".join(rectangles)


def rectangle(x, y, width, height, encoding, data=b""):
    return struct.pack(">HHHHi", x, y, width, height, encoding) + data


class Zrle:
    """One stream over all rectangles, as a server has it."""

    def __init__(self):
        self.deflate = zlib.compressobj()

    def of(self, x, y, width, height, *tiles):
        data = self.deflate.compress(b"".join(tiles)) + self.deflate.flush(zlib.Z_SYNC_FLUSH)
        return rectangle(x, y, width, height, 16, struct.pack(">I", len(data)) + data)


def colours(picture, row):
    names = {RED: "r", GREEN: "g", BLUE: "b", bytes(3): "."}
    at = 4 * row * picture.width
    pixels = picture.pixels[at : at + 4 * picture.width]
    return "".join(names[bytes(pixels[i : i + 3])] for i in range(0, len(pixels), 4))


class RfbTest(unittest.TestCase):
    def shown(self, width, height, *messages):
        picture, reader = Picture(width, height), Reader(b"".join(messages))
        while picture.update(reader):
            pass
        return picture

    def row(self, width, *tiles):
        return colours(self.shown(width, 1, head(Zrle().of(0, 0, width, 1, *tiles))), 0)

    def test_raw(self):
        picture = self.shown(2, 1, head(rectangle(1, 0, 1, 1, 0, RED + b"\x77")))
        self.assertEqual(bytes(4) + RED + b"\0", bytes(picture.pixels))

    def test_tiles_of_each_kind(self):
        self.assertEqual("rgb", self.row(3, b"\0" + RED + GREEN + BLUE))
        self.assertEqual("ggg", self.row(3, b"\1" + GREEN))
        self.assertEqual("rgrrrrrrrg", self.row(10, b"\2" + RED + GREEN + b"\x40\x40"))
        self.assertEqual("rgbrg", self.row(5, b"\3" + RED + GREEN + BLUE + b"\x18\x40"))
        self.assertEqual("bbr", self.row(3, b"\5" + RED + GREEN + BLUE + RED + RED + b"\x22\x30"))
        self.assertEqual("rrg", self.row(3, b"\x80" + RED + b"\1" + GREEN + b"\0"))
        self.assertEqual("gbbb", self.row(4, b"\x83" + RED + GREEN + BLUE + b"\1\x82\2"))

    def test_a_run_of_more_than_255(self):
        picture = self.shown(20, 14, head(Zrle().of(0, 0, 20, 14, b"\x80" + RED + b"\xff\x0d" + GREEN + b"\x0a")))
        self.assertEqual("r" * 9 + "g" * 11, colours(picture, 13))
        self.assertEqual("r" * 20, colours(picture, 12))

    def test_tiles_are_in_rows_of_64_pixels(self):
        picture = self.shown(66, 65, head(Zrle().of(0, 0, 66, 65, b"\1" + RED, b"\1" + GREEN, b"\1" + BLUE, b"\1" + RED)))
        self.assertEqual("r" * 64 + "gg", colours(picture, 63))
        self.assertEqual("b" * 64 + "rr", colours(picture, 64))

    def test_one_stream_over_all_updates(self):
        zrle = Zrle()
        picture = self.shown(2, 1, head(zrle.of(0, 0, 2, 1, b"\1" + RED)), b"\2", head(zrle.of(1, 0, 1, 1, b"\1" + GREEN)))
        self.assertEqual("rg", colours(picture, 0))

    def test_a_part_is_moved_over_itself(self):
        first = rectangle(0, 0, 4, 1, 0, b"".join(colour + b"\0" for colour in (RED, GREEN, BLUE, BLUE)))
        picture = self.shown(4, 1, head(first, rectangle(1, 0, 3, 1, 1, struct.pack(">HH", 0, 0))))
        self.assertEqual("rrgb", colours(picture, 0))

    def test_another_size(self):
        picture = self.shown(4, 1, head(rectangle(0, 0, 2, 2, -223)))
        self.assertEqual((2, 2, 16), (picture.width, picture.height, len(picture.pixels)))

    def test_what_is_wrong_is_refused(self):
        for data in (
            head(rectangle(0, 0, 1, 1, 5)),
            head(rectangle(1, 0, 1, 1, 0, bytes(4))),
            head(Zrle().of(0, 0, 1, 1, b"\x11")),
            head(Zrle().of(0, 0, 1, 1, b"\x80" + RED + b"\1")),
            head(rectangle(0, 0, 1, 1, 0, bytes(3))),
            b"\1",
        ):
            with self.assertRaises(ValueError):
                self.shown(1, 1, data)


if __name__ == "__main__":
    unittest.main()
