#include <QtTest/QtTest>
#include <filesystem>

#include "core/catalog/catalog.h"

using namespace headroom;

namespace {

namespace fs = std::filesystem;

const std::string shipped = HEADROOM_SOURCE_DIR "/resources";

}  // namespace

class DataLocationsTest : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        qunsetenv("HEADROOM_DATA");
        qputenv("XDG_DATA_HOME", "/somewhere/share");
        qputenv("HOME", "/home/of-somebody");
    }

    void theOptionComesFirst() {
        qputenv("HEADROOM_DATA", "/nonexistent");
        QCOMPARE(catalog::findData(shipped)->dataDirectory, shipped);
    }

    void thenTheVariable() {
        qputenv("HEADROOM_DATA", shipped.c_str());
        QCOMPARE(catalog::findData("")->dataDirectory, shipped);
    }

    void thenBesideTheProgram() {
        // This program lies in <build>/bin, and <build>/share/headroom is a link to the resources.
        const auto found = catalog::findData("");
        QVERIFY2(found, found ? "" : found.error().line().c_str());
        QCOMPARE(fs::canonical(found->dataDirectory), fs::canonical(shipped));
        QCOMPARE(fs::path(found->dataDirectory).parent_path().filename(), fs::path("share"));
    }

    void aWrongFolderIsAnErrorAndNoFallBack() {
        const auto option = catalog::findData("/tmp");
        QVERIFY(!option);
        QCOMPARE(
            option.error().line(),
            std::string("/tmp: holds no behaviors folder, so it is not the data of this program; name the "
                        "folder that holds behaviors, kinds and prices"));
        qputenv("HEADROOM_DATA", "/nonexistent");
        QVERIFY(!catalog::findData(""));
    }

    void ownKinds_data() {
        QTest::addColumn<QByteArray>("dataHome");
        QTest::addColumn<QByteArray>("home");
        QTest::addColumn<QString>("expected");
        QTest::newRow("named") << QByteArray("/x/share") << QByteArray("/home/a")
                               << "/x/share/headroom/kinds";
        QTest::newRow("not set") << QByteArray() << QByteArray("/home/a")
                                 << "/home/a/.local/share/headroom/kinds";
        // The XDG rule: relative values are to be ignored.
        QTest::newRow("relative") << QByteArray("share") << QByteArray("/home/a")
                                  << "/home/a/.local/share/headroom/kinds";
        QTest::newRow("no home") << QByteArray() << QByteArray() << "";
    }

    void ownKinds() {
        QFETCH(QByteArray, dataHome);
        QFETCH(QByteArray, home);
        QFETCH(QString, expected);
        qputenv("XDG_DATA_HOME", dataHome);
        qputenv("HOME", home);
        const auto found = catalog::findData(shipped);
        QVERIFY(found);
        const auto& folders = found->kindDirectories;
        QCOMPARE(folders.empty() ? QString() : QString::fromStdString(folders.front()), expected);
    }

    void loadsWhatItFinds() {
        QTemporaryDir home;
        qputenv("XDG_DATA_HOME", home.path().toUtf8());
        const std::string kinds = home.path().toStdString() + "/headroom/kinds";
        fs::create_directories(kinds);
        fs::copy(shipped + "/kinds/service", kinds + "/bakery", fs::copy_options::recursive);
        const auto catalog = catalog::loadInstalled(shipped);
        QVERIFY(catalog);
        QVERIFY(catalog->kind("bakery") != nullptr);
        QVERIFY(!catalog::loadInstalled("/nonexistent"));
    }
};

QTEST_GUILESS_MAIN(DataLocationsTest)
#include "data_locations_test.moc"
