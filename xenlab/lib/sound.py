# SPDX-License-Identifier: Apache-2.0
"""Compares a recording with what was played: a block of noise, over and over.

usage: sound.py FILE.wav FRAMES TIMES

Silence is left out: it is what a card plays when it is given nothing. The samples are compared with those of one block
before, as the card's volume has changed them all alike.
"""

import sys

path, period, times = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open(path, "rb") as recording:
    data = recording.read()[44:]
data = data[: len(data) // 4 * 4]
frames = memoryview(data).cast("I")

sounding = [frame for frame in frames if frame]
first = next((i for i, frame in enumerate(frames) if frame), 0)
last = max((i for i, frame in enumerate(frames) if frame), default=0)
gaps, inside = [], 0
for frame in frames[first : last + 1]:
    if frame:
        if inside:
            gaps.append(inside)
        inside = 0
    else:
        inside += 1
wrong = sum(1 for i in range(period, len(sounding)) if sounding[i] != sounding[i - period])
wanted = period * times
print(
    f"{len(sounding)} of {wanted} frames were recorded, {wrong} of them wrong; "
    f"silence between them {len(gaps)} times, {sum(gaps) / 48:.0f} ms in all, longest {max(gaps, default=0) / 48:.0f} ms"
)
sys.exit(0 if not wrong and len(sounding) >= wanted - 4801 else 1)
