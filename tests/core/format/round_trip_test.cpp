#include <QtTest/QtTest>

#include "core/format/design_file.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "tests/core/format/design_generator.h"

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
            "place"};
        QCOMPARE(lines, expected);
    }

    void readAfterWriteIsTheSameDesign() {
        const auto first = format::read(oneOfEach_, *catalog_);
        const auto second = format::read(format::write(first->design), *catalog_);
        QVERIFY(second);
        QVERIFY(first->design == second->design);
    }

    void anyDesignComesBack() {
        const bool holds = rc::check("read(write(d)) is d, and writing again changes no byte", [&] {
            const model::Design design = format::test::DesignGenerator(*catalog_).design();
            RC_ASSERT(checkInvariants(design).empty());
            const std::string text = format::write(design);
            const auto loaded = format::read(text, *catalog_);
            if (!loaded) {
                RC_FAIL(loaded.error().line());
            }
            const bool same = loaded->design == design;
            RC_ASSERT(same);
            RC_ASSERT(format::write(loaded->design) == text);
        });
        QVERIFY(holds);
    }

    void aSparseFileIsFilledInOnce() {
        // The shortest design. What is written afterwards has every member, and reads as the same.
        const auto first = format::read(
            "{\"format\":\"headroom.design\",\"version\":1,\"connections\":[],"
            "\"components\":[{\"id\":\"web\",\"kind\":\"service\"}]}",
            *catalog_);
        QVERIFY(first);
        QVERIFY(first->notices.empty());
        const std::string text = format::write(first->design);
        const auto second = format::read(text, *catalog_);
        QVERIFY(second);
        QVERIFY(first->design == second->design);
        QCOMPARE(format::write(second->design), text);
    }

    void unknownKindsComeBackUntouched() {
        const std::string text =
            "{\"format\":\"headroom.design\",\"version\":1,\"connections\":[],\"components\":["
            "{\"id\":\"q\",\"kind\":\"quantum_cache\",\"params\":{\"instances\":-1,\"spin\":[1,{\"a\":null}]}"
            ","
            "\"entangled\":true},{\"id\":\"p\",\"kind\":\"quantum_cache\"}]}";
        const auto loaded = format::read(text, *catalog_);
        QVERIFY(loaded);
        QCOMPARE(loaded->notices.size(), std::size_t{1});
        QCOMPARE(
            loaded->notices[0].line(),
            std::string(
                "/components/q: the kind 'quantum_cache' is not known here; it is kept as it is, without "
                "numbers, at 2 places"));
        const json::Value whole = format::toJson(loaded->design);
        const json::Value& first = (*whole.object()->find("components")->array())[0];
        QCOMPARE(json::writeCompact(*first.object()->find("params")),
                 std::string("{\"instances\":-1,\"spin\":[1,{\"a\":null}]}"));
        QCOMPARE(*first.object()->find("entangled")->boolean(), true);
    }

    void aNewerMinorVersionOpens() {
        const auto loaded = format::read(
            "{\"format\":\"headroom.design\",\"version\":1,\"minor\":7,\"components\":[],\"connections\":[],"
            "\"weather\":\"fine\"}",
            *catalog_);
        QVERIFY(loaded);
        QCOMPARE(loaded->notices.size(), std::size_t{1});
        QCOMPARE(
            loaded->notices[0].line(),
            std::string(
                "/minor: written for minor version 7 of the format; this program knows 0; what is new in "
                "it is kept and not used"));
        const json::Value whole = format::toJson(loaded->design);
        QCOMPARE(whole.object()->find("weather")->text(), std::string_view("fine"));
        QCOMPARE(whole.object()->find("minor")->number(), 7.0);
    }

    void aByteOrderMarkIsReadAndNotWritten() {
        const auto loaded = format::read("\xef\xbb\xbf" + oneOfEach_, *catalog_);
        QVERIFY(loaded);
        QCOMPARE(format::write(loaded->design), oneOfEach_);
    }

  private:
    std::string oneOfEach_;  ///< canonical, with members that this version does not know at every level
    std::unique_ptr<catalog::Catalog> catalog_;
};

QTEST_GUILESS_MAIN(RoundTripTest)
#include "round_trip_test.moc"
