#!/usr/bin/env python3
"""The regression test: what the built program reads in the gold has not fallen below gold/expected.json.

  regression.py --bin build/detente --model DIRECTORY

Exit status 77 says that the test was skipped, because the language model is not there.
"""
import argparse
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--model", required=True)
    args = parser.parse_args()
    if not pathlib.Path(args.model, "meta.json").exists():
        print(f"skipped: no language model in {args.model}; tools/setup fetches it")
        return 77
    return subprocess.run([sys.executable, str(ROOT / "tools/score_gold"), "--bin", shlex.quote(args.bin), "--by", "construction",
                           "--expect", str(ROOT / "gold/expected.json")], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
