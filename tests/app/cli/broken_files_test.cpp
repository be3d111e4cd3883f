#include <QTest>

#include "tests/app/cli/cli_process.h"

using headroom::test::CliProcess;
using headroom::test::Ended;
using headroom::test::fileBytes;

namespace {

QString brokenFolder() {
    return QStringLiteral(HEADROOM_SOURCE_DIR "/tests/data/broken");
}

}  // namespace

/// The table of broken designs, through the program: 3, one line and no other, and nothing half done.
class BrokenFilesTest : public QObject {
    Q_OBJECT

  private slots:
    void tableNamesEveryFile();
    void everyFileEndsWithItsLine_data();
    void everyFileEndsWithItsLine();
    void noiseEndsWith3_data();
    void noiseEndsWith3();
    void levelsWithoutEndDoNotFillTheStack();
};

void BrokenFilesTest::tableNamesEveryFile() {
    const QStringList files = QDir(brokenFolder()).entryList({"*.json"}, QDir::Files);
    QVERIFY2(files.size() >= 20, qPrintable(QString::number(files.size())));
    QCOMPARE(fileBytes(brokenFolder() + "/expected.txt").count('\n'), files.size());
}

void BrokenFilesTest::everyFileEndsWithItsLine_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("line");
    for (const QByteArray& row : fileBytes(brokenFolder() + "/expected.txt").split('\n')) {
        const auto colon = row.indexOf(": ");
        if (colon > 0) {
            const QByteArray name = row.left(colon);
            QTest::newRow(name.constData()) << QString::fromUtf8(name) << row.mid(colon + 2);
        }
    }
}

void BrokenFilesTest::everyFileEndsWithItsLine() {
    QFETCH(QString, name);
    QFETCH(QByteArray, line);
    CliProcess process;
    process.in(brokenFolder());
    for (const QStringList& arguments :
         {QStringList{"validate", name}, QStringList{"solve", name, "--json"}}) {
        const Ended ended = process.run(arguments);
        QCOMPARE(ended.error, "headroom-cli: " + name.toUtf8() + ": " + line + "\n");
        QCOMPARE(ended.out, QByteArray());
        QCOMPARE(ended.code, 3);
    }
    const Ended input = process.run({"solve", "-"}, fileBytes(brokenFolder() + "/" + name));
    QCOMPARE(input.error, "headroom-cli: standard input: " + line + "\n");
    QCOMPARE(input.code, 3);
}

void BrokenFilesTest::noiseEndsWith3_data() {
    QTest::addColumn<QByteArray>("bytes");
    QByteArray noise;
    quint32 state = 1;
    for (int i = 0; i < 4096; ++i) {
        state = state * 1664525 + 1013904223;  // Numerical Recipes' generator
        noise += static_cast<char>(state >> 24);
    }
    QTest::newRow("bytes at random") << noise;
    QTest::newRow("a zero byte") << QByteArray(1, '\0');
    QTest::newRow("a byte order mark alone") << QByteArray("\xEF\xBB\xBF");
    QTest::newRow("a picture") << fileBytes(
        QStringLiteral(HEADROOM_SOURCE_DIR "/resources/kinds/cache/icon.svg"));
    // Each prefix of a good file is a bad one.
    const QByteArray whole = headroom::test::smallDesign();
    for (const int length : {1, 40, 200, static_cast<int>(whole.size()) - 1}) {
        QTest::addRow("cut after %d bytes", length) << whole.left(length);
    }
}

void BrokenFilesTest::noiseEndsWith3() {
    QFETCH(QByteArray, bytes);
    const Ended ended = CliProcess().run({"validate", "-"}, bytes);
    QCOMPARE(ended.code, 3);
    QCOMPARE(ended.out, QByteArray());
    QCOMPARE(ended.error.count('\n'), 1);
    QVERIFY(ended.error.startsWith("headroom-cli: standard input: "));
}

void BrokenFilesTest::levelsWithoutEndDoNotFillTheStack() {
    for (const char* level : {"[", "{\"a\":"}) {
        const Ended ended = CliProcess().run({"solve", "-"}, QByteArray(level).repeated(100000));
        QCOMPARE(ended.code, 3);
        QVERIFY2(ended.error.contains("nested deeper than 64 levels"), ended.error.constData());
    }
}

QTEST_GUILESS_MAIN(BrokenFilesTest)
#include "broken_files_test.moc"
