"""The repository as the rules see it: files, includes, string literals, CMake calls."""

import re
from pathlib import Path

CODE_FOLDERS = ("core", "widgets", "app")
CPP_SUFFIXES = (".cpp", ".h")
SCRIPT_SUFFIXES = (".py", ".sh", ".cmake")

# Comments, raw strings, strings and characters; an apostrophe inside a number is none of these.
TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | R"(?P<fence>[^()\\\s]{0,16})\((?P<raw>.*?)\)(?P=fence)"
      | "(?P<string>(?:\\.|[^"\\\n])*)"
      | (?<!\w)'(?:\\.|[^'\\\n])+'""",
    re.DOTALL | re.VERBOSE,
)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]', re.MULTILINE)
CMAKE_CALL = re.compile(r"(\w+)\s*\(([^()]*)\)")


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def without_comments(text):
    """The text with every comment blanked, line numbers kept."""

    def blank(match):
        if match["comment"] is None:
            return match[0]
        return re.sub(r"[^\n]", " ", match[0])

    return TOKEN.sub(blank, text)


class CodeTree:
    """Paths are relative to the root and written with slashes."""

    def __init__(self, root):
        self.root = Path(root)

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def exists(self, path):
        return (self.root / path).is_file()

    def files(self, *folders):
        """Every file below the folders, hidden and generated ones left out, sorted."""
        found = []
        for folder in folders:
            for path in (self.root / folder).rglob("*"):
                name = path.relative_to(self.root).as_posix()
                if path.is_file() and "/." not in name and "__pycache__" not in name:
                    found.append(name)
        return sorted(found)

    def cpp_files(self, *folders):
        return [name for name in self.files(*(folders or CODE_FOLDERS)) if name.endswith(CPP_SUFFIXES)]

    def code_files(self, *folders):
        """C++, scripts and build descriptions; tools/ holds commands without a suffix."""
        return [
            name
            for name in self.files(*folders)
            if name.endswith(CPP_SUFFIXES + SCRIPT_SUFFIXES + ("CMakeLists.txt",))
            or (name.startswith("tools/") and "." not in name)
        ]

    def includes(self, path):
        """(line, name) of each #include that is not commented out."""
        text = without_comments(self.text(path))
        return [(line_of(text, match.start(1)), match[1]) for match in INCLUDE.finditer(text)]

    def string_literals(self, path):
        """(line, content) of each string literal, includes left out."""
        text = self.text(path)
        found = []
        for match in TOKEN.finditer(text):
            content = match["string"] if match["string"] is not None else match["raw"]
            line_start = text.rfind("\n", 0, match.start()) + 1
            if content is not None and not text[line_start : match.start()].lstrip().startswith("#"):
                found.append((line_of(text, match.start()), content))
        return found

    def cmake_calls(self, path):
        """(line, command, arguments) of each call without nested parentheses."""
        text = re.sub(r"#[^\n]*", "", self.text(path))
        return [(line_of(text, m.start()), m[1], m[2].split()) for m in CMAKE_CALL.finditer(text)]

    def kind_ids(self):
        kinds = self.root / "resources" / "kinds"
        return sorted(path.name for path in kinds.iterdir() if path.is_dir()) if kinds.is_dir() else []
