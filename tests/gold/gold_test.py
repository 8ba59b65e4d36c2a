#!/usr/bin/env python3
"""Tests of the gold tools: the gold is up to date, faults are found, the scorer counts what it says."""
import contextlib
import copy
import importlib.machinery
import importlib.util
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def load(name):
    loader = importlib.machinery.SourceFileLoader(name, str(ROOT / "tools" / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


make_gold, score_gold = load("make_gold"), load("score_gold")


def gold():
    return [json.loads(line) for name in ("sentences", "reports") for line in
            (ROOT / f"gold/{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def perfect(item):
    """The answer of a coder that makes no mistake."""
    def side(words):
        return [{"text": w} for w in words]
    return {"id": item["id"],
            "events": [{"type": e["type"], "status": e["status"], "sources": side(e["sources"]), "targets": side(e["targets"]),
                        "trigger": {"span": e["trigger"]}} for e in item["events"]],
            "statements": [{**s, "source": {"text": s["source"]}} for s in item["statements"]],
            "figures": copy.deepcopy(item["figures"]), "instruments": copy.deepcopy(item["instruments"])}


def faults(block):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "sentences.txt"
        path.write_text(block, encoding="utf-8")
        return " ".join(what for _, _, what in make_gold.read_sentences(path)[1])


class Sources(unittest.TestCase):
    def test_files_are_up_to_date(self):
        run = subprocess.run([sys.executable, str(ROOT / "tools/make_gold"), "--check"], capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_every_construction_is_there(self):
        found = {tag for item in gold() for tag in item["construction"]}
        self.assertEqual(make_gold.CONSTRUCTIONS - found, set())

    def test_spans_are_code_points(self):
        for item in gold():
            for figure in item["figures"]:
                self.assertEqual(item["text"][figure["span"][0]:figure["span"][1]], figure["text"])
            for statement in item["statements"]:
                self.assertTrue(all(0 <= b < e <= len(item["text"]) for b, e in statement["content"]))

    def test_faults_are_named(self):
        head = "[x-1] negation\n> Norland shelled the port and the mill near the port.\n"
        for line, what in {
                "event bombed | ASSAULT actual | Norland >": "'bombed' does not occur",
                "event shell | ASSAULT actual | Norland >": "'shell' does not occur",
                "event the port | ASSAULT actual | Norland >": "occurs 2 times",
                "event shelled | HIT actual | Norland >": "not a type",
                "event shelled | ASSAULT done | Norland >": "not a status",
                "event shelled | ASSAULT actual | Sudria >": "party 'Sudria' does not occur",
                "event shelled | ASSAULT actual": "2 columns",
                "figure the mill | mills | exact 1": "not a measure",
                "figure the mill | other | range 1": "takes 2 numbers",
                "says s1 | Norland | shelled | indirect in s9 | the mill": "parent 's9'",
                "sign wish | x | the mill": "not a kind",
                "nothing\nevent shelled | ASSAULT actual | Norland >": "beside annotations",
                "": "write 'nothing'"}.items():
            self.assertIn(what, faults(head + line + "\n"), line)
        self.assertEqual(faults(head + "event shelled | ASSAULT actual | Norland > the port; the mill\n"), "")
        self.assertIn("hard negative", faults(head.replace("negation", "hard_negative") + "event shelled | ASSAULT actual | >\n"))
        self.assertIn("not a construction", faults(head.replace("negation", "poem") + "nothing\n"))

    def test_occurrences_and_long_spans(self):
        text = "the port and the mill near the port of São Tomé"
        self.assertEqual(make_gold.span(text, "the port@2"), [27, 35])
        self.assertEqual(make_gold.span(text, "and ... mill"), [9, 21])
        self.assertEqual(make_gold.span(text, "Tomé"), [43, 47])


class Scores(unittest.TestCase):
    def measured(self, change=lambda answer: None):
        items = gold()
        answers = [perfect(i) for i in items]
        for answer in answers:
            change(answer)
        total, _, negatives, alarms, misses = score_gold.measure(items, answers)
        return score_gold.numbers(total, negatives, alarms), misses

    def test_a_perfect_coder(self):
        got, misses = self.measured()
        self.assertEqual(misses, [])
        self.assertEqual(got.pop("alarms_per_100_negative"), 0.0)
        self.assertEqual(set(got.values()), {1.0})

    def test_an_empty_coder(self):
        got, _ = self.measured(lambda a: [a.pop(k) for k in ("events", "statements", "figures", "instruments")])
        self.assertEqual(set(got.values()), {0.0})

    def test_wrong_types_leave_triggers_right(self):
        got, _ = self.measured(lambda a: [e.update(type="AID") for e in a["events"]])
        self.assertGreater(got["event_trigger"], 0.95)
        self.assertLess(got["event_type"], 0.15)

    def test_sources_and_targets_turned_round(self):
        got, _ = self.measured(lambda a: [e.update(sources=e["targets"], targets=e["sources"]) for e in a["events"]])
        self.assertEqual(got["event_type"], 1.0)
        self.assertLess(got["event_who_what_whom"], 0.4)

    def test_flat_statements_break_the_chain(self):
        got, _ = self.measured(lambda a: [s.update(parent=None) for s in a["statements"]])
        self.assertEqual(got["statement_with_source"], 1.0)
        self.assertLess(got["statement_chain"], 1.0)

    def test_alarms_are_counted(self):
        got, _ = self.measured(lambda a: a["events"].append({"type": "ASSAULT", "status": "actual", "trigger": {"span": [0, 3]}}))
        self.assertEqual(got["alarms_per_100_negative"], 100.0)
        self.assertLess(got["event_type"], 1.0)

    def test_a_pronoun_counts_when_its_party_is_named(self):
        item = {"text": "Norland fell. It sued.", "construction": ["coreference"], "statements": [], "figures": [], "instruments": [],
                "events": [{"trigger": [17, 21], "type": "ACCUSE", "sources": ["Norland"], "targets": [], "status": "actual"}]}
        event = {"type": "ACCUSE", "status": "actual", "sources": [{"party": "p1", "text": "It"}], "targets": [], "trigger": {"span": [17, 21]}}
        party = {"id": "p1", "name": "Norland", "mentions": [[0, 7], [14, 16]]}
        self.assertEqual(score_gold.score_item(item, {"events": [event], "parties": [party]})[0]["event_who_what_whom"][0], 1)
        self.assertEqual(score_gold.score_item(item, {"events": [event]})[0]["event_who_what_whom"][0], 0)

    def test_an_optional_party_may_be_named_or_left_out(self):
        item = {"text": "The army left the ridge.", "construction": ["verb_frame"], "statements": [], "figures": [], "instruments": [],
                "events": [{"trigger": [9, 13], "type": "RETREAT", "sources": ["The army"], "targets": [], "status": "actual",
                            "optional": {"sources": [], "targets": ["the ridge"]}}]}
        for target, right in (([], 1), ([{"text": "ridge"}], 1), ([{"text": "Norland"}], 0)):
            event = {"type": "RETREAT", "status": "actual", "sources": [{"text": "The army"}], "targets": target, "trigger": {"span": [9, 13]}}
            self.assertEqual(score_gold.score_item(item, {"events": [event]})[0]["event_who_what_whom"][0], right)

    def test_other_words_for_the_same_act_are_passed_over(self):
        item = {"text": "The bombing killed two.", "construction": ["figure"], "statements": [], "figures": [], "instruments": [],
                "events": [{"trigger": [4, 11], "also": [[12, 18]], "type": "ASSAULT", "sources": [], "targets": [], "status": "actual"}]}

        def event(kind, place):
            return {"type": kind, "status": "actual", "trigger": {"span": place}}
        both = [event("ASSAULT", [4, 11]), event("ASSAULT", [12, 18])]
        self.assertEqual(score_gold.score_item(item, {"events": both})[0]["event_type"], (1, 1, 1))
        self.assertEqual(score_gold.score_item(item, {"events": both + [event("AID", [19, 22])]})[0]["event_type"], (1, 2, 1))

    def test_what_has_fallen(self):
        self.assertEqual(list(score_gold.fallen({"event_type": 0.5}, {"event_type": 0.495})), [])
        self.assertEqual(len(list(score_gold.fallen({"event_type": 0.5}, {"event_type": 0.48}))), 1)
        self.assertEqual(list(score_gold.fallen({"alarms_per_100_negative": 5.0}, {"alarms_per_100_negative": 5.5})), [])
        self.assertEqual(len(list(score_gold.fallen({"alarms_per_100_negative": 5.0}, {"alarms_per_100_negative": 7.0}))), 1)

    def test_a_coder_of_another_make(self):
        with tempfile.TemporaryDirectory() as folder:
            answers = pathlib.Path(folder) / "answers.jsonl"
            answers.write_text("".join(json.dumps(perfect(i)) + "\n" for i in gold()), encoding="utf-8")
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                old, sys.argv = sys.argv, ["score_gold", "--answers", str(answers), "--json"]
                try:
                    status = score_gold.main()
                finally:
                    sys.argv = old
            self.assertEqual(status, 0)
            self.assertEqual(json.loads(out.getvalue())["event_type"], 1.0)


if __name__ == "__main__":
    unittest.main()
