#include <QtTest/QtTest>
#include <filesystem>
#include <fstream>
#include <map>

#include "core/format/design_file.h"

using namespace headroom;

namespace {

namespace fs = std::filesystem;

const std::string folder = HEADROOM_SOURCE_DIR "/tests/data/broken";

/// JSON is hard to read between escapes.
std::string quoted(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

std::string group(int number, int parent) {
    return quoted("{'id': 'g" + std::to_string(number) + "', 'kind': 'rack', 'parent': 'g" +
                  std::to_string(parent) + "'}");
}

/// expected.txt: one line a file, "name.json: the whole message".
std::map<std::string, std::string> expectedLines() {
    std::map<std::string, std::string> out;
    std::ifstream stream(folder + "/expected.txt");
    for (std::string line; std::getline(stream, line);) {
        const auto colon = line.find(": ");
        out[line.substr(0, colon)] = line.substr(colon + 2);
    }
    return out;
}

}  // namespace

/// Whatever a stranger's file holds, the answer is one line that says where, what and what would be right.
class BrokenTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
        QVERIFY(loaded);
        catalog_ = std::make_unique<catalog::Catalog>(std::move(*loaded));
    }

    void everyFileIsRefusedWithItsLine_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("line");
        const auto expected = expectedLines();
        std::size_t files = 0;
        for (const auto& entry : fs::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (!name.ends_with(".json")) {
                continue;
            }
            ++files;
            const auto line = expected.find(name);
            QTest::newRow(name.c_str()) << QString::fromStdString(name)
                                        << QString::fromStdString(line == expected.end() ? "" : line->second);
        }
        QVERIFY(files >= 24);
        QCOMPARE(files, expected.size());
    }

    void everyFileIsRefusedWithItsLine() {
        QFETCH(QString, file);
        QFETCH(QString, line);
        const auto loaded = format::readFile(folder + "/" + file.toStdString(), *catalog_);
        QVERIFY(!loaded);
        QCOMPARE(QString::fromStdString(loaded.error().line()), line);
        QVERIFY(!loaded.error().line().empty() && loaded.error().line().size() < 700);
        QCOMPARE(loaded.error().severity, Severity::error);
    }

    void nestingHasALimit() {
        // 64 levels are read, 65 are not, 100 000 neither and without filling the stack.
        QVERIFY(refusal(nested(63)).find("nested deeper") == std::string::npos);
        QCOMPARE(refusal(nested(64)),
                 std::string("/format/0/0/0/0/0/0/0/\u2026: nested deeper than 64 levels; a design has at "
                             "most 64"));
        QCOMPARE(refusal(nested(100000)), refusal(nested(64)));
        std::string objects;
        for (int i = 0; i < 100000; ++i) {
            objects += quoted("{'a':");
        }
        QCOMPARE(
            refusal(objects),
            std::string("/a/a/a/a/a/a/a/a/\u2026: nested deeper than 64 levels; a design has at most 64"));
    }

    void sizeHasALimit() {
        // 64 MiB = 67 108 864 bytes are read, one more is not.
        const std::string start =
            quoted("{'format': 'headroom.design', 'version': 1, 'components': [], 'connections': []");
        std::string whole = start + std::string(67108864 - start.size() - 1, ' ') + "}";
        QCOMPARE(whole.size(), std::size_t{67108864});
        QCOMPARE(refusal(whole), std::string());
        whole += '\n';
        const std::string line = "the file is larger than 64 MiB; a design file has at most 64 MiB";
        QCOMPARE(refusal(whole), line);

        QTemporaryDir directory;
        const std::string path = directory.filePath("big.json").toStdString();
        std::ofstream(path) << whole;
        const auto loaded = format::readFile(path, *catalog_);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().line(), line);
    }

    void manyIdsAreNoTrouble() {
        // A chain of groups, each within the next, and a cycle at its end: linear, so this ends at once.
        std::string text = quoted(
            "{'format': 'headroom.design', 'version': 1, 'components': [], 'connections': [], 'groups': [");
        for (int i = 0; i < 100000; ++i) {
            text += group(i, i + 1) + ",";
        }
        text += group(100000, 99999) + "]}";
        QCOMPARE(refusal(text),
                 std::string(
                     "/groups/g99999/parent: the group 'g99999' lies within itself; give one of the groups "
                     "another parent"));
    }

    void filesThatCannotBeRead_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("line");
        QTest::newRow("nothing there")
            << "/nonexistent/design.json"
            << "cannot be read (No such file or directory); check the name and the permissions";
        QTest::newRow("a folder") << "/tmp"
                                  << "is not a file; name a file, or - for standard input";
        QTest::newRow("below a file")
            << HEADROOM_SOURCE_DIR "/LICENSE/design.json"
            << "cannot be read (Not a directory); check the name and the permissions";
        QTest::newRow("breaks while it is read")
            << "/proc/self/mem"
            << "cannot be read (Input/output error); check the name and the permissions";
        QTest::newRow("no path")
            << ""
            << "cannot be read (No such file or directory); check the name and the permissions";
    }

    void filesThatCannotBeRead() {
        QFETCH(QString, path);
        QFETCH(QString, line);
        const auto loaded = format::readFile(path.toStdString(), *catalog_);
        QVERIFY(!loaded);
        QCOMPARE(QString::fromStdString(loaded.error().line()), line);
    }

    void aFileWithoutRightsIsRefused() {
        QTemporaryDir directory;
        const std::string path = directory.filePath("secret.json").toStdString();
        std::ofstream(path) << "{}";
        fs::permissions(path, fs::perms::none);
        if (std::ifstream(path)) {
            QSKIP("this user may read everything");
        }
        const auto loaded = format::readFile(path, *catalog_);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().line(),
                 std::string("cannot be read (Permission denied); check the name and the permissions"));
    }

  private:
    /// `depth` lists, one in the other, as the format of a design.
    static std::string nested(int depth) {
        return quoted("{'format': ") + std::string(static_cast<std::size_t>(depth), '[') +
               std::string(static_cast<std::size_t>(depth), ']') + "}";
    }

    std::string refusal(std::string_view text) const {
        const auto loaded = format::read(text, *catalog_);
        return loaded ? std::string() : loaded.error().line();
    }

    std::unique_ptr<catalog::Catalog> catalog_;
};

QTEST_GUILESS_MAIN(BrokenTest)
#include "broken_test.moc"
