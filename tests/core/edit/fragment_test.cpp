// Parts of a design: taken out, written, read and put in again, with every name following its record.
#include <QTest>

#include "core/edit/edits.h"
#include "core/format/design_file.h"
#include "core/format/fragment_text.h"
#include "tests/core/edit/edit_generator.h"

using namespace headroom;

class FragmentTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        auto loaded = catalog::loadInstalled();
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().line().c_str());
        catalog_ = std::move(*loaded);
    }

    void aDuplicateKeepsItsOwnWiresAndRules() {
        model::Transaction t = lookAside();
        const auto added = edit::duplicate(t, catalog_, {"service-1", "cache-1", "sql_database-1"}, 16, 32);
        QVERIFY(added.has_value());
        const model::Design& design = t.design();
        QCOMPARE(design.components().size(), std::size_t{7});
        QCOMPARE(design.components().find("service-2")->position, (model::Point{16, 32}));
        QCOMPARE(design.components().find("service-2")->params.find("instances")->number(), 3.0);
        // Two wires within the copy; the one from the client stays with the first service.
        QCOMPARE(design.connections().size(), std::size_t{5});
        const auto call = wire(design, "service-2", "sql_database-2");
        const auto lookup = wire(design, "service-2", "cache-2");
        QVERIFY(call && lookup);
        QCOMPARE(std::string(call->params.find("of")->text()), lookup->id);
        QVERIFY(model::checkInvariants(design).empty());
    }

    void aCallWhoseLookupStaysBehindIsOrdinary() {
        model::Transaction t = lookAside();
        QVERIFY(edit::duplicate(t, catalog_, {"service-1", "sql_database-1"}, 8, 8));
        const auto call = wire(t.design(), "service-2", "sql_database-2");
        QVERIFY(call != nullptr);
        QVERIFY(call->params.empty());
    }

    void aDuplicateStaysInItsGroup() {
        model::Transaction t = lookAside();
        QVERIFY(edit::addGroup(t, catalog_, "zone", {0, 0, 500, 500}, "z"));
        QVERIFY(edit::setGroup(t, "cache-1", "z"));
        QVERIFY(edit::duplicate(t, catalog_, {"cache-1"}, 8, 8));
        QCOMPARE(t.design().components().find("cache-2")->group, std::optional<Id>("z"));
    }

    void aFrameTakesItsContentsAlong() {
        model::Transaction t = lookAside();
        QVERIFY(edit::addGroup(t, catalog_, "region", {-10, -10, 900, 900}, "r"));
        QVERIFY(edit::addGroup(t, catalog_, "zone", {0, 0, 500, 500}, "z"));
        QVERIFY(edit::setGroup(t, "z", "r"));
        QVERIFY(edit::setGroup(t, "cache-1", "z"));
        QVERIFY(edit::duplicate(t, catalog_, {"r"}, 1000, 0));
        QCOMPARE(t.design().groups().find("zone-1")->parent, std::optional<Id>("region-1"));
        QCOMPARE(t.design().components().find("cache-2")->group, std::optional<Id>("zone-1"));
        QCOMPARE(t.design().groups().find("zone-1")->frame, (model::Rect{1000, 0, 500, 500}));
    }

    void theTextComesBack() {
        model::Transaction t = lookAside();
        const model::Design part =
            edit::closed(edit::pick(t.design(), {"service-1", "cache-1", "sql_database-1"}), catalog_);
        const auto read = format::readFragment(format::writeFragment(part), catalog_);
        QVERIFY2(read.has_value(), read ? "" : read.error().line().c_str());
        QVERIFY(read->components() == part.components());
        QVERIFY(read->connections() == part.connections());

        // Into another design: ids are free there, and stay.
        model::Transaction other{model::Design()};
        const auto added = edit::paste(other, catalog_, *read, {100, 200});
        QVERIFY(added.has_value());
        QCOMPARE(other.design().components().find("service-1")->position, (model::Point{100, 200}));
        QCOMPARE(other.design().connections().size(), std::size_t{2});
        QVERIFY(other.design().document().catalog.contains("service"));
    }

    void aWholeDesignCanBePastedToo() {
        model::Transaction t = lookAside();
        const auto read = format::readFragment(format::write(t.design()), catalog_);
        QVERIFY(read.has_value());
        QCOMPARE(read->components().size(), std::size_t{4});
    }

    void whatIsPastedIntoAFrameBelongsToIt() {
        model::Transaction t = lookAside();
        const model::Design part = edit::closed(edit::pick(t.design(), {"cache-1"}), catalog_);
        QVERIFY(edit::addGroup(t, catalog_, "region", {2000, 2000, 900, 900}, "r"));
        QVERIFY(edit::addGroup(t, catalog_, "zone", {2000, 2000, 500, 500}, "z"));
        QVERIFY(edit::paste(t, catalog_, part, {2010, 2010}));
        QCOMPARE(t.design().components().find("cache-2")->group, std::optional<Id>("z"));
    }

    void strangersTexts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("prose") << QByteArray("hello { \"headroom.fragment\" }");
        QTest::newRow("no JSON") << QByteArray("{\"format\":\"headroom.fragment\",");
        QTest::newRow("deep") << QByteArray("{\"format\":\"headroom.fragment\",\"x\":") +
                                     QByteArray(100000, '[');
        QTest::newRow("other JSON") << QByteArray("{\"components\":[]}");
        QTest::newRow("other format") << QByteArray("{\"format\":\"headroom.theme\"}");
        QTest::newRow("newer") << whole("\"version\":9", "");
        QTest::newRow("dangling wire")
            << whole("\"version\":1", "{\"id\":\"e\",\"from\":\"a\",\"to\":\"ghost\",\"kind\":\"request\"}");
        QTest::newRow("huge place") << QByteArray(
            "{\"format\":\"headroom.fragment\",\"version\":1,\"connections\":[],\"components\":["
            "{\"id\":\"a\",\"kind\":\"service\",\"x\":1e300}]}");
        QTest::newRow("setting out of range") << QByteArray(
            "{\"format\":\"headroom.fragment\",\"version\":1,\"connections\":[],\"components\":["
            "{\"id\":\"a\",\"kind\":\"service\",\"params\":{\"instances\":-4}}]}");
        QTest::newRow("broken UTF-8") << QByteArray("{\"format\":\"headroom.fragment\",\"a\":\"\xff\"}");
    }

    void strangersTexts() {
        QFETCH(QByteArray, text);
        const auto read =
            format::readFragment({text.constData(), static_cast<std::size_t>(text.size())}, catalog_);
        QVERIFY(!read.has_value());
        const std::string line = read.error().line();
        QVERIFY(!line.empty() && line.size() < 400);
        QVERIFY(line.find('\n') == std::string::npos);
    }

    void nothingIsPlacedWhereNoFileReaches() {
        model::Transaction t = lookAside();
        QCOMPARE(edit::duplicate(t, catalog_, {"cache-1"}, 1e9, 0).error().code,
                 std::string("place-too-far"));
        QCOMPARE(edit::moveBy(t, {"cache-1"}, 0, -2e9).error().code, std::string("place-too-far"));
        QCOMPARE(edit::duplicate(t, catalog_, {}, 0, 0).error().code, std::string("fragment-empty"));
    }

    // Any design pasted into any other: everything arrives, the result can be saved and read, undo takes it
    // back.
    void anythingCanBePastedAnywhere() {
        const bool held = rc::check("a paste arrives whole", [this] {
            const model::Design target = drawn();
            const model::Design source = drawn();
            std::vector<Id> wanted;
            for (const auto& component : source.components()) {
                if (*rc::gen::arbitrary<bool>()) {
                    wanted.push_back(component->id);
                }
            }
            const model::Design part = edit::closed(edit::pick(source, wanted), catalog_);
            RC_PRE(!part.components().empty());
            const auto read = format::readFragment(format::writeFragment(part), catalog_);
            if (!read) {
                RC_FAIL(read.error().line());
            }
            model::Transaction t(target);
            const auto added = edit::paste(t, catalog_, *read, {64, 64});
            RC_ASSERT(added.has_value());
            RC_ASSERT(t.design().components().size() ==
                      target.components().size() + part.components().size());
            RC_ASSERT(t.design().connections().size() ==
                      target.connections().size() + part.connections().size());
            const auto again = format::read(format::write(t.design()), catalog_);
            if (!again) {
                RC_FAIL(again.error().line());
            }
            RC_ASSERT(again->design == t.design());
            RC_ASSERT(model::apply(t.design(), t.changes().inverted()) == target);
        });
        QVERIFY(held);
    }

  private:
    /// A client, a service with three instances, its cache and its database, called on a miss.
    model::Transaction lookAside() const {
        model::Transaction t{model::Design()};
        for (const char* kind : {"client", "service", "cache", "sql_database"}) {
            edit::addComponent(t, catalog_, kind, {}).value();
        }
        if (!edit::setParam(t, catalog_, "service-1", "instances", 3)) {
            return model::Transaction{model::Design()};
        }
        edit::connect(t, catalog_, "client-1", "service-1").value();
        edit::connect(t, catalog_, "service-1", "cache-1").value();
        edit::connect(t, catalog_, "service-1", "sql_database-1").value();
        return t;
    }

    model::Design drawn() const {
        model::Design design;
        const auto functions = edit::functions();
        for (int i = 0; i < 25; ++i) {
            const std::string name(functions[*rc::gen::inRange<std::size_t>(0, functions.size())].name);
            const auto edit =
                edit::testing::EditGenerator(design, catalog_).draw(i < 6 ? "add_component" : name);
            model::Transaction t(design);
            if (edit && edit::perform(t, catalog_, *edit)) {
                design = t.design();
            }
        }
        return design;
    }

    static std::shared_ptr<const model::Connection> wire(const model::Design& design, const Id& from,
                                                         const Id& to) {
        for (const auto& connection : design.connections()) {
            if (connection->from == from && connection->to == to) {
                return connection;
            }
        }
        return nullptr;
    }

    static QByteArray whole(const QByteArray& version, const QByteArray& connection) {
        return "{\"format\":\"headroom.fragment\"," + version +
               ",\"components\":[{\"id\":\"a\",\"kind\":\"service\"}],\"connections\":[" + connection + "]}";
    }

    catalog::Catalog catalog_;
};

QTEST_GUILESS_MAIN(FragmentTest)
#include "fragment_test.moc"
