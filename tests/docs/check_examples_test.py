"""What tools/check_examples must find, with a stand-in for the program."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Answers every line with one event whose type is the first word of the text.
PROGRAM = """#!/usr/bin/env python3
import json, sys
for line in sys.stdin:
    row = json.loads(line)
    word = row["text"].split()[0]
    event = {"type": word.upper(), "mode": "", "cameo": "040", "sources": [{"party": "p1", "text": "He"}], "targets": [],
             "trigger": {"text": word}, "rule": "acts/consult.toml:meet", "status": "actual", "date": {"value": row["published"]} if "published" in row else None}
    print(json.dumps({"id": row["id"], "parties": [{"id": "p1", "name": "Ann"}], "statements": [], "events": [event]}))
"""
RIGHT = '```coded events\nConsult them.\npublished: 2024-10-10\n-> CONSULT (040): Ann > nobody named | actual | 2024-10-10 | acts/consult.toml:meet\n```\n'


class CheckExamples(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.page = pathlib.Path(self.folder.name) / "page.md"
        self.binary = pathlib.Path(self.folder.name) / "detente"
        self.binary.write_text(PROGRAM, encoding="utf-8")
        self.binary.chmod(0o755)

    def tearDown(self):
        self.folder.cleanup()

    def check(self, text, *options):
        self.page.write_text(text, encoding="utf-8")
        command = [sys.executable, ROOT / "tools/check_examples", "--binary", self.binary, *options, self.page]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_what_the_program_says_passes(self):
        self.assertEqual(self.check("# A\n\n" + RIGHT), (0, "1 examples, 0 wrong\n"))

    def test_what_it_does_not_say_is_told_with_its_line(self):
        code, said = self.check("# A\n\n" + RIGHT.replace("CONSULT", "AID"))
        self.assertEqual(code, 1)
        self.assertIn("page.md:3: the example is coded otherwise", said)

    def test_refresh_writes_what_the_program_says(self):
        wrong = RIGHT.replace("CONSULT", "AID") + "\n" + "```coded statements\nSay it.\n```\n"
        self.assertEqual(self.check(wrong, "--refresh")[0], 0)
        self.assertEqual(self.page.read_text(encoding="utf-8"), RIGHT + "\n```coded statements\nSay it.\n-> nothing\n```\n")

    def test_an_unknown_kind(self):
        code, said = self.check(RIGHT.replace("coded events", "coded evnts"))
        self.assertEqual(code, 1)
        self.assertIn("page.md:1: a reading has no 'evnts'", said)

    def test_a_program_that_is_not_there(self):
        self.binary.unlink()
        self.assertEqual(self.check(RIGHT)[0], 2)


if __name__ == "__main__":
    unittest.main()
