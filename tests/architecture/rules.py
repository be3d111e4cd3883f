"""The rules of the house. Each takes a CodeTree and yields one line per violation."""

import re

from code_tree import CODE_FOLDERS
from directions import Directions, within

HERE = "tests/architecture"
OWN_FOLDERS = CODE_FOLDERS + ("tests", "tools", "cmake")
MAX_LINES = 500


def directions_of(tree):
    return Directions.parse(tree.text(f"{HERE}/directions.txt"))


def describe(directions, path):
    home = directions.home(path)
    allowed = " ".join(directions.named(home)) if home else ""
    return f"{home or path} may use {allowed or 'nothing else'} (directions.txt)"


def includes(tree):
    """Headers are included along directions.txt only, by their names from the root."""
    directions = directions_of(tree)
    for path in tree.cpp_files():
        if directions.home(path) is None:
            yield f"{path}: its folder has no line in directions.txt"
            continue
        for line, name in tree.includes(path):
            problem = include_problem(tree, directions, path, name)
            if problem:
                yield f"{path}:{line}: includes {name}: {problem}"


def include_problem(tree, directions, path, name):
    if name.split("/")[0] in CODE_FOLDERS:
        return None if directions.allows(path, name) else describe(directions, path)
    if name.split("/")[0] == "tests":
        return "code does not know its tests"
    if tree.exists(f"{path.rsplit('/', 1)[0]}/{name}"):
        return "own headers are named from the root"
    owners = directions.owners(name)
    if owners is not None and not any(within(path, owner) for owner in owners):
        return f"only {' '.join(owners)} may use it (directions.txt)"
    return None


def links(tree):
    """Libraries are linked along directions.txt only."""
    directions = directions_of(tree)
    calls = [
        (path, line, command, arguments)
        for path in tree.files(*CODE_FOLDERS)
        if path.endswith("CMakeLists.txt")
        for line, command, arguments in tree.cmake_calls(path)
    ]
    homes = {
        arguments[0]: path.rsplit("/", 1)[0]
        for path, _, command, arguments in calls
        if command == "headroom_library"
    }
    for path, line, command, arguments in calls:
        if command in ("headroom_library", "target_link_libraries"):
            source = path.rsplit("/", 1)[0]
            for library in arguments[1:]:
                problem = link_problem(directions, homes, source, library)
                if problem:
                    yield f"{path}:{line}: links {library}: {problem}"


def link_problem(directions, homes, source, library):
    own = re.fullmatch(r"headroom(?:::|_)(\w+)", library)
    if own:
        if own[1] not in homes:
            return "no headroom_library() has this name"
        return None if directions.allows(source, homes[own[1]]) else describe(directions, source)
    owners = directions.owners(library, library=True)
    if owners is not None and not any(within(source, owner) for owner in owners):
        return f"only {' '.join(owners)} may use it (directions.txt)"
    return None


def kind_literals(tree):
    """No kind's id stands in code: what a kind is, its folder in resources/kinds says."""
    allowed = set()
    for line in tree.text(f"{HERE}/kind_literals_allowed.txt").splitlines():
        words = line.split("#")[0].split()
        if words:
            allowed.add((words[0], words[1]))
    needed = set()
    for path in tree.cpp_files():
        for line, literal in tree.string_literals(path):
            for kind in tree.kind_ids():
                if not spells(literal, kind):
                    continue
                if (path, kind) in allowed:
                    needed.add((path, kind))
                else:
                    yield f'{path}:{line}: "{literal}" spells the kind {kind}'
    for path, kind in sorted(allowed - needed):
        yield f"{HERE}/kind_literals_allowed.txt: {path} does not need {kind} any more"


def spells(literal, kind):
    """A one-word id is an ordinary word inside a sentence; a longer one is an id wherever it stands."""
    return literal == kind or ("_" in kind and re.search(rf"\b{kind}\b", literal) is not None)


def sizes(tree):
    """A file is read in one sitting."""
    for path in tree.code_files(*OWN_FOLDERS):
        count = tree.text(path).count("\n")
        if count > MAX_LINES:
            yield f"{path}: {count} lines, more than {MAX_LINES}"


def readmes(tree):
    """Every folder with code has its one-page map; a test folder shares that of the folder it mirrors."""
    code = [path for path in tree.code_files(*OWN_FOLDERS) if not path.endswith("CMakeLists.txt")]
    folders = {path.rsplit("/", 1)[0] for path in code}
    for folder in sorted(folders):
        mirrored = folder.removeprefix("tests/")
        if folder.startswith("tests/") and (tree.root / mirrored).is_dir() and within_code(mirrored):
            continue
        if not tree.exists(f"{folder}/README.md"):
            yield f"{folder}: has code and no README.md"


def within_code(folder):
    return any(within(folder, name) for name in CODE_FOLDERS)


RULES = {
    "includes": includes,
    "links": links,
    "kind_literals": kind_literals,
    "sizes": sizes,
    "readmes": readmes,
}
