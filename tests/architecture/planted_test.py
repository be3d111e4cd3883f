#!/usr/bin/env python3
"""Each rule passes a small clean tree and finds what is planted in it."""

import sys
import tempfile
import unittest
from pathlib import Path

from code_tree import CodeTree
from directions import Directions
from rules import RULES

HERE = Path(__file__).parent
REAL_DIRECTIONS = (HERE / "directions.txt").read_text(encoding="utf-8")

CLEAN = {
    "tests/architecture/directions.txt": REAL_DIRECTIONS,
    "tests/architecture/kind_literals_allowed.txt": "core/engine/cache.cpp cache # a behaviour\n",
    "tests/architecture/README.md": "",
    "tests/core/json/a_test.cpp": "int main() {}\n",
    "resources/kinds/cache/kind.json": "{}",
    "resources/kinds/sql_database/kind.json": "{}",
    "core/base/a.h": "// #include \"core/json/a.h\"\n/* \"cache\" */ int n = 1'000; char c = '\"';\n",
    "core/base/README.md": "",
    "core/base/CMakeLists.txt": "headroom_library(base DEPENDS tl::expected)\n",
    "core/json/a.cpp": '#include "core/base/a.h"\n#include <nlohmann/json.hpp>\n',
    "core/json/README.md": "",
    "core/json/CMakeLists.txt": "headroom_library(json DEPENDS headroom::base nlohmann_json::nlohmann_json)\n",
    "core/engine/cache.cpp": 'auto name = "cache"; auto text = "a cache is quick";\n',
    "core/engine/README.md": "",
    "core/engine/passes/README.md": "",
    "core/render/a.cpp": "#include <QPainter>\n",
    "core/render/README.md": "",
    "core/render/CMakeLists.txt": "headroom_library(render DEPENDS Qt6::Gui)\n",
    "widgets/common/a.h": '#include <QWidget>\n#include "core/json/a.h"\n',
    "widgets/common/README.md": "",
    "widgets/canvas/a.h": '#include "widgets/common/a.h"\n#include "widgets/canvas/b.h"\n#include "core/base/a.h"\n',
    "widgets/canvas/README.md": "",
    "widgets/canvas/CMakeLists.txt": "headroom_library(canvas DEPENDS headroom::json Qt6::Widgets)\n",
    "app/main.cpp": '#include "widgets/canvas/a.h"\n#include "core/base/a.h"\n',
    "app/README.md": "",
    "app/cli/main.cpp": "#include <CLI/CLI.hpp>\n",
    "app/cli/README.md": "",
}

# For every line of [folders] something that it must not include.
FORBIDDEN_INCLUDES = {
    "core/base": "core/json/a.h",
    "core/json": "core/model/a.h",
    "core/model": "core/catalog/a.h",
    "core/catalog": "core/engine/a.h",
    "core/queueing": "core/model/a.h",
    "core/results": "core/json/a.h",
    "core/engine": "core/edit/a.h",
    "core/edit": "core/engine/a.h",
    "core/format": "core/edit/a.h",
    "core/layout": "core/catalog/a.h",
    "core/cases": "core/render/a.h",
    "core/findings": "core/format/a.h",
    "core/exchange": "core/engine/a.h",
    "core/render": "core/engine/a.h",
    "widgets/common": "widgets/canvas/a.h",
    "widgets/*": "widgets/palette/a.h",
    "app/cli": "widgets/common/a.h",
    "app": "app/cli/a.h",
}
# For every line of [others] (a folder, a header, a library) that may not meet.
FORBIDDEN_OTHERS = {
    "nlohmann/": ("core/format", "nlohmann/json_fwd.hpp", "nlohmann_json::nlohmann_json"),
    "Q": ("core/engine", "QtCore/QString", "Qt6::Core"),
    "boost/": ("core/engine", "boost/math/tools/roots.hpp", "Boost::headers"),
    "CLI/": ("core/edit", "CLI/CLI.hpp", "CLI11::CLI11"),
}


class PlantedTest(unittest.TestCase):
    def violations(self, rule, planted):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**CLEAN, **planted}.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                if text is not None:
                    path.write_text(text, encoding="utf-8")
            return list(RULES[rule](CodeTree(folder)))

    def finds(self, rule, planted, *words):
        found = self.violations(rule, planted)
        self.assertEqual(len(found), 1, f"{planted}: {found}")
        for word in words:
            self.assertIn(word, found[0])

    def test_the_clean_tree_passes(self):
        for rule in RULES:
            self.assertEqual(self.violations(rule, {}), [], rule)

    def test_every_folder_line_forbids(self):
        self.assertEqual(set(FORBIDDEN_INCLUDES), set(Directions.parse(REAL_DIRECTIONS).folders))
        for folder, header in FORBIDDEN_INCLUDES.items():
            path = folder.replace("*", "canvas") + "/planted.cpp"
            self.finds("includes", {path: f'\n#include "{header}"\n'}, f"{path}:2", header)

    def test_core_knows_neither_widgets_nor_app_nor_tests(self):
        for folder in FORBIDDEN_INCLUDES:
            if folder.startswith("core/"):
                for header in ("widgets/common/a.h", "app/main.h", "tests/core/a.h"):
                    self.finds("includes", {f"{folder}/planted.h": f"#include <{header}>\n"}, header)
        for header in ("app/session.h", "tests/data.h"):
            self.finds("includes", {"widgets/canvas/planted.h": f'#include "{header}"\n'}, header)

    def test_a_folder_below_obeys_the_line_above(self):
        self.finds("includes", {"core/engine/solver/p.cpp": '#include "core/edit/a.h"\n'}, "core/edit")
        self.finds("includes", {"widgets/canvas/tools/p.cpp": '#include "widgets/palette/a.h"\n'}, "palette")

    def test_behaviours_do_not_know_passes(self):
        allowed = {"core/engine/solver/p.cpp": '#include "core/engine/passes/a.h"\n'}
        self.assertEqual(self.violations("includes", allowed), [])
        planted = {"core/engine/behaviors/p.cpp": '#include "core/engine/passes/a.h"\n'}
        self.finds("includes", planted, "behaviors/p.cpp")

    def test_an_unlisted_folder_is_found(self):
        self.finds("includes", {"core/helpers/a.h": "\n"}, "core/helpers/a.h")

    def test_headers_are_named_from_the_root(self):
        self.finds("includes", {"core/base/b.h": '#include "a.h"\n'}, "core/base/b.h")

    def test_every_foreign_line_forbids(self):
        lines = Directions.parse(REAL_DIRECTIONS).others
        self.assertEqual({prefixes[0] for prefixes in lines}, set(FORBIDDEN_OTHERS))
        for folder, header, library in FORBIDDEN_OTHERS.values():
            self.finds("includes", {f"{folder}/p.cpp": f"#include <{header}>\n"}, header)
            planted = {f"{folder}/CMakeLists.txt": f"headroom_library(p DEPENDS {library})\n"}
            self.finds("links", planted, library)

    def test_links_against_the_direction_are_found(self):
        planted = {"core/base/CMakeLists.txt": "headroom_library(base\n  DEPENDS headroom::json)\n"}
        self.finds("links", planted, "core/base/CMakeLists.txt:1", "headroom::json")
        planted = {"app/cli/CMakeLists.txt": "target_link_libraries(cli PRIVATE headroom::canvas)\n"}
        self.finds("links", planted, "headroom::canvas")
        planted = {"app/cli/CMakeLists.txt": "target_link_libraries(cli PRIVATE headroom::unheard_of)\n"}
        self.finds("links", planted, "unheard_of")

    def test_kind_ids_in_code_are_found(self):
        for folder in ("core/edit", "widgets/canvas", "app", "app/cli"):
            self.finds("kind_literals", {f"{folder}/p.cpp": '\nif (kind == "cache") {}\n'}, f"{folder}/p.cpp:2")
        inside = 'auto p = R"(/kinds/sql_database)";\n'
        self.finds("kind_literals", {"core/edit/p.cpp": inside}, "sql_database")
        after_number = 'f(1\'000, "cache", \'x\');\n'
        self.finds("kind_literals", {"core/edit/p.cpp": after_number}, "cache")

    def test_a_needless_exception_is_found(self):
        self.finds("kind_literals", {"core/engine/cache.cpp": "\n"}, "any more")

    def test_long_files_are_found(self):
        self.assertEqual(self.violations("sizes", {"core/base/long.cpp": "\n" * 500}), [])
        for name in ("core/base/long.cpp", "tests/core/json/long_test.cpp", "tools/long", "cmake/long.cmake"):
            self.finds("sizes", {name: "\n" * 501}, name, "501")

    def test_folders_without_a_map_are_found(self):
        for name in ("core/edit/a.h", "widgets/charts/a.cpp", "tools/run", "tests/fuzz/a.cpp"):
            self.finds("readmes", {name: "\n"}, name.rsplit("/", 1)[0])


if __name__ == "__main__":
    sys.exit(unittest.main())
