#include <QtTest/QtTest>

#include "core/format/design_file.h"
#include "core/json/reader.h"

using namespace headroom;

class RoundTripTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        const auto text = json::readFile(HEADROOM_SOURCE_DIR "/tests/data/format/one_of_each.json");
        QVERIFY(text);
        oneOfEach_ = *text;
        auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
        QVERIFY(loaded);
        catalog_ = std::make_unique<catalog::Catalog>(std::move(*loaded));
    }

    void canonicalTextComesBackByteForByte() {
        const auto loaded = format::read(oneOfEach_, *catalog_);
        QVERIFY2(loaded, loaded ? "" : loaded.error().line().c_str());
        QCOMPARE(QString::fromStdString(format::write(loaded->design)), QString::fromStdString(oneOfEach_));
    }

    void noticesNameWhatIsNotUsed() {
        const auto loaded = format::read(oneOfEach_, *catalog_);
        QStringList lines;
        for (const Diagnostic& notice : loaded->notices) {
            QCOMPARE(notice.severity, Severity::warning);
            lines << QString::fromStdString(notice.line());
        }
        const QStringList expected{
            "/components/users/workloads/browse/keys/colour: 'colour' is not a setting that this version "
            "knows; it "
            "is kept at 1 place",
            "/components/users/workloads/browse/mood: 'mood' is not a setting that this version knows; it is "
            "kept "
            "at 1 place",
            "/components/web/params/later: 'later' is not a setting that this version knows; it is kept at 1 "
            "place",
            "/scenario/load: 'load' is not computed by this version; it is kept at 1 place",
            "/scenario/events: 'events' is not computed by this version; it is kept at 1 place"};
        QCOMPARE(lines, expected);
    }

    void readAfterWriteIsTheSameDesign() {
        const auto first = format::read(oneOfEach_, *catalog_);
        const auto second = format::read(format::write(first->design), *catalog_);
        QVERIFY(second);
        QVERIFY(first->design == second->design);
    }

  private:
    std::string oneOfEach_;  ///< canonical, with members that this version does not know at every level
    std::unique_ptr<catalog::Catalog> catalog_;
};

QTEST_GUILESS_MAIN(RoundTripTest)
#include "round_trip_test.moc"
