#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""posix.py FOLDER: does in an empty folder what POSIX says something about, and prints one line "what: outcome" for each,
with the same outcome on each file system that behaves alike: error numbers by name, times as "kept" or "changed". As root."""
import os
import sys

import names  # noqa: F401: each of these adds its checks
import users  # noqa: F401
import files  # noqa: F401
from tools import CHECKS, tell


def main():
    os.chdir(sys.argv[1])
    os.umask(0o22)
    for function in CHECKS:
        name = function.__name__
        os.mkdir(name)
        os.chdir(name)
        tell("##", name)
        try:
            function()
        except OSError as failed:
            tell(f"{name} ended early", failed)
        sys.stdout.flush()
        os.chdir("..")


main()
