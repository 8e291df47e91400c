# SPDX-License-Identifier: Apache-2.0
"""Reads recordings of dom0/vnc-record, and compares what they say of two servers.

    screen_speed.py figures LEARNED RECORDING  decodes a recording, and prints its figures as a line of JSON; fails when what the viewer
                                               shows is not what the guest has in its memory. LEARNED is what "vnc-record learn" printed.
    screen_speed.py table FOLDER               a table of the figures in files SIDE.ENCODING.ROUND, the sides being qemu and ours; fails
                                               when an update of ours has more bytes than QEMU's in each pair of a row, where there are
                                               three or more

A server that sends more updates shows more of what was drawn, and its viewer waits less: bytes are compared for each update too.

The time of a step is from the end of the guest's drawing until the viewer shows the picture after it, or after a later step. Decoding
takes no time here: what counts is when the last byte of the update had come."""
import gzip
import json
import pathlib
import statistics
import sys

from rfb import Picture, Reader

WHAT = {
    "typed": "15 lines of text, one at a time",
    "scrolled": "15 lines of text that scroll the screen",
    "moved": "a block that moves 25 times",
    "changed": "4 other pictures",
    "still": "a still screen for 4 s",
    "woken": "a line of text after that",
}
# Less is not measured: a tick of the kernel's accounting, and about what the clocks' comparison leaves open.
LEAST = {"bytes": 1, "each": 1, "time": 5, "processor": 10}
FEWEST_PAIRS = 3


def recorded(file):
    with gzip.open(file) as data:
        return json.loads(data.readline()), data.read()


def learned(file):
    sums = {}
    for line in pathlib.Path(file).read_text().splitlines():
        part, picture = line.split()
        sums.setdefault(part, []).append(picture)
    return sums


def sums_of(head, stream):
    """The sum of what the viewer shows after each update."""
    picture, reader, sums = Picture(*head["size"]), Reader(stream), []
    while len(sums) < len(head["updates"]) and picture.update(reader):
        sums.append(picture.sum())
        if reader.at != head["updates"][len(sums) - 1][1]:
            sys.exit(f"update {len(sums)} ends at byte {reader.at}, when it was received at {head['updates'][len(sums) - 1]}")
    return sums


def ahead(least, most):
    """How much the guest's clock is taken to be ahead: not at all where that is possible."""
    return 0 if least <= 0 <= most else (least + most) / 2


def times(part, sums, updates, wanted, offset):
    """Milliseconds for each step."""
    first, end = part["updates"]
    result = []
    for step, (_, drawn) in enumerate(part["steps"]):
        seen = next((updates[i][0] for i in range(first, end) if sums[i] in wanted[step:]), None)
        if seen is None:
            sys.exit(f"{part['name']}: the picture after step {step + 1} is not seen, nor a later one")
        result.append(round(1000 * (seen - drawn + offset), 1))
    return result


def figures(learned_file, recording):
    head, stream = recorded(recording)
    sums, wanted = sums_of(head, stream), learned(learned_file)
    offset = ahead(*head["clock"])
    parts = {}
    for part in head["parts"]:
        name, end = part["name"], part["updates"][1]
        if sums[end - 1] != part["sum"]:
            sys.exit(f"{name}: the viewer shows the picture {sums[end - 1]}, the guest has {part['sum']}")
        parts[name] = {
            "bytes": part["bytes"],
            "updates": end - part["updates"][0],
            "processor": part["processor"],
            "times": times(part, sums, head["updates"], wanted.get(name, []), offset),
        }
    print(json.dumps({"parts": parts, "resident": head["resident"], "clock": head["clock"]}))


def sessions(folder):
    """{encoding: {round: {side: figures}}}"""
    found = {}
    for file in sorted(pathlib.Path(folder).iterdir()):
        side, encoding, number = file.name.split(".")
        found.setdefault(encoding, {}).setdefault(int(number), {})[side] = json.loads(file.read_text())
    return found


def measured(session, part, measure):
    """A figure of one session, or None where the part has none."""
    values = session["parts"][part]
    if measure == "time":
        return statistics.median(values["times"]) if values["times"] else None
    if measure == "each":
        return values["bytes"] / max(values["updates"], 1)
    return values[measure]


def ratio(qemu, ours, measure):
    return max(qemu, LEAST[measure]) / max(ours, LEAST[measure])


def columns(pairs, part, measure):
    """What both have, in the middle, and the ratio; and the ratios of the pairs."""
    values = [[measured(pair[side], part, measure) for side in ("qemu", "ours")] for pair in pairs]
    if values[0][0] is None:
        return ["", "", ""], []
    ratios = [ratio(*value, measure) for value in values]
    middle = [statistics.median(value[side] for value in values) for side in (0, 1)]
    spread = f" ({min(ratios):.2f} to {max(ratios):.2f})" if len(ratios) > 1 else ""
    said = "equal" if set(ratios) == {1} else f"{statistics.median(ratios):.2f}{spread}"
    return [f"{middle[0]:.0f}", f"{middle[1]:.0f}", said], ratios


def rows(encoding, pairs):
    """Lines of the table; and in which parts an update of ours has more bytes in each pair."""
    more = []
    for part in pairs[0]["qemu"]["parts"]:
        cells = []
        for measure in ("bytes", "each", "time", "processor"):
            row, ratios = columns(pairs, part, measure)
            cells += row
            if measure == "each" and len(ratios) >= FEWEST_PAIRS and max(ratios) < 1:
                more.append(f"{encoding} {part}")
        print(f"| {WHAT[part]} | {encoding} | {' | '.join(cells)} |")
    return more


def table(folder):
    more, everything = [], sessions(folder)
    print("| drawn in the guest | encoding | bytes, QEMU | Xenbay | ratio | of an update, QEMU | Xenbay | ratio | ms until seen, QEMU | Xenbay | ratio | ms of a processor, QEMU | Xenbay | ratio |")
    print("|" + "---|" * 14)
    for encoding in sorted(everything, reverse=True):
        more += rows(encoding, list(everything[encoding].values()))
    all_of = {side: [pair[side] for rounds in everything.values() for pair in rounds.values()] for side in ("qemu", "ours")}
    for side, name in (("qemu", "QEMU's process"), ("ours", "the daemon")):
        memory = [session["resident"] / 1024 for session in all_of[side]]
        worst = max(time for session in all_of[side] for part in session["parts"].values() for time in part["times"])
        print(f"{name}: {min(memory):.0f} to {max(memory):.0f} MB resident; the longest time until something was seen is {worst:.0f} ms")
    known = [session["clock"][1] - session["clock"][0] for side in all_of.values() for session in side]
    print(f"the clocks of guest and dom0 are compared with an error of {500 * max(known):.1f} ms at most")
    if more:
        sys.exit(f"Xenbay's updates have more bytes: {', '.join(more)}")


{"figures": figures, "table": table}[sys.argv[1]](*sys.argv[2:])
