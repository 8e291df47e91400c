#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""compare.py EXT4 OURS QEMU: a table of what the three outputs say differently. A line "what: outcome" is known by what it
says before the colon, and the how manieth of that name it is. Lines that begin with # are figures, and only shown. Ends with status 1 when OURS differs from EXT4."""
import sys


def outcomes(name):
    found, count = {}, {}
    with open(name, errors="surrogateescape") as lines:
        for line in lines:
            if line.startswith("# "):
                print(name.rpartition(".")[2], line[2:].rstrip("\n"))
                continue
            what, _, outcome = line.rstrip("\n").partition(": ")
            count[what] = count.get(what, 0) + 1
            found[what, count[what]] = outcome
    return found


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    three = [outcomes(name) for name in sys.argv[1:4]]
    different = [what for what in dict.fromkeys(key for each in three for key in each)
                 if len({each.get(what) for each in three}) > 1]
    if different:
        print("| what | ext4 | ours | QEMU |\n|---|---|---|---|")
    for what in different:
        cells = [what[0]] + [each.get(what, "(nothing)") for each in three]
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    ours = sum(three[0].get(what) != three[1].get(what) for what in different)
    qemu = sum(three[0].get(what) != three[2].get(what) for what in different)
    print(f"{len(three[0])} outcomes; from ext4 differ: ours in {ours}, QEMU's in {qemu}")
    return 1 if ours else 0


sys.exit(main())
