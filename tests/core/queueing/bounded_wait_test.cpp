// Percentiles of the wait of a bounded queue as a part of a program, against those of M/M/c/K itself.
#include <QTest>
#include <cmath>

#include "core/queueing/latency_distributions.h"
#include "core/queueing/latency_program.h"
#include "core/queueing/mm_c_k.h"

using namespace headroom::queueing;

class BoundedWaitTest : public QObject {
    Q_OBJECT
  private slots:
    void percentiles_data();
    void percentiles();
};

void BoundedWaitTest::percentiles_data() {
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("tolerance");
    // Far above 1 nearly all wait for about K completions: gamma in place of that is off by its skewness.
    QTest::newRow("half") << 0.5 << 1e-4;
    QTest::newRow("below") << 0.9 << 1e-4;
    QTest::newRow("nearly one") << 0.999 << 2e-3;
    QTest::newRow("one") << 1.0 << 2e-3;
    QTest::newRow("above") << 1.001 << 5e-3;
    QTest::newRow("well above") << 1.05 << 0.01;
    QTest::newRow("twice") << 2.0 << 0.01;
}

void BoundedWaitTest::percentiles() {
    QFETCH(double, load);
    QFETCH(double, tolerance);
    for (const std::int64_t places : {1, 5, 31, 33, 60, 100, 150, 400, 1000, 30000, 1000000}) {
        const MmckQueue queue(2.0 * load, 1.0, 2, 2 + places);
        LatencyProgram program;
        const LatencyNode wait = program.wait(queue.wait());
        const LatencyNode response =
            program.sequence({wait, program.service(ServiceDistribution::gamma(1.0, 1.0))});
        LatencyDistributions distributions(program);
        for (const double p : {0.1, 0.5, 0.9, 0.99, 0.999}) {
            const double expected = queue.waitQuantile(p);
            const double actual = distributions.quantile(wait, p);
            QVERIFY2(std::abs(actual - expected) <= tolerance * expected + 1e-6,
                     qPrintable(QString("%1 places, p %2: %3 instead of %4")
                                    .arg(places)
                                    .arg(p)
                                    .arg(actual)
                                    .arg(expected)));
            const double all = queue.responseQuantile(p);
            const double whole = distributions.quantile(response, p);
            QVERIFY2(std::abs(whole - all) <= tolerance * all + 1e-6,
                     qPrintable(QString("%1 places, response p %2: %3 instead of %4")
                                    .arg(places)
                                    .arg(p)
                                    .arg(whole)
                                    .arg(all)));
        }
    }
}

QTEST_APPLESS_MAIN(BoundedWaitTest)
#include "bounded_wait_test.moc"
