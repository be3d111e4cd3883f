#include <QJsonArray>
#include <QTest>

#include "tests/app/cli/cli_process.h"

using headroom::test::CliProcess;
using headroom::test::Ended;
using headroom::test::sampleDesign;
using headroom::test::smallDesign;
using headroom::test::writeBytes;

/// Where the program stands: folders, locales, streams that fail.
class SurroundingsTest : public QObject {
    Q_OBJECT

  private slots:
    void runsFromAnyFolderWithoutADisplay();
    void findsItsDataBesideItself();
    void dataFolderThatIsNoneIsSaid();
    void commaLocaleChangesNothing();
    void fullDiskEndsWith4();
    void closedPipeEndsWith4();
    void closedOutputEndsWith4();
    void unreadableFilesEndWith3_data();
    void unreadableFilesEndWith3();
};

void SurroundingsTest::runsFromAnyFolderWithoutADisplay() {
    const Ended ended =
        CliProcess().unset("DISPLAY").unset("WAYLAND_DISPLAY").in("/").run({"solve", sampleDesign()});
    QCOMPARE(ended.error, QByteArray());
    QCOMPARE(ended.code, 0);
}

void SurroundingsTest::findsItsDataBesideItself() {
    const Ended ended = CliProcess().unset("HEADROOM_DATA").in("/").run({"kinds"});
    QCOMPARE(ended.error, QByteArray());
    QCOMPARE(ended.code, 0);
}

void SurroundingsTest::dataFolderThatIsNoneIsSaid() {
    const Ended ended = CliProcess().run({"kinds", "--data", "/nowhere/at/all"});
    QVERIFY2(ended.error.contains("/nowhere/at/all"), ended.error.constData());
    QCOMPARE(ended.error.count('\n'), 1);
    QCOMPARE(ended.code, 3);
}

void SurroundingsTest::commaLocaleChangesNothing() {
    QTemporaryDir locales;
    QProcess make;
    make.start("localedef", {"-i", "de_DE", "-f", "UTF-8", locales.filePath("de_DE.UTF-8")});
    if (!make.waitForFinished(60000) || make.exitCode() != 0) {
        QSKIP("this machine has no source of locales");
    }
    const auto answers = [](const CliProcess& process, const QString& picture) {
        const Ended solved = process.run({"solve", sampleDesign(), "--load", "1.5"});
        const Ended drawn = process.run({"export", sampleDesign(), "--to", picture});
        return solved.out + process.run({"solve", sampleDesign(), "--json"}).out + drawn.error +
               headroom::test::fileBytes(picture);
    };
    const QByteArray plain = answers(CliProcess().set("LC_ALL", "C.UTF-8"), locales.filePath("a.svg"));
    const QByteArray comma = answers(CliProcess().set("LOCPATH", locales.path()).set("LC_ALL", "de_DE.UTF-8"),
                                     locales.filePath("b.svg"));
    QVERIFY(plain.size() > 10000);
    QCOMPARE(comma, plain);
}

void SurroundingsTest::fullDiskEndsWith4() {
    const Ended ended = CliProcess().shell("\"$cli\" kinds >/dev/full");
    QCOMPARE(QString::fromUtf8(ended.error),
             "headroom-cli: standard output: could not be written (No space left on device); "
             "make room, or send the answer elsewhere\n");
    QCOMPARE(ended.code, 4);
}

void SurroundingsTest::closedPipeEndsWith4() {
    // `true` reads nothing and is gone before the answer comes.
    const Ended ended = CliProcess().shell("{ sleep 0.3; \"$cli\" kinds; echo \"code $?\" >&2; } | true");
    QVERIFY2(ended.error.startsWith("headroom-cli: standard output: could not be written (Broken pipe); "),
             ended.error.constData());
    QVERIFY2(ended.error.endsWith("code 4\n"), ended.error.constData());
}

void SurroundingsTest::closedOutputEndsWith4() {
    const Ended ended = CliProcess().shell("\"$cli\" kinds >&-");
    QVERIFY2(ended.error.startsWith("headroom-cli: standard output: could not be written"),
             ended.error.constData());
    QCOMPARE(ended.code, 4);
}

void SurroundingsTest::unreadableFilesEndWith3_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("missing") << "/nowhere/design.json";
    QTest::newRow("folder") << "/tmp";
    QTest::newRow("empty") << "/dev/null";
}

void SurroundingsTest::unreadableFilesEndWith3() {
    QFETCH(QString, path);
    for (const char* command : {"solve", "validate"}) {
        const Ended ended = CliProcess().run({command, path});
        QVERIFY2(ended.error.startsWith("headroom-cli: " + path.toUtf8() + ": "), ended.error.constData());
        QCOMPARE(ended.error.count('\n'), 1);
        QCOMPARE(ended.out, QByteArray());
        QCOMPARE(ended.code, 3);
    }
}

QTEST_GUILESS_MAIN(SurroundingsTest)
#include "surroundings_test.moc"
