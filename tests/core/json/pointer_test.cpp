#include "core/json/pointer.h"

#include <QtTest/QtTest>

#include "core/json/writer.h"

using namespace headroom;
using json::Array;
using json::Object;
using json::Pointer;

class PointerTest : public QObject {
    Q_OBJECT

  private slots:
    void textComesBack() {
        for (const char* text : {"", "/", "/a", "/a/b", "/a~1b/c~0d", "//", "/~01"}) {
            const auto pointer = Pointer::parse(text);
            QVERIFY2(pointer, text);
            QCOMPARE(pointer->text(), std::string(text));
        }
        QCOMPARE(Pointer::parse("/~01")->steps().front(), std::string("~1"));
        QCOMPARE((Pointer() / "a/b" / "c").text(), std::string("/a~1b/c"));
    }

    void whatIsNoPointer() {
        for (const char* text : {"a", "a/b", "/~", "/~2", "#/a"}) {
            QVERIFY2(!Pointer::parse(text), text);
        }
        QCOMPARE(Pointer::parse("a/b").error().line(),
                 std::string("'a/b' is not a pointer; write it like /components/web/params/instances"));
    }

    void resolves_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("found");
        QTest::newRow("by id") << "/items/web/n"
                               << "4";
        QTest::newRow("whole item") << "/items/db"
                                    << "{\"id\":\"db\"}";
        QTest::newRow("by index in a list without ids") << "/plain/1"
                                                        << "20";
        QTest::newRow("an id that looks like an index") << "/items/7/n"
                                                        << "7";
        QTest::newRow("root") << ""
                              << "";
        QTest::newRow("nothing there") << "/items/wep"
                                       << "/items/wep: there is no 'wep' here; there is web, db, 7";
        QTest::newRow("an index where there are ids")
            << "/items/0"
            << "/items/0: '0' is an index, but members of this list have ids; there is web, db, 7";
        QTest::newRow("an index too far") << "/plain/2"
                                          << "/plain/2: there is no '2' here; there is nothing at this place";
        QTest::newRow("below a number") << "/plain/1/x"
                                        << "/plain/1/x: a number has no member 'x'; end the pointer here";
        QTest::newRow("no number") << "/plain/x"
                                   << "/plain/x: there is no 'x' here; there is nothing at this place";
        QTest::newRow("negative") << "/plain/-1"
                                  << "/plain/-1: there is no '-1' here; there is nothing at this place";
    }

    void resolves() {
        QFETCH(QString, pointer);
        QFETCH(QString, found);
        const json::Value root = sample();
        const auto value = json::resolve(root, *Pointer::parse(pointer.toStdString()));
        if (pointer.isEmpty()) {
            QCOMPARE(*value, &root);
            return;
        }
        QCOMPARE(QString::fromStdString(value ? json::writeCompact(**value) : value.error().line()), found);
    }

    void assigns() {
        json::Value root = sample();
        QVERIFY(json::assign(root, *Pointer::parse("/items/web/n"), 5));
        QVERIFY(json::assign(root, *Pointer::parse("/items/db/new"), "x"));
        QVERIFY(json::assign(root, *Pointer::parse("/plain/0"), nullptr));
        QCOMPARE(
            json::writeCompact(root),
            std::string(
                "{\"items\":[{\"id\":\"web\",\"n\":5},{\"id\":\"db\",\"new\":\"x\"},{\"id\":\"7\",\"n\":7}],"
                "\"plain\":[null,20]}"));
        QVERIFY(!json::assign(root, *Pointer::parse("/plain/2"), 1));
        QVERIFY(!json::assign(root, *Pointer::parse("/nothing/below"), 1));
        QVERIFY(json::assign(root, Pointer(), 1));
        QVERIFY(root == json::Value(1));
    }

  private:
    static json::Value sample() {
        return Object{{"items", Array{Object{{"id", "web"}, {"n", 4}}, Object{{"id", "db"}},
                                      Object{{"id", "7"}, {"n", 7}}}},
                      {"plain", Array{10, 20}}};
    }
};

QTEST_GUILESS_MAIN(PointerTest)
#include "pointer_test.moc"
