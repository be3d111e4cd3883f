#include "widgets/common/kind_search.h"

#include <QTest>

using namespace headroom;
using namespace headroom::widgets;

class KindSearchTest : public QObject {
    Q_OBJECT

    static const catalog::Catalog& shipped() {
        static const auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
        Q_ASSERT(loaded);
        return *loaded;
    }

    static QString first(const char* query) {
        const auto found = searchKinds(shipped(), QString::fromUtf8(query));
        return found.empty() ? QString() : QString::fromStdString(found.front()->id);
    }

  private slots:
    void findsByLabelTagAndId() {
        QCOMPARE(first("load"), QStringLiteral("load_balancer"));
        QCOMPARE(first("lb"), QStringLiteral("load_balancer"));
        QCOMPARE(first("postgres"), QStringLiteral("sql_database"));
        QCOMPARE(first("SQL d"), QStringLiteral("sql_database"));
        QCOMPARE(first("msgq"), QStringLiteral("message_queue"));
        QCOMPARE(first("sql_database"), QStringLiteral("sql_database"));
    }

    void everyKindIsTheFirstFindOfItsLabel() {
        for (const catalog::Kind& kind : shipped().kinds()) {
            QCOMPARE(first(kind.label.c_str()), QString::fromStdString(kind.id));
        }
    }

    void findsNothingInScatteredLetters() {
        QVERIFY(searchKinds(shipped(), QStringLiteral("xyzzy")).empty());
        QCOMPARE(fuzzyScore(QStringLiteral("rt"), QStringLiteral("kernel output")), 0);
    }

    void anEmptyQueryKeepsTheOrderOfThePalette() {
        const auto all = searchKinds(shipped(), QStringLiteral("  "));
        QCOMPARE(all.size(), shipped().kinds().size());
        QCOMPARE(all.front()->id, shipped().kinds().front().id);
    }

    void rowsOfLettersWeighMore() {
        QVERIFY(fuzzyScore(QStringLiteral("cache"), QStringLiteral("Cache")) >
                fuzzyScore(QStringLiteral("cache"), QStringLiteral("Classic arch element")));
    }
};

QTEST_GUILESS_MAIN(KindSearchTest)
#include "kind_search_test.moc"
