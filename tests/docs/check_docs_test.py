"""What tools/check_docs must find, on small repositories made for it."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Stands in for the program: two commands, one of which fails when asked to.
PROGRAM = """#!/bin/sh
case "$*" in
  --help) echo "usage: detente read|verify --json --help" ;;
  "read --help") echo "usage: detente read PATH --db FILE" ;;
  "verify --help") echo "usage: detente verify --db FILE" ;;
  "read "*) exit 0 ;;
  "verify --db gone"*) echo "no such record" >&2; exit 2 ;;
  verify*) exit 0 ;;
  *) exit 2 ;;
esac
"""


class CheckDocs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        (self.root / "docs").mkdir()
        (self.root / "examples").mkdir()
        (self.root / "tools").mkdir()
        (self.root / "tools/setup").write_text("", encoding="utf-8")
        self.binary = self.root / "detente"
        self.binary.write_text(PROGRAM, encoding="utf-8")
        self.binary.chmod(0o755)

    def tearDown(self):
        self.folder.cleanup()

    def check(self, readme, *options):
        (self.root / "README.md").write_text(readme, encoding="utf-8")
        command = [sys.executable, ROOT / "tools/check_docs", "--root", self.root, "--binary", self.binary, *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    def test_a_clean_document_passes(self):
        readme = "# A\n\n[b](docs/b.md#a-heading) `tools/setup` `detente read reports --db x.duckdb --json`\n"
        (self.root / "docs/b.md").write_text("# B\n\n## A `heading`\n", encoding="utf-8")
        self.assertEqual(self.check(readme), (0, ""))

    def test_a_broken_link(self):
        self.assertEqual(self.check("[b](docs/gone.md)\n"), (1, "README.md:1: link to 'docs/gone.md': there is no such file\n"))

    def test_a_broken_heading(self):
        self.assertEqual(self.check("# A\n[b](#b)\n"), (1, "README.md:2: link to '#b': there is no such heading\n"))

    def test_a_path_that_is_gone(self):
        self.assertEqual(self.check("`tools/gone`\n"), (1, "README.md:1: 'tools/gone': there is no such path\n"))

    def test_a_command_that_is_gone(self):
        self.assertEqual(self.check("    detente forget x\n"), (1, "README.md:1: 'detente forget x': no such command\n"))

    def test_an_option_that_is_gone(self):
        self.assertEqual(self.check("`detente verify --loud`\n"),
                         (1, "README.md:1: 'detente verify --loud': no such option as --loud\n"))

    def test_the_host_of_a_registry(self):
        self.assertEqual(self.check("see npmjs" + ".com\n"), (1, "README.md:1: names the host of a package registry\n"))

    def test_the_shown_commands_run(self):
        self.assertEqual(self.check("## Try it\n\n    detente read examples   # all\n    detente verify\n\n## On\n", "--run"), (0, ""))

    def test_a_shown_command_that_fails(self):
        code, message = self.check("## Try it\n\n    detente verify --db gone\n\n## On\n", "--run")
        self.assertEqual((code, message), (1, "README.md:3: 'detente verify --db gone' ended with 2: no such record\n"))

    def test_a_screen_is_renewed(self):
        readme = "## Try it\n\n## On\n\n<!-- screen: detente read --help -->\n```text\nold\n```\n"
        self.assertEqual(self.check(readme, "--refresh"), (0, ""))
        self.assertEqual((self.root / "README.md").read_text(encoding="utf-8"),
                         readme.replace("old", "usage: detente read PATH --db FILE"))


if __name__ == "__main__":
    unittest.main()
