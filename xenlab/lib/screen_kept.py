# SPDX-License-Identifier: Apache-2.0
"""Prints "WIDTH HEIGHT SUM" of each picture that a viewer has shown since a moment, oldest first, as png_sum.py does of a screenshot.

    screen_kept.py RECORDING SECONDS  a recording of "vnc-record keep"; SECONDS since 1970 by the recorder's clock

Fails when the server's bytes cannot be decoded, from the first one on, or an update ended elsewhere when it was received."""
import gzip
import hashlib
import json
import sys

from rfb import Picture, Reader

with gzip.open(sys.argv[1]) as data:
    head, reader = json.loads(data.readline()), Reader(data.read())
picture = Picture(*head["size"])
last = 0
for when, end in head["updates"]:
    if not picture.update(reader) or reader.at != end:
        sys.exit(f"an update ends at byte {reader.at}, when it was received at {end}")
    if when >= float(sys.argv[2]):
        if last < float(sys.argv[2]):
            print(f"no update for {when - last:.1f} s", file=sys.stderr)
        print(picture.width, picture.height, hashlib.md5(picture.pixels).hexdigest())
    last = when
