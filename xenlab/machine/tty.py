# SPDX-License-Identifier: Apache-2.0
"""tty.py TERMINAL: says something to the demonstration guest's shell, and waits for its answer."""
import os
import select
import sys

terminal = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
os.write(terminal, b"echo under-$((1)) systemd\r")
heard = b""
while heard.count(b"systemd") < 2:
    if not select.select([terminal], [], [], 30)[0]:
        sys.exit(f"the guest is silent after {heard!r}")
    heard += os.read(terminal, 4096)
print("the guest answers")
