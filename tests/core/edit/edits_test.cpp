#include <QTest>

#include "core/edit/edits.h"

using namespace headroom;

class EditsTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        auto loaded = catalog::loadInstalled();
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().line().c_str());
        catalog_ = std::move(*loaded);
    }

    void aNewSourceSendsSomething() {
        model::Transaction transaction = started({"client"});
        const auto client = transaction.design().components().find("client-1");
        QCOMPARE(client->workloads.size(), std::size_t{1});
        QVERIFY(transaction.design().document().catalog.contains("client"));
    }

    void idsCountUpPerKind() {
        model::Transaction transaction = started({"service", "cache", "service"});
        QVERIFY(transaction.design().components().contains("service-2"));
        QCOMPARE(edit::addComponent(transaction, catalog_, "service", {}, "cache-1").error().code,
                 std::string("id-taken"));
    }

    void refusals_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("code");
        QTest::newRow("into a source") << "service-1"
                                       << "client-1"
                                       << "takes-no-calls";
        QTest::newRow("out of a database") << "sql_database-1"
                                           << "service-1"
                                           << "makes-no-calls";
        QTest::newRow("cache to itself") << "cache-1"
                                         << "cache-1"
                                         << "to-itself";
        QTest::newRow("no such end") << "service-1"
                                     << "ghost"
                                     << "no-component";
    }

    void refusals() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, code);
        model::Transaction transaction = started({"client", "service", "sql_database", "cache"});
        const auto refused = edit::connect(transaction, catalog_, from.toStdString(), to.toStdString());
        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().code), code);
        QCOMPARE(edit::canConnect(transaction.design(), catalog_, from.toStdString(), to.toStdString())
                     .error()
                     .code,
                 refused.error().code);
    }

    void intoAQueueIsPublishing() {
        model::Transaction transaction = started({"service", "message_queue", "worker"});
        QCOMPARE(kindOf(transaction, "service-1", "message_queue-1"), std::string("publish"));
        QCOMPARE(kindOf(transaction, "message_queue-1", "worker-1"), std::string("request"));
    }

    void cacheThenDatabaseIsLookAside() {
        model::Transaction transaction = started({"service", "cache", "sql_database"});
        const Id lookup = *edit::connect(transaction, catalog_, "service-1", "cache-1");
        const Id call = *edit::connect(transaction, catalog_, "service-1", "sql_database-1");
        expectOnMiss(transaction.design(), call, lookup);
    }

    void databaseThenCacheIsLookAsideInTheRightOrder() {
        model::Transaction transaction = started({"service", "cache", "sql_database"});
        const Id call = *edit::connect(transaction, catalog_, "service-1", "sql_database-1");
        const Id lookup = *edit::connect(transaction, catalog_, "service-1", "cache-1");
        expectOnMiss(transaction.design(), call, lookup);
        QVERIFY(transaction.design().connections().positionOf(lookup) <
                transaction.design().connections().positionOf(call));
    }

    void removingTheLookupMakesTheCallOrdinary() {
        model::Transaction transaction = started({"service", "cache", "sql_database"});
        edit::connect(transaction, catalog_, "service-1", "cache-1").value();
        const Id call = *edit::connect(transaction, catalog_, "service-1", "sql_database-1");
        QVERIFY(edit::remove(transaction, catalog_, {"cache-1"}));
        QCOMPARE(transaction.design().connections().size(), std::size_t{1});
        QVERIFY(transaction.design().connections().find(call)->params.empty());
        QVERIFY(model::checkInvariants(transaction.design()).empty());
    }

    // capacity = instances x workers / S. With S = 5 ms and 2 instances, 1000/s needs 2.5 workers each: 3,
    // and then S = 2 x 3 / 1000 s = 6 ms.
    void capacityIsExact() {
        model::Transaction transaction = started({"service"});
        QVERIFY(edit::setParam(transaction, catalog_, "service-1", "instances", 2));
        QVERIFY(edit::setParam(transaction, catalog_, "service-1", "service_time_ms", 5));
        QVERIFY(edit::setCapacity(transaction, catalog_, "service-1", 1000));
        const json::Object& params = transaction.design().components().find("service-1")->params;
        QCOMPARE(params.find("workers")->number(), 3.0);
        QCOMPARE(params.find("service_time_ms")->number(), 6.0);
        QVERIFY(!edit::setCapacity(transaction, catalog_, "service-1", 0));
        QVERIFY(!edit::setCapacity(transaction, catalog_, "client-1", 10));
    }

    void aValueOutOfRangeLeavesNoTrace() {
        model::Transaction transaction = started({"service"});
        const model::Design before = transaction.design();
        const auto refused = edit::setParam(transaction, catalog_, "service-1", "instances", -1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().where, std::string("/components/service-1/params/instances"));
        QVERIFY(transaction.design() == before);
        QVERIFY(!edit::setParam(transaction, catalog_, "service-1", "no_such_setting", 1));
        QVERIFY(!edit::setParam(transaction, catalog_, "ghost", "instances", 1));
    }

    void nullResetsToTheDefault() {
        model::Transaction transaction = started({"service"});
        QVERIFY(edit::setParam(transaction, catalog_, "service-1", "instances", 7.0));
        QVERIFY(edit::setParam(transaction, catalog_, "service-1", "instances", {}));
        QVERIFY(transaction.design().components().find("service-1")->params.empty());
    }

    void aGroupCannotLieWithinItself() {
        model::Transaction transaction{model::Design()};
        edit::addGroup(transaction, catalog_, "region", {0, 0, 10, 10}, "outer").value();
        edit::addGroup(transaction, catalog_, "zone", {0, 0, 10, 10}, "inner").value();
        QVERIFY(edit::setGroup(transaction, "inner", "outer"));
        QCOMPARE(edit::setGroup(transaction, "outer", "inner").error().code,
                 std::string("group-within-itself"));
        QVERIFY(edit::remove(transaction, catalog_, {"outer"}));
        QVERIFY(!transaction.design().groups().find("inner")->parent);
    }

    void anEditAsDataSaysWhatItLacks() {
        model::Transaction transaction = started({"service"});
        const auto missing = edit::perform(transaction, catalog_,
                                           json::Object{{"do", "set_param"}, {"component", "service-1"}});
        QCOMPARE(missing.error().text, std::string("'set_param' needs a text 'param'"));
        QCOMPARE(edit::perform(transaction, catalog_, json::Object{{"do", "explode"}}).error().code,
                 std::string("no-edit"));
    }

    void onlyWhatIsDrawnFreelyIsResized() {
        model::Transaction transaction = started({"service", "box", "caption"});
        QVERIFY(edit::resize(transaction, catalog_, "box-1", {8, 16, 320, 160}));
        QCOMPARE(transaction.design().components().find("box-1")->size, (model::Size{320, 160}));
        QCOMPARE(transaction.design().components().find("box-1")->position, (model::Point{8, 16}));
        QCOMPARE(edit::resize(transaction, catalog_, "service-1", {0, 0, 320, 160}).error().code,
                 std::string("size-fixed"));
        QCOMPARE(edit::resize(transaction, catalog_, "box-1", {0, 0, 15, 160}).error().code,
                 std::string("frame-size"));
    }

    void anotherShapeTakesItsOwnSize() {
        model::Transaction transaction = started({"box"});
        QVERIFY(edit::resize(transaction, catalog_, "box-1", {0, 0, 320, 160}));
        QVERIFY(edit::replaceKind(transaction, catalog_, "box-1", "caption"));
        QCOMPARE(transaction.design().components().find("box-1")->size, (model::Size{320, 160}));
        QVERIFY(edit::replaceKind(transaction, catalog_, "box-1", "service"));
        QCOMPARE(transaction.design().components().find("box-1")->size,
                 (model::Size{model::cardWidth, model::cardHeight}));
    }

    // Such a design could not be read again.
    void aPlacementNamesGroupsThatAreThere() {
        model::Transaction t = started({"service"});
        const json::Value nowhere(json::Array{json::Value("nowhere")});
        QCOMPARE(edit::setParam(t, catalog_, "service-1", "placement", nowhere).error().code,
                 std::string("no-record"));
    }

    void thingsHappenAndCanBeTakenBack() {
        model::Transaction t = started({"client", "service"});
        const json::Object kill{{"type", "kill"}, {"component", "service-1"}, {"at_s", 20}, {"for_s", 20}};
        QVERIFY(edit::addEvent(t, catalog_, kill));
        const auto& events = [&] { return *t.design().document().scenario.find("events")->array(); };
        QCOMPARE(events().size(), std::size_t{1});
        QVERIFY(edit::setEvent(t, catalog_, 0, "at_s", json::Value(5)));
        QCOMPARE(events()[0].object()->find("at_s")->number(), 5.0);
        QVERIFY(edit::setEvent(t, catalog_, 0, "for_s", json::Value()));
        QVERIFY(!events()[0].object()->contains("for_s"));
        QCOMPARE(edit::setEvent(t, catalog_, 0, "component", json::Value("ghost")).error().code,
                 std::string("no-record"));
        QCOMPARE(edit::removeEvent(t, catalog_, 1).error().code, std::string("no-event"));
        QVERIFY(!edit::addEvent(t, catalog_, json::Object{{"type", "fall"}}));
        QVERIFY(edit::removeEvent(t, catalog_, 0));
        QVERIFY(!t.design().document().scenario.contains("events"));
    }

  private:
    model::Transaction started(const std::vector<std::string>& kinds) const {
        model::Transaction transaction{model::Design()};
        for (const std::string& kind : kinds) {
            edit::addComponent(transaction, catalog_, kind, {}).value();
        }
        return transaction;
    }

    std::string kindOf(model::Transaction& transaction, const Id& from, const Id& to) const {
        const Id id = edit::connect(transaction, catalog_, from, to).value();
        return transaction.design().connections().find(id)->kind;
    }

    static void expectOnMiss(const model::Design& design, const Id& call, const Id& lookup) {
        const json::Object& params = design.connections().find(call)->params;
        QCOMPARE(std::string(params.find("when")->text()), std::string("on_miss"));
        QCOMPARE(std::string(params.find("of")->text()), lookup);
    }

    catalog::Catalog catalog_;
};

QTEST_GUILESS_MAIN(EditsTest)
#include "edits_test.moc"
