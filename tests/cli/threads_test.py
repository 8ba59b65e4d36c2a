"""`detente code` writes the same bytes for one thread and for two, over all texts of the gold set."""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def main():
    rows = []
    for name in ("reports.jsonl", "sentences.jsonl"):
        for line in (ROOT / "gold" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows.append(json.dumps({key: row[key] for key in ("id", "text", "published", "outlet", "title") if row.get(key)}))
    # A broken line keeps its place, too.
    lines = ("\n".join(rows[:40] + ["{"] + rows[40:] + rows[:200]) + "\n").encode()
    answers = []
    for threads in ("1", "2"):
        done = subprocess.run([sys.argv[1], "code", "--threads", threads, "--explain"], input=lines, capture_output=True, check=False)
        if done.returncode != 1 or not done.stdout:
            print(f"{threads} threads: ended with {done.returncode}: {done.stderr.decode()}")
            return 1
        answers.append(done.stdout)
    first, second = answers
    if first == second:
        return 0
    differing = next(i for i, (a, b) in enumerate(zip(first.splitlines(), second.splitlines())) if a != b)
    print(f"line {differing + 1} differs between one thread and two")
    return 1


if __name__ == "__main__":
    sys.exit(main())
