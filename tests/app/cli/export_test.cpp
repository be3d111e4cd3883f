#include <QJsonArray>
#include <QRectF>
#include <QTest>
#include <QXmlStreamReader>
#include <QtEndian>

#include "tests/app/cli/cli_process.h"

using headroom::test::CliProcess;
using headroom::test::Ended;
using headroom::test::fileBytes;
using headroom::test::sampleDesign;
using headroom::test::writeBytes;

namespace {

/// Of all cards (176 x 72), frames and notes of the sample design.
QSizeF extent() {
    const QJsonObject design = QJsonDocument::fromJson(fileBytes(sampleDesign())).object();
    QRectF all;
    for (const char* list : {"components", "groups", "notes"}) {
        for (const QJsonValue& item : design[QLatin1String(list)].toArray()) {
            all |= QRectF(item["x"].toDouble(), item["y"].toDouble(), item["w"].toDouble(176),
                          item["h"].toDouble(72));
        }
    }
    return all.size();
}

}  // namespace

/// Pictures from the command line: valid, without a display, and never a broken file in place of an old one.
class ExportTest : public QObject {
    Q_OBJECT

  private slots:
    void pngHasTheSizeOfTheDesign();
    void svgIsWellFormedAndNamesTheComponents();
    void pdfHasHeadAndTail();
    void darkDiffersFromLight();
    void loadShowsInThePicture();
    void sameDesignSameBytes();
    void displayThatIsGoneDoesNotMatter();
    void unwritableEndsWith4AndKeepsTheOldFile();
    void suffixMayBeUpperCase();

  private:
    QByteArray drawn(const QString& name, const QStringList& more = {});

    QTemporaryDir folder_;
};

QByteArray ExportTest::drawn(const QString& name, const QStringList& more) {
    const QString path = folder_.filePath(name);
    const Ended ended = CliProcess()
                            .unset("DISPLAY")
                            .unset("WAYLAND_DISPLAY")
                            .unset("QT_QPA_PLATFORM")
                            .run(QStringList{"export", sampleDesign(), "--to", path} + more);
    if (ended.code != 0 || !ended.error.isEmpty() || !ended.out.isEmpty()) {
        qWarning("%d %s", ended.code, ended.error.constData());
        return {};
    }
    return fileBytes(path);
}

void ExportTest::pngHasTheSizeOfTheDesign() {
    const QByteArray png = drawn("a.png");
    QVERIFY(png.startsWith("\x89PNG\r\n\x1a\n"));
    QVERIFY(png.mid(12, 4) == "IHDR");
    const auto width = qFromBigEndian<quint32>(png.constData() + 16);
    const auto height = qFromBigEndian<quint32>(png.constData() + 20);
    // Two pixels a scene unit, and 24 units of margin around all that is placed.
    const QSizeF placed = extent();
    QCOMPARE(static_cast<double>(width), 2 * (placed.width() + 48));
    QCOMPARE(static_cast<double>(height), 2 * (placed.height() + 48));
    QVERIFY(png.endsWith(QByteArray("IEND\xae\x42\x60\x82", 8)));
}

void ExportTest::svgIsWellFormedAndNamesTheComponents() {
    const QByteArray svg = drawn("a.svg");
    QXmlStreamReader reader(svg);
    QVERIFY(reader.readNextStartElement());
    QCOMPARE(reader.name().toString(), "svg");
    while (!reader.atEnd()) {
        reader.readNext();
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(svg.size() > 10000);
}

void ExportTest::pdfHasHeadAndTail() {
    const QByteArray pdf = drawn("a.pdf");
    QVERIFY(pdf.startsWith("%PDF-1."));
    QVERIFY(pdf.trimmed().endsWith("%%EOF"));
}

void ExportTest::darkDiffersFromLight() {
    QVERIFY(drawn("light.svg") != drawn("dark.svg", {"--theme", "dark"}));
    QCOMPARE(drawn("light.svg"), drawn("named.svg", {"--theme", "light"}));
}

void ExportTest::loadShowsInThePicture() {
    QVERIFY(drawn("one.svg") != drawn("three.svg", {"--load", "3"}));
}

void ExportTest::sameDesignSameBytes() {
    const QByteArray first = drawn("first.png");
    QVERIFY(!first.isEmpty());
    QCOMPARE(drawn("second.png"), first);
}

void ExportTest::displayThatIsGoneDoesNotMatter() {
    const QString path = folder_.filePath("gone.png");
    const Ended ended = CliProcess()
                            .set("DISPLAY", ":987")
                            .set("QT_QPA_PLATFORM", "xcb")
                            .set("LC_ALL", "C")
                            .unset("XDG_RUNTIME_DIR")
                            .run({"export", sampleDesign(), "--to", path});
    QCOMPARE(ended.error, QByteArray());
    QCOMPARE(ended.code, 0);
    QVERIFY(fileBytes(path).startsWith("\x89PNG"));
}

void ExportTest::unwritableEndsWith4AndKeepsTheOldFile() {
    const Ended nowhere = CliProcess().run({"export", sampleDesign(), "--to", "/nowhere/a.png"});
    QVERIFY2(nowhere.error.startsWith("headroom-cli: /nowhere/a.png: "), nowhere.error.constData());
    QCOMPARE(nowhere.error.count('\n'), 1);
    QCOMPARE(nowhere.code, 4);

    // A design that is refused leaves the old picture alone.
    const QString kept = folder_.filePath("kept.png");
    writeBytes(kept, "old");
    const Ended refused = CliProcess().run({"export", "-", "--to", kept}, "{}");
    QCOMPARE(refused.code, 3);
    QCOMPARE(fileBytes(kept), QByteArray("old"));
}

void ExportTest::suffixMayBeUpperCase() {
    QVERIFY(drawn("upper.PNG").startsWith("\x89PNG"));
}

QTEST_GUILESS_MAIN(ExportTest)
#include "export_test.moc"
