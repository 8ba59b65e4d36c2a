#!/usr/bin/env python3
"""tools/check_lexicons must find every fault of parties.toml beside this file, on its line, and exit with 1."""

import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
tool = here.parents[2] / "tools" / "check_lexicons"
run = subprocess.run([sys.executable, tool, here], capture_output=True, text=True)
found = [line for line in run.stdout.splitlines() if ".toml" in line]
expected = (here / "expected.txt").read_text(encoding="utf-8").splitlines()
for line in expected:
    if line not in found:
        print(f"not found: {line}")
for line in found:
    if line not in expected:
        print(f"not expected: {line}")
sys.exit(0 if found == expected and run.returncode == 1 else 1)
