// Retry storms that outlast what set them off, and what ends them (Bronson et al. 2021). One worker of 10 ms,
// a timeout of 20 services, three retries, each after 50 services in the mean.
#include <numeric>

#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;

namespace {

std::string callWith(const std::string& more) {
    return call("c", "users", "web", ", 'timeout_ms': 200, 'retries': 3, 'backoff_ms': 1000" + more);
}

/// For the seconds 50 to 60 the worker is ten times as slow. A hundred steps of 4 s.
SimulationSeries after(const std::string& rps, const std::string& more, std::uint64_t seed) {
    return simulated(client(rps) + service("web", "10"), callWith(more), {.seconds = 400, .seed = seed},
                     "'scenario': {'events': [{'type': 'slow', 'component': 'web', 'factor': 10, "
                     "'at_s': 50, 'for_s': 10}]}")
        .series;
}

double meanOf(const std::vector<double>& values, std::size_t from, std::size_t to) {
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(from),
                           values.begin() + static_cast<std::ptrdiff_t>(to), 0.0) /
           static_cast<double>(to - from);
}

}  // namespace

class StormsTest : public QObject {
    Q_OBJECT

  private slots:
    void eachLoad_data() {
        QTest::addColumn<QString>("rps");
        QTest::newRow("0.4") << QStringLiteral("40");
        QTest::newRow("0.3") << QStringLiteral("30");
    }

    // Four times the load is more than the worker can do: nothing that it gets round to is still waited for.
    // A budget of a tenth leaves it 1.1 times, and the backlog drains.
    void eachLoad() {
        QFETCH(QString, rps);
        const double offered = rps.toDouble();
        for (const std::uint64_t seed : {3U, 4U, 5U}) {
            const SimulationSeries storm = after(rps.toStdString(), "", seed);
            // 1 440 requests and more before: a standard deviation of 2.6 %.
            QVERIFY(std::abs(meanOf(storm.goodput_rps, 0, 12) / offered - 1) < 0.1);
            QVERIFY(meanOf(storm.goodput_rps, 40, 100) < 0.02 * offered);
            const SimulationSeries budgeted = after(rps.toStdString(), ", 'retry_budget': 0.1", seed);
            QVERIFY(meanOf(budgeted.goodput_rps, 13, 15) < 0.5 * offered);
            QVERIFY(std::abs(meanOf(budgeted.goodput_rps, 40, 100) / offered - 1) < 0.05);
        }
    }

    // Where four times the load is less than one, there is nothing for a storm to live on.
    void aLightLoadRecoversByItself() {
        const SimulationSeries light = after("20", "", 3);
        QVERIFY(meanOf(light.goodput_rps, 13, 15) < 10);
        QVERIFY(std::abs(meanOf(light.goodput_rps, 60, 100) / 20 - 1) < 0.05);
    }

    // The solver knows of it: three steady states without a budget, one with one, and at a light load.
    void theSolverSaysSo() {
        const auto known = [](const std::string& rps, const std::string& more) {
            return solved(client(rps) + service("web", "10"), callWith(more));
        };
        for (const char* rps : {"40", "30"}) {
            QCOMPARE(known(rps, "").fixed_points.size(), std::size_t{3});
            QVERIFY(hasFinding(known(rps, ""), "metastable"));
            QVERIFY(known(rps, ", 'retry_budget': 0.1").fixed_points.empty());
        }
        QVERIFY(known("20", "").fixed_points.empty());
    }
};

QTEST_GUILESS_MAIN(StormsTest)
#include "storms_test.moc"
