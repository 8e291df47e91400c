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
since = float(sys.argv[2])
last, longest = since, 0
for when, end in head["updates"]:
    if not picture.update(reader) or reader.at != end:
        sys.exit(f"an update ends at byte {reader.at}, when it was received at {end}")
    if when >= since:
        last, longest = when, max(longest, when - last)
        print(picture.width, picture.height, hashlib.md5(picture.pixels).hexdigest())
print(f"no update for {longest:.1f} s", file=sys.stderr)
