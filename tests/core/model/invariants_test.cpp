#include <QtTest/QtTest>
#include <set>

#include "core/model/transaction.h"

using namespace headroom;

namespace {

/// Groups as "child>parent", and which of them lie within themselves.
std::set<std::string> cyclicAmong(const QStringList& pairs) {
    model::Transaction transaction{model::Design()};
    for (const QString& pair : pairs) {
        model::Group group;
        group.id = pair.section('>', 0, 0).toStdString();
        group.kind = "zone";
        if (pair.contains('>')) {
            group.parent = pair.section('>', 1).toStdString();
        }
        transaction.put(group);
    }
    std::set<std::string> out;
    for (const Diagnostic& problem : checkInvariants(transaction.design())) {
        if (problem.code == "group-cycle") {
            out.insert(problem.where);
        }
    }
    return out;
}

}  // namespace

class InvariantsTest : public QObject {
    Q_OBJECT

  private slots:
    void ringsOfGroups_data() {
        QTest::addColumn<QStringList>("groups");
        QTest::addColumn<QStringList>("cyclic");
        QTest::newRow("tree") << QStringList{"a", "b>a", "c>a", "d>b"} << QStringList{};
        QTest::newRow("itself") << QStringList{"a>a", "b"} << QStringList{"a"};
        QTest::newRow("two") << QStringList{"a>b", "b>a"} << QStringList{"a", "b"};
        // What hangs on a ring is not on it.
        QTest::newRow("a tail") << QStringList{"t>a", "a>b", "b>c", "c>a", "u>t"}
                                << QStringList{"a", "b", "c"};
        QTest::newRow("two rings") << QStringList{"a>b", "b>a", "x>y", "y>x", "z>y"}
                                   << QStringList{"a", "b", "x", "y"};
        QTest::newRow("into nothing") << QStringList{"a>nobody"} << QStringList{};
    }

    void ringsOfGroups() {
        QFETCH(QStringList, groups);
        QFETCH(QStringList, cyclic);
        std::set<std::string> expected;
        for (const QString& id : cyclic) {
            expected.insert("/groups/" + id.toStdString() + "/parent");
        }
        QCOMPARE(cyclicAmong(groups), expected);
    }

    void aLongChainIsQuick() {
        QStringList chain;
        for (int i = 0; i < 200000; ++i) {
            chain << QString("g%1>g%2").arg(i).arg(i + 1);
        }
        chain << "g200000";
        QVERIFY(cyclicAmong(chain).empty());
    }
};

QTEST_GUILESS_MAIN(InvariantsTest)
#include "invariants_test.moc"
