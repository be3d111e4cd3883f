#!/usr/bin/env python3
"""tidy.py looks again exactly when something that matters changed."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

from tidy import Tidy

# Stands in for clang-tidy: writes down what it was asked and dislikes the word "ugly".
FAKE = """#!/bin/sh
[ "$1" = --version ] && echo fake 1 && exit
echo "$4" >> {log}
! grep -H ugly "$4"
"""


class TidyTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name)
        self.log = self.root / "log"
        self.write("clang-tidy", FAKE.format(log=self.log)).chmod(0o755)
        self.write(".clang-tidy", "Checks: x\n")
        self.write("core/base/b.h", "int b();\n")
        self.write("core/base/a.h", '#include "core/base/b.h"\n')
        self.write("core/base/a.cpp", '#include "core/base/a.h"\n')
        self.write("build/unrelated.txt", "")
        self.command("g++ a.cpp")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def command(self, command):
        entries = [
            {"directory": str(self.root), "file": str(self.root / name), "command": command}
            for name in ("core/base/a.cpp", "tests/core/base/a_test.cpp", "build/moc.cpp")
        ]
        self.write("build/compile_commands.json", json.dumps(entries))

    def looks(self):
        """How often one round over everything called clang-tidy, and what it said."""
        self.log.unlink(missing_ok=True)
        tidy = Tidy(self.root, self.root / "build", str(self.root / "clang-tidy"))
        said = [tidy.check(path) for path in sorted(tidy.commands)]
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0, said

    def test_only_our_sources_are_looked_at_and_once(self):
        self.assertEqual(self.looks(), (1, [""]))
        self.assertEqual(self.looks(), (0, [""]))

    def test_every_input_matters(self):
        changes = {
            "the file": lambda: self.write("core/base/a.cpp", '#include "core/base/a.h"\nint c;\n'),
            "a header two steps down": lambda: self.write("core/base/b.h", "int b(int);\n"),
            "the list of checks": lambda: self.write(".clang-tidy", "Checks: y\n"),
            "the compiler command": lambda: self.command("g++ -O2 a.cpp"),
        }
        self.looks()
        for name, change in changes.items():
            change()
            self.assertEqual(self.looks(), (1, [""]), name)
            self.assertEqual(self.looks(), (0, [""]), name)

    def test_a_complaint_is_not_forgotten(self):
        self.write("core/base/a.cpp", "int ugly;\n")
        for _ in range(2):
            count, said = self.looks()
            self.assertEqual(count, 1)
            self.assertIn("ugly", said[0])


if __name__ == "__main__":
    sys.exit(unittest.main())
