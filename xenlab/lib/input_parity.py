#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""input_parity.py FILE: what two servers of keyboards and pointers told one guest differently. The file has lines
"PART⇥WHO⇥DEVICE TYPE CODE VALUE", as a program in the guest read them: PART names a part of the session, WHO is a or b.
Prints one line a part that differs, "PART | A | B"; what both tell alike is left out."""
import difflib
import sys

KEY, RELATIVE, ABSOLUTE = 1, 2, 3
BUTTONS = {0x110: "left", 0x111: "right", 0x112: "middle", 0x113: "side"}
WHEEL = 8


class Telling:
    """What one server told, in words. A place is told by what has changed of it, x before y."""

    def __init__(self):
        self.words = []
        self.place = [0, 0]
        self.axis = None

    def add(self, kind, code, value):
        if kind == ABSOLUTE:
            self.place[code] = value
            if (self.axis, code) == (0, 1):
                self.words.pop()
            self.words.append("at {},{}".format(*self.place))
            self.axis = code
            return
        self.axis = None
        if kind == KEY:
            self.words.append(f"{BUTTONS.get(code, code)} {('up', 'down', 'again')[value]}")
        else:
            self.words.append(f"wheel {value}" if (kind, code) == (RELATIVE, WHEEL) else f"{kind}/{code} {value}")


def read(file):
    parts, telling = {}, {"a": Telling(), "b": Telling()}
    for line in open(file):
        part, who, event = line.rstrip("\n").split("\t")
        told = parts.setdefault(part, {"a": [], "b": []})
        telling[who].words = told[who]
        telling[who].add(*map(int, event.split()))
    return parts


def differing(a, b):
    """What differs; a gap where both tell alike."""
    hunks = [part for part in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if part[0] != "equal"]
    one = " … ".join(", ".join(a[begin:end]) or "-" for _, begin, end, _, _ in hunks)
    other = " … ".join(", ".join(b[begin:end]) or "-" for _, _, _, begin, end in hunks)
    return one, other


def main(file):
    for part, told in read(file).items():
        one, other = differing(told["a"], told["b"])
        if one or other:
            print(f"{part} | {one} | {other}")


main(sys.argv[1])
