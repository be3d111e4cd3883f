#include "app/cli/closest.h"

#include <QTest>

using headroom::cli::closest;

class ClosestTest : public QObject {
    Q_OBJECT

  private slots:
    void findsWhatWasMeant_data();
    void findsWhatWasMeant();
};

void ClosestTest::findsWhatWasMeant_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("meant");
    QTest::newRow("same") << "solve"
                          << "solve";
    QTest::newRow("swapped") << "slove"
                             << "solve";
    QTest::newRow("left out") << "slve"
                              << "solve";
    QTest::newRow("too many") << "validatee"
                              << "validate";
    QTest::newRow("other letter") << "kinda"
                                  << "kinds";
    QTest::newRow("two of six letters") << "shcmea"
                                        << "schema";
    QTest::newRow("far") << "frobnicate"
                         << "";
    QTest::newRow("nothing") << ""
                             << "";
    QTest::newRow("endless") << QString(100000, 's') << "";
}

void ClosestTest::findsWhatWasMeant() {
    QFETCH(QString, typed);
    QFETCH(QString, meant);
    const std::vector<std::string> commands{"solve", "validate", "kinds", "schema", "export"};
    QCOMPARE(QString::fromStdString(closest(typed.toStdString(), commands)), meant);
}

QTEST_GUILESS_MAIN(ClosestTest)
#include "closest_test.moc"
