#include "core/base/ids.h"

#include <rapidcheck.h>

#include <QtTest/QtTest>
#include <set>

using namespace headroom;

class IdsTest : public QObject {
    Q_OBJECT

  private slots:
    void validity() {
        const std::vector<std::string> valid{"a", "web", "web-1", "zone_a", "0", "-", std::string(64, 'x')};
        for (const std::string& id : valid) {
            QVERIFY2(isValidId(id), id.c_str());
        }
        const std::vector<std::string> invalid{"",    "Web",    "a b", "a.b",
                                               "a/b", "\u00fc", "a\n", std::string(65, 'x')};
        for (const std::string& id : invalid) {
            QVERIFY2(!isValidId(id), id.c_str());
        }
        QVERIFY(!isValidId(std::string_view("a\0b", 3)));
    }

    void theFirstFreeNumber() {
        const std::set<std::string, std::less<>> taken{"service-1", "service-2", "service-4"};
        QCOMPARE(freshId("service", [&](std::string_view id) { return taken.contains(id); }),
                 Id("service-3"));
        QCOMPARE(freshId("cache", [](std::string_view) { return false; }), Id("cache-1"));
    }

    void anyStemGivesAValidId() {
        QVERIFY(rc::check("freshId is valid", [](const std::string& stem) {
            int calls = 0;
            const Id id = freshId(stem, [&](std::string_view) { return ++calls < 100; });
            RC_ASSERT(isValidId(id));
            RC_ASSERT(id.ends_with("-100"));
        }));
        QVERIFY(isValidId(freshId(std::string(1000, 'x'), [](std::string_view) { return false; })));
        QCOMPARE(freshId("", [](std::string_view) { return false; }), Id("item-1"));
        QCOMPARE(freshId("My Box", [](std::string_view) { return false; }), Id("_y__ox-1"));
    }
};

QTEST_GUILESS_MAIN(IdsTest)
#include "ids_test.moc"
