// What changes the shape of a drawing: splicing, other kinds, alignment, frames, and what removal leaves
// behind.
#include <QTest>

#include "core/edit/edits.h"
#include "core/format/design_file.h"

using namespace headroom;

class RebuildTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        auto loaded = catalog::loadInstalled();
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().line().c_str());
        catalog_ = std::move(*loaded);
    }

    void spliceMakesTwoHalves() {
        model::Transaction t = started({"client", "service", "load_balancer"});
        const Id wire = *edit::connect(t, catalog_, "client-1", "service-1");
        set(t, wire, "latency_ms", 30);
        set(t, wire, "calls", 2);
        set(t, wire, "service_time_ms", 7);
        const auto second = edit::splice(t, catalog_, "load_balancer-1", wire);
        QVERIFY(second.has_value());
        const auto in = t.design().connections().find(wire);
        const auto out = t.design().connections().find(*second);
        QCOMPARE(in->to, Id("load_balancer-1"));
        QCOMPARE(out->from, Id("load_balancer-1"));
        QCOMPARE(out->to, Id("service-1"));
        QCOMPARE(in->params, (json::Object{{"latency_ms", 30}, {"calls", 2}}));
        QCOMPARE(out->params, (json::Object{{"service_time_ms", 7}}));
    }

    void splicedQueueIsPublishedInto() {
        model::Transaction t = started({"service", "worker", "message_queue"});
        const Id wire = *edit::connect(t, catalog_, "service-1", "worker-1");
        const auto second = edit::splice(t, catalog_, "message_queue-1", wire);
        QVERIFY(second.has_value());
        QCOMPARE(t.design().connections().find(*second)->kind, std::string("request"));
        expectLegal(t.design());
    }

    void splicedCacheIsReadThrough() {
        model::Transaction t = started({"service", "cache", "sql_database"});
        const Id wire = *edit::connect(t, catalog_, "service-1", "sql_database-1");
        QVERIFY(edit::splice(t, catalog_, "cache-1", wire));
        QCOMPARE(t.design().components().find("cache-1")->params.find("strategy")->text(),
                 std::string_view("read_through"));
    }

    void spliceSaysWhyNot() {
        model::Transaction t = started({"client", "service", "sql_database", "service"});
        const Id wire = *edit::connect(t, catalog_, "client-1", "service-1");
        QCOMPARE(edit::splice(t, catalog_, "service-1", wire).error().code, std::string("splice-own-end"));
        const auto refused = edit::splice(t, catalog_, "sql_database-1", wire);
        QCOMPARE(refused.error().code, std::string("splice-does-not-fit"));
        QVERIFY(refused.error().text.find("calls nothing") != std::string::npos);
    }

    void anotherKindKeepsWhatFits() {
        model::Transaction t = started({"client", "service", "sql_database"});
        edit::connect(t, catalog_, "client-1", "service-1").value();
        edit::connect(t, catalog_, "service-1", "sql_database-1").value();
        QVERIFY(edit::rename(t, "service-1", "API"));
        set(t, "service-1", "instances", 4);
        const auto dropped = edit::replaceKind(t, catalog_, "service-1", "worker");
        QVERIFY(dropped.has_value());
        QCOMPARE(dropped->size(), std::size_t{0});
        const auto after = t.design().components().find("service-1");
        QCOMPARE(after->kind, std::string("worker"));
        QCOMPARE(after->label, std::string("API"));
        QCOMPARE(after->params.find("instances")->number(), 4.0);
        QCOMPARE(t.design().connections().size(), std::size_t{2});
        QVERIFY(t.design().document().catalog.contains("worker"));
    }

    void anotherKindSaysWhatWasDropped() {
        model::Transaction t = started({"service", "cache", "sql_database"});
        edit::connect(t, catalog_, "service-1", "cache-1").value();
        edit::connect(t, catalog_, "service-1", "sql_database-1").value();
        set(t, "cache-1", "hit_ratio", 0.9);
        const auto dropped = edit::replaceKind(t, catalog_, "cache-1", "service");
        QVERIFY(dropped.has_value());
        QCOMPARE(dropped->size(), std::size_t{2});
        QCOMPARE(dropped->front(), std::string("Hit ratio"));
        for (const auto& wire : t.design().connections()) {
            QVERIFY(wire->params.empty());
        }
        expectLegal(t.design());
    }

    void anotherKindIsRefusedForItsWires() {
        model::Transaction t = started({"client", "service", "sql_database"});
        edit::connect(t, catalog_, "client-1", "service-1").value();
        edit::connect(t, catalog_, "service-1", "sql_database-1").value();
        const auto refused = edit::replaceKind(t, catalog_, "service-1", "sql_database");
        QCOMPARE(refused.error().code, std::string("replace-does-not-fit"));
        QVERIFY(!edit::replaceKind(t, catalog_, "service-1", "client"));
        QVERIFY(!edit::replaceKind(t, catalog_, "service-1", "no_such_kind"));
    }

    void aComponentThatBecomesASourceSends() {
        model::Transaction t = started({"service"});
        QVERIFY(edit::replaceKind(t, catalog_, "service-1", "client"));
        QCOMPARE(t.design().components().find("service-1")->workloads.size(), std::size_t{1});
        QCOMPARE(edit::replaceKind(t, catalog_, "service-1", "service").value().size(), std::size_t{1});
        QVERIFY(t.design().components().find("service-1")->workloads.empty());
    }

    // Cards are 176 x 72. Lefts 0 and 100, so the span is 0 to 276: right edges go to 276, x = 100; the
    // middle of 276 less 176 is x = 50.
    void aligning_data() {
        QTest::addColumn<QString>("edge");
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("y");
        QTest::newRow("left") << "left" << 0.0 << 0.0;
        QTest::newRow("center") << "center" << 50.0 << 0.0;
        QTest::newRow("right") << "right" << 100.0 << 0.0;
        QTest::newRow("top") << "top" << 0.0 << 0.0;
        QTest::newRow("middle") << "middle" << 0.0 << 100.0;
        QTest::newRow("bottom") << "bottom" << 0.0 << 200.0;
    }

    void aligning() {
        QFETCH(QString, edge);
        QFETCH(double, x);
        QFETCH(double, y);
        model::Transaction t{model::Design()};
        edit::addComponent(t, catalog_, "service", {0, 0}).value();
        edit::addComponent(t, catalog_, "service", {100, 200}).value();
        QVERIFY(edit::align(t, {"service-1", "service-2"}, edge.toStdString()));
        QCOMPARE(t.design().components().find("service-1")->position, (model::Point{x, y}));
        QCOMPARE(edit::align(t, {"service-1"}, "left").error().code, std::string("too-few"));
        QCOMPARE(edit::align(t, {"service-1", "service-2"}, "inside").error().code, std::string("no-edge"));
    }

    // Lefts 0, 200 and 600: span 776, less 3 x 176 = 248, so two gaps of 124 and the middle one at 300.
    void distributing() {
        model::Transaction t{model::Design()};
        for (const double x : {600.0, 0.0, 200.0}) {
            edit::addComponent(t, catalog_, "service", {x, x}).value();
        }
        QVERIFY(edit::distribute(t, {"service-1", "service-2", "service-3"}, "horizontal"));
        QCOMPARE(t.design().components().find("service-3")->position, (model::Point{300, 200}));
        QCOMPARE(t.design().components().find("service-1")->position, (model::Point{600, 600}));
        QVERIFY(!edit::distribute(t, {"service-1", "service-2"}, "vertical"));
    }

    void aFrameAroundASelectionHoldsIt() {
        model::Transaction t = started({"service", "cache"});
        const auto group = edit::wrapInGroup(t, catalog_, {"service-1", "cache-1"}, "zone");
        QVERIFY(group.has_value());
        QCOMPARE(t.design().components().find("cache-1")->group, std::optional<Id>(*group));
        const auto outer = edit::wrapInGroup(t, catalog_, {*group}, "region");
        QCOMPARE(t.design().groups().find(*group)->parent, std::optional<Id>(*outer));
        QVERIFY(edit::align(t, {*outer, "cache-1"}, "left").error().code == "too-few");
        QVERIFY(edit::wrapInGroup(t, catalog_, {"service-1"}, "rack").has_value());
        expectLegal(t.design());
    }

    void aligningAFrameTakesItsContentsAlong() {
        model::Transaction t = started({"service"});
        QVERIFY(edit::addGroup(t, catalog_, "zone", {-20, -20, 300, 300}, "z"));
        QVERIFY(edit::setGroup(t, "service-1", "z"));
        edit::addComponent(t, catalog_, "service", {1000, 400}).value();
        QVERIFY(edit::align(t, {"z", "service-2"}, "bottom"));
        // The frame ends at 280, the card at 472: both end at 472.
        QCOMPARE(t.design().components().find("service-1")->position, (model::Point{0, 192}));
    }

    void bringToFrontDrawsThemLast() {
        model::Transaction t = started({"service", "cache", "worker"});
        QVERIFY(edit::bringToFront(t, {"service-1"}));
        QCOMPARE(t.design().components()[2].id, Id("service-1"));
        QCOMPARE(t.design().components()[0].id, Id("cache-1"));
    }

    // A design whose region named another one as its neighbour could not be opened again once that was
    // deleted.
    void removingAGroupThatAnotherNamesLeavesALegalFile() {
        model::Transaction t{model::Design()};
        edit::addGroup(t, catalog_, "region", {0, 0, 10, 10}, "here").value();
        edit::addGroup(t, catalog_, "region", {0, 0, 10, 10}, "there").value();
        set(t, "here", "latency_ms", json::Array{json::Object{{"to", "there"}, {"ms", 80}}});
        QVERIFY(edit::remove(t, catalog_, {"there"}));
        expectLegal(t.design());
        QVERIFY(t.design().groups().find("here")->params.empty());
    }

    // A name of 300 characters was taken and made a file that the loader refused.
    void aNameIsNoLongerThanAFileTakes() {
        model::Transaction t = started({"service"});
        QVERIFY(edit::rename(t, "service-1", std::string(256, 'x')));
        expectLegal(t.design());
        QCOMPARE(edit::rename(t, "service-1", std::string(257, 'x')).error().code,
                 std::string("text-too-long"));
    }

  private:
    model::Transaction started(const std::vector<std::string>& kinds) const {
        model::Transaction t{model::Design()};
        for (const std::string& kind : kinds) {
            edit::addComponent(t, catalog_, kind, {}).value();
        }
        return t;
    }

    void set(model::Transaction& t, const Id& record, const std::string& path,
             const json::Value& value) const {
        const auto done = edit::setParam(t, catalog_, record, path, value);
        QVERIFY2(done.has_value(), done ? "" : done.error().line().c_str());
    }

    void expectLegal(const model::Design& design) const {
        const auto read = format::read(format::write(design), catalog_);
        QVERIFY2(read.has_value(), read ? "" : read.error().line().c_str());
    }

    catalog::Catalog catalog_;
};

QTEST_GUILESS_MAIN(RebuildTest)
#include "rebuild_test.moc"
