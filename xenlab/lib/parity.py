#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""parity.py DOMAIN-A RECORD-A DOMAIN-B RECORD-B: what differs between two records of store-record, made of two
guests with the same devices. One line a difference, "DEVICE: WHAT | A | B"; nothing when there is none.

Compared is what a frontend or a toolstack can see: of each device the order of each side's states, the keys on each side
(values, too, where they do not name a domain, a terminal or a grant). Which side is first to say Connected is chance. Writes
of one transaction become visible at once, so their order among each other is none. A frontend's state 3 is left out, as it
changes to 4 by itself, sometimes before a watch can show it."""
import re
import sys

UNLIKE = re.compile(r"/(tty|ring-ref\d*|port|event-channel[-\d]*|page-g?ref|frontend-id|frontend|backend)$")


def devices(domain, file):
    """Device -> (states of the backend and of the frontend in order, last value of every key)."""
    sides = re.compile(rf"/local/domain/(?:0/backend/(\w+)/{domain}/(\d+)|{domain}/device/(\w+)/(\d+))(/.*)?$")
    found = {}
    for line in open(file):
        text = line.rstrip("\n").split(" ", 1)[1]
        path, _, value = text.partition(" = ")
        match = sides.match(path.removesuffix(" gone"))
        if not match or not match[5] or path.endswith(" gone"):
            continue
        backend = match[1] is not None
        name = f"{match[1]}/{match[2]}" if backend else f"{match[3]}/{match[4]}"
        states, values = found.setdefault(name, ({"backend": [], "frontend": []}, {}))
        key = ("backend" if backend else "frontend") + match[5]
        values[key] = "…" if UNLIKE.search(key) else value
        if match[5] == "/state" and (backend or value != "3"):
            states["backend" if backend else "frontend"].append(value)
    return found


def compare(a, b):
    for name in sorted(a.keys() | b.keys()):
        if name not in a or name not in b:
            yield name, "the device", "there" if name in a else "-", "there" if name in b else "-"
            continue
        (states_a, values_a), (states_b, values_b) = a[name], b[name]
        for side in states_a:
            if states_a[side] != states_b[side]:
                yield name, f"states of the {side}", " ".join(states_a[side]), " ".join(states_b[side])
        for key in sorted(values_a.keys() | values_b.keys()):
            if values_a.get(key) != values_b.get(key):
                yield name, key, values_a.get(key, "-"), values_b.get(key, "-")


def main(domain_a, file_a, domain_b, file_b):
    for name, what, first, second in compare(devices(domain_a, file_a), devices(domain_b, file_b)):
        print(f"{name}: {what} | {first} | {second}")


main(*sys.argv[1:])
