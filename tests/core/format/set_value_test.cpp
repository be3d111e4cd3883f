#include <QtTest/QtTest>

#include "core/format/design_file.h"
#include "core/json/reader.h"

using namespace headroom;

/// What `--set POINTER=VALUE` does to a design.
class SetValueTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
        QVERIFY(loaded);
        catalog_ = std::make_unique<catalog::Catalog>(std::move(*loaded));
        auto design = format::readFile(HEADROOM_SOURCE_DIR "/tests/data/format/one_of_each.json", *catalog_);
        QVERIFY(design);
        design_ = std::move(design->design);
    }

    void setsValues_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<double>("value");
        QTest::newRow("an override") << "/components/web/params/instances" << 8.0;
        QTest::newRow("a default") << "/components/web/params/service_time_ms" << 2.5;
        QTest::newRow("of a workload") << "/components/users/workloads/browse/rps" << 12.0;
        QTest::newRow("within keys") << "/components/users/workloads/browse/keys/zipf" << 1.1;
        QTest::newRow("of a connection") << "/connections/e1/params/calls" << 2.0;
        QTest::newRow("of the scenario") << "/scenario/load_factor" << 10.0;
        QTest::newRow("new in the scenario") << "/scenario/horizon_s" << 60.0;
        QTest::newRow("of a list without ids") << "/objectives/0/at_most" << 200.0;
        QTest::newRow("a place") << "/components/web/x" << 17.0;
    }

    void setsValues() {
        QFETCH(QString, pointer);
        QFETCH(double, value);
        const auto changed = set(pointer, value);
        QVERIFY2(changed, changed ? "" : changed.error().line().c_str());
        const json::Value whole = format::toJson(*changed);
        QCOMPARE((*json::resolve(whole, *json::Pointer::parse(pointer.toStdString())))->number(), value);
        QVERIFY(!(*changed == design_));
        // Nothing but that value has changed.
        json::Value before = format::toJson(design_);
        QVERIFY(json::assign(before, *json::Pointer::parse(pointer.toStdString()), value));
        QVERIFY(before == whole);
    }

    void refuses_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("line");
        QTest::newRow("out of range")
            << "/components/web/params/instances"
            << "/components/web/params/instances: found -1; expected a whole number from 1 to 100000";
        QTest::newRow("misspelt")
            << "/components/web/params/instanses"
            << "/components/web/params/instanses: 'instanses' is not a setting that can be "
               "changed here; known are instances, autoscale...";
        QTest::newRow("misspelt within keys") << "/components/users/workloads/browse/keys/zpif"
                                              << "/components/users/workloads/browse/keys/zpif: 'zpif' is "
                                                 "not a setting that can be changed here; "
                                                 "known are space, count, zipf, object_bytes, missing_share";
        QTest::newRow("beside the parameters") << "/components/web/instances"
                                               << "/components/web/instances: 'instances' is not a setting "
                                                  "that can be changed here; known are id, "
                                                  "kind, label, x, y, w, h, group, params, workloads";
        QTest::newRow("beside the tables")
            << "/loads"
            << "/loads: 'loads' is not a setting that can be changed here; known "
               "are format, version, minor, name, catalog, components, connections, "
               "groups, notes, objectives, scenario";
        QTest::newRow("no such component")
            << "/components/wep/params/instances"
            << "/components/wep/params/instances: there is no 'wep' here; there is users, web";
        QTest::newRow("an index")
            << "/components/1/params/instances"
            << "/components/1/params/instances: '1' is an index, but members of this list "
               "have ids; there is users, web";
        QTest::newRow("a name")
            << "/components/web/label"
            << "/components/web/label: found -1; expected a text of at most 256 characters";
        QTest::newRow("everything") << ""
                                    << "the whole design cannot be replaced; name a value within it";
    }

    void refuses() {
        QFETCH(QString, pointer);
        QFETCH(QString, line);
        const auto changed = set(pointer, -1);
        QVERIFY(!changed);
        QString said = QString::fromStdString(changed.error().line());
        if (line.endsWith(QLatin1String("..."))) {  // a list that grows
            said = said.left(line.size() - 3) + QLatin1String("...");
        }
        QCOMPARE(said, line);
    }

    void aTextThatIsNoUtf8IsRefused() {
        const auto changed = format::withValue(
            design_, *catalog_, *json::Pointer::parse("/components/web/label"), std::string("caf\xe9"));
        QVERIFY(!changed);
    }

    void aReferenceMustExist() {
        const auto pointer = *json::Pointer::parse("/components/web/group");
        QVERIFY(!format::withValue(design_, *catalog_, pointer, "zone-b"));
        QVERIFY(format::withValue(design_, *catalog_, pointer, nullptr));
    }

  private:
    Result<model::Design> set(const QString& pointer, double value) const {
        return format::withValue(design_, *catalog_, *json::Pointer::parse(pointer.toStdString()), value);
    }

    std::unique_ptr<catalog::Catalog> catalog_;
    model::Design design_;
};

QTEST_GUILESS_MAIN(SetValueTest)
#include "set_value_test.moc"
