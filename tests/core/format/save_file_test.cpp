#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QtTest/QtTest>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "core/format/design_file.h"
#include "core/json/reader.h"

using namespace headroom;

namespace {

namespace fs = std::filesystem;

void put(const std::string& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string contentOf(const std::string& path) {
    return json::readFile(path).value_or("(unreadable)");
}

unsigned rightsOf(const std::string& path) {
    struct stat info {};
    ::stat(path.c_str(), &info);
    return info.st_mode & 07777U;
}

/// No file of this process may grow past `bytes` while this lives: what a full disk does to a write.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

}  // namespace

class SaveFileTest : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        directory_ = std::make_unique<QTemporaryDir>();
        QVERIFY(directory_->isValid());
    }

    void aNewFileHasTheBytes() {
        QVERIFY(format::saveFile(path("new.json"), "one"));
        QCOMPARE(contentOf(path("new.json")), std::string("one"));
        nothingElseIsThere(1);
    }

    void aNewFileFollowsTheUmask() {
        const mode_t before = ::umask(027);
        const auto saved = format::saveFile(path("new.json"), "one");
        ::umask(before);
        QVERIFY(saved);
        QCOMPARE(rightsOf(path("new.json")), 0640U);
    }

    void rightsAreKept() {
        put(path("old.json"), "old");
        for (const unsigned rights : {0600U, 0664U, 0644U}) {
            ::chmod(path("old.json").c_str(), rights);
            QVERIFY(format::saveFile(path("old.json"), "new"));
            QCOMPARE(rightsOf(path("old.json")), rights);
        }
        QCOMPARE(contentOf(path("old.json")), std::string("new"));
    }

    void aNameWithoutAFolderIsInThisOne() {
        const fs::path before = fs::current_path();
        fs::current_path(path("."));
        const auto saved = format::saveFile("plain.json", "x");
        fs::current_path(before);
        QVERIFY(saved);
        QCOMPARE(contentOf(path("plain.json")), std::string("x"));
    }

    void aLinkStaysALink() {
        fs::create_directory(path("real"));
        put(path("real/design.json"), "old");
        fs::create_symlink("real/design.json", path("link.json"));
        fs::create_symlink("link.json", path("link2.json"));
        QVERIFY(format::saveFile(path("link2.json"), "new"));
        QVERIFY(fs::is_symlink(path("link.json")) && fs::is_symlink(path("link2.json")));
        QVERIFY(!fs::is_symlink(path("real/design.json")));
        QCOMPARE(contentOf(path("real/design.json")), std::string("new"));
    }

    void aLinkToNothingMakesItsTarget() {
        fs::create_symlink("target.json", path("link.json"));
        QVERIFY(format::saveFile(path("link.json"), "new"));
        QVERIFY(fs::is_symlink(path("link.json")));
        QCOMPARE(contentOf(path("target.json")), std::string("new"));
    }

    void linksInARingAreRefused() {
        fs::create_symlink("b.json", path("a.json"));
        fs::create_symlink("a.json", path("b.json"));
        const auto saved = format::saveFile(path("a.json"), "new");
        QVERIFY(fs::is_symlink(path("a.json")) && fs::is_symlink(path("b.json")));
        QVERIFY(!saved);
        QCOMPARE(saved.error().line(),
                 std::string("cannot be written (Too many levels of symbolic links); what was "
                             "there before is untouched"));
    }

    void aFullDiskLeavesTheOldFileWhole() {
        put(path("old.json"), "the old design");
        const std::string big(100000, 'x');
        Result<> saved;
        {
            const FileSizeLimit limit(1000);
            saved = format::saveFile(path("old.json"), big);
        }
        QVERIFY(!saved);
        QCOMPARE(saved.error().line(),
                 std::string("cannot be written (File too large); what was there before is untouched"));
        QCOMPARE(contentOf(path("old.json")), std::string("the old design"));
        nothingElseIsThere(1);
    }

    void aDeviceIsWrittenInto() {
        QVERIFY(format::saveFile("/dev/null", "x"));
        QVERIFY(fs::is_character_file("/dev/null"));
        const auto full = format::saveFile("/dev/full", "x");
        QVERIFY(!full);
        QCOMPARE(full.error().line(),
                 std::string("could not be written to the end (No space left on device); check the device"));
    }

    void refusals_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("line");
        QTest::newRow("folder") << "."
                                << "is a folder; name a file";
        QTest::newRow("no folder")
            << "missing/design.json"
            << "cannot be written (No such file or directory); what was there before is untouched";
        QTest::newRow("long name")
            << QString(300, 'a')
            << "cannot be written (File name too long); what was there before is untouched";
    }

    void refusals() {
        QFETCH(QString, name);
        QFETCH(QString, line);
        const auto saved = format::saveFile(path(name.toStdString()), "x");
        QVERIFY(!saved);
        QCOMPARE(QString::fromStdString(saved.error().line()), line);
        nothingElseIsThere(0);
    }

    void aProtectedFileIsNotReplaced() {
        put(path("old.json"), "old");
        fs::permissions(path("old.json"), fs::perms::owner_read);
        if (::access(path("old.json").c_str(), W_OK) == 0) {
            QSKIP("this user may write everything");
        }
        QVERIFY(!format::saveFile(path("old.json"), "new"));
        QCOMPARE(contentOf(path("old.json")), std::string("old"));
    }

  private:
    std::string path(const std::string& name) const { return directory_->path().toStdString() + "/" + name; }

    /// Nothing temporary stays behind.
    void nothingElseIsThere(long files) const {
        QCOMPARE(std::distance(fs::directory_iterator(path(".")), fs::directory_iterator()), files);
    }

    std::unique_ptr<QTemporaryDir> directory_;
};

QTEST_GUILESS_MAIN(SaveFileTest)
#include "save_file_test.moc"
