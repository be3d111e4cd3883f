#!/usr/bin/env python3
"""tidy.py ROOT BUILD [FILE...]: runs clang-tidy over our sources, remembering what was clean.

A file is looked at again only when it, one of our headers below it, its compiler command,
.clang-tidy or clang-tidy itself changed. BUILD holds compile_commands.json.
"""

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "architecture"))
from code_tree import CODE_FOLDERS, CodeTree  # noqa: E402

# What the compiler says about other people's headers is not ours to hear twice.
NOISE = (" warnings generated.", " warning generated.")


class Tidy:
    def __init__(self, root, build, program="clang-tidy"):
        self.tree = CodeTree(root)
        self.build = Path(build)
        self.program = program
        self.memory = self.build / "tidy"
        self.memory.mkdir(exist_ok=True)
        self.commands = {}
        for entry in json.loads((self.build / "compile_commands.json").read_text(encoding="utf-8")):
            path = os.path.relpath(os.path.join(entry["directory"], entry["file"]), root)
            if path.split("/")[0] in CODE_FOLDERS:
                self.commands[path] = entry.get("command", "")
        version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
        self.common = version + self.tree.text(".clang-tidy")

    def key(self, path):
        """Names everything the verdict on the file depends on, but for installed headers."""
        digest = hashlib.sha256((self.common + self.commands[path]).encode())
        seen, waiting = set(), [path]
        while waiting:
            name = waiting.pop()
            if name not in seen and self.tree.exists(name):
                seen.add(name)
                waiting += [included for _, included in self.tree.includes(name)]
        for name in sorted(seen):
            digest.update(f"\n{name}\n{self.tree.text(name)}".encode())
        return digest.hexdigest()

    def check(self, path):
        """Empty when clean, else what clang-tidy says."""
        stamp = self.memory / self.key(path)
        if stamp.exists():
            stamp.touch()
            return ""
        result = subprocess.run(
            [self.program, "-p", str(self.build), "--quiet", str(self.tree.root / path)],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode == 0:
            stamp.touch()
            return ""
        lines = [line for line in (result.stdout + result.stderr).splitlines() if not line.endswith(NOISE)]
        return "\n".join(lines) or f"{path}: clang-tidy ended with {result.returncode}"


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    tidy = Tidy(Path(arguments[0]).resolve(), Path(arguments[1]).resolve())
    wanted = arguments[2:] or sorted(tidy.commands)
    # The slowest first, so that no core idles at the end.
    wanted.sort(key=lambda path: (path.startswith("core/"), path))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = [text for text in pool.map(tidy.check, wanted) if text]
    for text in complaints:
        print(text)
    print(f"tidy: {len(wanted)} files, {len(complaints)} with something to mend")
    return 1 if complaints or not wanted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
