"""directions.txt, read: which folder may include from which."""

import re
from dataclasses import dataclass, field


def within(path, folder):
    return path == folder or path.startswith(folder + "/")


def folder_pattern(folder):
    return re.compile(re.escape(folder).replace(r"\*", "[^/]+") + r"(?=/|$)")


@dataclass
class Directions:
    folders: dict = field(default_factory=dict)  # pattern -> what it names itself
    never: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)  # (header prefix, library prefix) -> folders

    @classmethod
    def parse(cls, text):
        directions, section = cls(), None
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            if line in ("[folders]", "[never]", "[others]"):
                section = getattr(directions, line[1:-1])
                continue
            if section is None or "<-" not in line:
                raise ValueError(f"directions.txt:{number}: neither a section nor 'a <- b': {line}")
            left, right = line.split("<-")
            left = tuple(left.split())
            section[left if section is directions.others else left[0]] = right.split()
        return directions

    def home(self, path):
        """The folder with a line that the path belongs to (for * the real name), or None."""
        best = None
        for pattern in self.folders:
            match = folder_pattern(pattern).match(path)
            if match and (best is None or (len(match[0]), "*" not in pattern) > best[0]):
                best = ((len(match[0]), "*" not in pattern), match[0])
        return best[1] if best else None

    def named(self, folder):
        """What the folder's own line names; the exact line goes before one with *."""
        if folder in self.folders:
            return self.folders[folder]
        for pattern, names in self.folders.items():
            if folder_pattern(pattern).fullmatch(folder):
                return names
        return []

    def reach(self, folder):
        """Every folder it may include from, itself included."""
        reached, waiting = set(), [folder]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += self.named(name)
        return reached

    def allows(self, source, target):
        """May the file or folder source include the file or folder target?"""
        for left, forbidden in self.never.items():
            if within(source, left) and any(within(target, name) for name in forbidden):
                return False
        source_home, target_home = self.home(source), self.home(target)
        if source_home is None or target_home is None:
            return False
        return source_home == target_home or any(
            within(target_home, name) for name in self.reach(source_home) if name != source_home
        )

    def owners(self, name, library=False):
        """The only folders that may use this foreign header or library; None when free to all."""
        for prefixes, folders in self.others.items():
            if name.startswith(prefixes[1 if library else 0]):
                return folders
        return None
