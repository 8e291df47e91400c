#!/usr/bin/env python3
"""input_parity.py FILE: what two servers of keyboards and pointers told one guest differently. The file has lines
"PART⇥WHO⇥DEVICE TYPE CODE VALUE", as a program in the guest read them: PART names a part of the session, WHO is a or b.
Prints one line a difference, "PART | A | B"; what both tell alike at its begin and end is left out."""
import sys

KEY, RELATIVE, ABSOLUTE = 1, 2, 3
BUTTONS = {0x110: "left", 0x111: "right", 0x112: "middle", 0x113: "side"}
AXES = {(RELATIVE, 8): "wheel", (ABSOLUTE, 0): "x", (ABSOLUTE, 1): "y"}


def text(kind, code, value):
    if kind == KEY:
        return f"{BUTTONS.get(code, code)} {('up', 'down', 'again')[value]}"
    return f"{AXES.get((kind, code), f'{kind}/{code}')} {value}"


def read(file):
    parts = {}
    for line in open(file):
        part, who, event = line.rstrip("\n").split("\t")
        told = parts.setdefault(part, {"a": [], "b": []})
        if event:
            told[who].append(text(*map(int, event.split())))
    return parts


def differing(a, b):
    begin = next((i for i, (one, other) in enumerate(zip(a, b)) if one != other), min(len(a), len(b)))
    a, b = a[begin:], b[begin:]
    end = next((i for i, (one, other) in enumerate(zip(a[::-1], b[::-1])) if one != other), min(len(a), len(b)))
    return a[: len(a) - end], b[: len(b) - end]


def main(file):
    for part, told in read(file).items():
        a, b = differing(told["a"], told["b"])
        if a or b:
            print(f"{part} | {', '.join(a) or '-'} | {', '.join(b) or '-'}")


main(sys.argv[1])
