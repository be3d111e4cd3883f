#include <QtTest/QtTest>
#include <filesystem>
#include <fstream>

#include "core/format/design_file.h"

using namespace headroom;

namespace {

namespace fs = std::filesystem;

std::string quoted(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

/// A kind at revision 3: workers were 4 in revision 1 and 8 in revision 2, the service time was 9 up to
/// revision 2.
const char* const oven = R"({
  "revision": 3, "label": "Oven", "category": "compute", "behavior": "station",
  "params": {"workers": {"default": 16}, "service_time_ms": {"default": 5}},
  "history": [
    {"revision": 2, "params": {"workers": 8, "service_time_ms": 9}},
    {"revision": 1, "params": {"workers": 4}}
  ]
})";

}  // namespace

/// Defaults change with the program; what a saved design computes does not.
class RevisionsTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        const std::string folder = directory_.path().toStdString() + "/oven";
        fs::create_directory(folder);
        std::ofstream(folder + "/kind.json") << oven;
        auto loaded =
            catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources", {directory_.path().toStdString()});
        QVERIFY(loaded);
        catalog_ = std::make_unique<catalog::Catalog>(std::move(*loaded));
        QVERIFY(catalog_->problems().empty());
    }

    void oldDefaultsAreWrittenIn_data() {
        QTest::addColumn<QString>("catalog");
        QTest::addColumn<double>("workers");  // 0: no override
        QTest::addColumn<double>("serviceTime");
        QTest::newRow("revision 1") << "{'oven': 1}" << 4.0 << 9.0;
        QTest::newRow("revision 2") << "{'oven': 2}" << 8.0 << 9.0;
        QTest::newRow("revision 3") << "{'oven': 3}" << 0.0 << 0.0;
        QTest::newRow("not recorded") << "{}" << 0.0 << 0.0;
        QTest::newRow("newer than here") << "{'oven': 4}" << 0.0 << 0.0;
    }

    void oldDefaultsAreWrittenIn() {
        QFETCH(QString, catalog);
        QFETCH(double, workers);
        QFETCH(double, serviceTime);
        const auto loaded = load(catalog.toStdString(), "{}");
        QVERIFY2(loaded, loaded ? "" : loaded.error().line().c_str());
        const json::Object& params = loaded->design.components()[0].params;
        QCOMPARE(params.contains("workers") ? params.find("workers")->number() : 0, workers);
        QCOMPARE(params.contains("service_time_ms") ? params.find("service_time_ms")->number() : 0,
                 serviceTime);
    }

    void anOverrideStays() {
        const auto loaded = load("{'oven': 1}", "{'workers': 2}");
        QVERIFY(loaded);
        QCOMPARE(loaded->design.components()[0].params.find("workers")->number(), 2.0);
        QCOMPARE(loaded->design.components()[0].params.find("service_time_ms")->number(), 9.0);
    }

    void thePersonIsTold() {
        const auto old = load("{'oven': 1}", "{}");
        QCOMPARE(old->notices.size(), std::size_t{1});
        QCOMPARE(
            old->notices[0].line(),
            std::string(
                "/catalog/oven: the defaults of 'oven' have changed since: workers, service_time_ms; the "
                "old values were written into 1 place, so that the answers stay"));
        const auto newer = load("{'oven': 4}", "{}");
        QCOMPARE(newer->notices.size(), std::size_t{1});
        QCOMPARE(
            newer->notices[0].line(),
            std::string(
                "/catalog/oven: 'oven' was saved with defaults of revision 4, here they are of revision 3; "
                "the answer may differ from the one it was saved with"));
        QVERIFY(load("{'oven': 3}", "{}")->notices.empty());
    }

    void itHappensOnce() {
        // After the step the file says revision 3: resetting a value to its default must not bring the old
        // one back.
        const auto first = load("{'oven': 1}", "{}");
        QCOMPARE(first->design.document().catalog.find("oven")->number(), 3.0);
        const auto second = format::read(format::write(first->design), *catalog_);
        QVERIFY(second);
        QVERIFY(second->notices.empty());
        QVERIFY(second->design == first->design);
    }

    void aFileWithoutRevisionsGetsThem() {
        const auto loaded = load("{}", "{}");
        QCOMPARE(loaded->design.document().catalog.find("oven")->number(), 3.0);
    }

  private:
    Result<format::Loaded> load(const std::string& catalog, const std::string& params) const {
        return format::read(quoted("{'format': 'headroom.design', 'version': 1, 'catalog': " + catalog +
                                   ", 'components': [{'id': 'o', 'kind': 'oven', 'params': " + params +
                                   "}], 'connections': []}"),
                            *catalog_);
    }

    QTemporaryDir directory_;
    std::unique_ptr<catalog::Catalog> catalog_;
};

QTEST_GUILESS_MAIN(RevisionsTest)
#include "revisions_test.moc"
