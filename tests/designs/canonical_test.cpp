#include <QDir>
#include <QTest>

#include "core/catalog/catalog.h"
#include "core/format/design_file.h"
#include "core/json/reader.h"

using namespace headroom;

/// Every shipped design loads without a remark and is in the form in which it would be saved, so that the
/// first save of a person who opens it changes only what they changed.
class CanonicalTest : public QObject {
    Q_OBJECT

  private slots:
    void loadsAndSavesAsItIs_data();
    void loadsAndSavesAsItIs();
    void hasAReadme_data() { loadsAndSavesAsItIs_data(); }
    void hasAReadme();
};

void CanonicalTest::loadsAndSavesAsItIs_data() {
    QTest::addColumn<QString>("folder");
    const QDir designs(QStringLiteral(HEADROOM_SOURCE_DIR "/designs"));
    for (const QString& name : designs.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QTest::newRow(qPrintable(name)) << designs.filePath(name);
    }
}

void CanonicalTest::loadsAndSavesAsItIs() {
    QFETCH(QString, folder);
    const auto kinds = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
    QVERIFY2(kinds, kinds ? "" : kinds.error().line().c_str());
    const auto text = json::readFile((folder + "/design.json").toStdString());
    QVERIFY2(text, text ? "" : text.error().line().c_str());
    const auto loaded = format::read(*text, *kinds);
    QVERIFY2(loaded, loaded ? "" : loaded.error().line().c_str());
    QVERIFY2(loaded->notices.empty(), loaded->notices.empty() ? "" : loaded->notices[0].line().c_str());
    QCOMPARE(QString::fromStdString(format::write(loaded->design)), QString::fromStdString(*text));
}

void CanonicalTest::hasAReadme() {
    QFETCH(QString, folder);
    QVERIFY(QFile::exists(folder + "/README.md"));
}

QTEST_GUILESS_MAIN(CanonicalTest)
#include "canonical_test.moc"
