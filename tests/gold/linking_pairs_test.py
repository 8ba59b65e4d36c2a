#!/usr/bin/env python3
"""The gold of linking holds together: every span is where it says, every verdict is one of four, no topic is in both halves."""
import collections
import hashlib
import json
import os
import pathlib
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAIRS = [json.loads(line) for line in (ROOT / "gold/linking/pairs.jsonl").read_text(encoding="utf-8").splitlines()]
VERDICTS = ("same", "update", "contradicts", "different")


def shared():
    named = os.environ.get("DETENTE_SHARED")
    return pathlib.Path(named) if named else ROOT.parent / "shared"


class Pairs(unittest.TestCase):
    def test_form(self):
        self.assertGreaterEqual(len(PAIRS), 60)
        self.assertEqual(len({p["id"] for p in PAIRS}), len(PAIRS))
        for p in PAIRS:
            self.assertIn(p["verdict"], VERDICTS, p["id"])
            self.assertIn(p["kind"], ("event", "figure", "instrument"), p["id"])
            for side in (p["a"], p["b"]):
                self.assertLess(side["span"][0], side["span"][1], p["id"])
            self.assertNotEqual((p["a"]["report"], p["a"]["span"]), (p["b"]["report"], p["b"]["span"]), p["id"])

    def test_each_verdict_has_a_fair_share(self):
        for split in ("dev", "test"):
            count = collections.Counter(p["verdict"] for p in PAIRS if p["split"] == split)
            for verdict in VERDICTS:
                self.assertGreaterEqual(count[verdict], 10, f"{split} {verdict}")

    def test_no_topic_is_in_both_halves(self):
        halves = collections.defaultdict(set)
        reports = collections.defaultdict(set)
        for p in PAIRS:
            halves[p["topic"]].add(p["split"])
            for side in (p["a"], p["b"]):
                reports[side["report"]].add(p["split"])
        self.assertEqual([t for t, s in halves.items() if len(s) > 1], [])
        self.assertEqual([r for r, s in reports.items() if len(s) > 1], [])

    def test_the_table_of_the_guide_is_right(self):
        guide = (ROOT / "gold/linking/GUIDE.md").read_text(encoding="utf-8")
        for split in ("dev", "test"):
            count = collections.Counter(p["verdict"] for p in PAIRS if p["split"] == split)
            row = " | ".join(str(n) for n in [*(count[v] for v in VERDICTS), sum(count.values())])
            self.assertIn(f"| {split} | {row} |", guide)

    def test_every_span_says_what_was_judged(self):
        path = shared() / "texts/open_news.jsonl"
        if not path.exists():
            self.skipTest(f"{path} is not there")
        with path.open(encoding="utf-8") as lines:
            texts = {d["id"]: d["text"].encode() for d in map(json.loads, lines)}
        for p in PAIRS:
            for side in (p["a"], p["b"]):
                words = texts[side["report"]][side["span"][0]:side["span"][1]]
                self.assertEqual(hashlib.sha256(words).hexdigest()[:12], side["sha256"], p["id"])
                words.decode()


if __name__ == "__main__":
    unittest.main()
