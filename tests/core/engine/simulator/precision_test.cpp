#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

const std::string web = client("80") + service("web", "10");
const std::string toWeb = call("c", "users", "web");

std::string jsonOf(const SimulationSettings& settings) {
    return headroom::json::write(simulationJson(simulated(web, toWeb, settings)));
}

}  // namespace

class PrecisionTest : public QObject {
    Q_OBJECT

  private slots:
    // M/M/1 at rho 0.8: T is exponential with mean 50 ms, p99 = 50 ln 100. The intervals are at 95 %, so that
    // twice their width is far enough.
    void goesOnUntilBothAreKnown() {
        const SimulationAnswer a = simulated(web, toWeb, {.seconds = 100, .seed = 5, .precision = 0.05});
        QVERIFY(a.precision && a.precision->reached);
        QVERIFY(*a.precision->mean <= 0.05 && *a.precision->p99 <= 0.05);
        QVERIFY(a.simulated_s > 125);
        QVERIFY(std::abs(*a.results.system.latency_ms.mean / 50 - 1) < 0.1);
        QVERIFY(std::abs(*a.results.system.latency_ms.p99 / (50 * std::log(100)) - 1) < 0.1);
        QVERIFY(!hasFinding(a.results, "precision-not-reached"));
    }

    void theAnswerIsThatOfARunOfItsTime() {
        const SimulationAnswer a = simulated(web, toWeb, {.seconds = 100, .seed = 5, .precision = 0.05});
        const SimulationAnswer b = simulated(web, toWeb, {.seconds = a.simulated_s, .seed = 5});
        QCOMPARE(b.fingerprint, a.fingerprint);
        QVERIFY(b.results.system == a.results.system);
        QVERIFY(!b.precision);
    }

    void threadsMakeNoDifference() {
        SimulationSettings settings{
            .seconds = 50, .seed = 5, .replications = 5, .threads = 1, .precision = 0.03};
        const std::string one = jsonOf(settings);
        settings.threads = 2;
        QCOMPARE(jsonOf(settings), one);
        settings.threads = 5;
        QCOMPARE(jsonOf(settings), one);
    }

    // A few seconds at 80 a second are too few requests to believe in, however near their times lie.
    void fewRequestsAreNotBelieved() {
        const SimulationAnswer a =
            simulated(client("80") + component("web", "service",
                                               "'service_time_ms': 1, 'service_cv': 0, 'instances': 50"),
                      toWeb, {.seconds = 5, .seed = 1, .precision = 0.5});
        QVERIFY(a.precision && a.precision->reached);
        QVERIFY2(a.simulated_s * 80 >= 10000, std::to_string(a.simulated_s).c_str());
    }

    void theLimitSaysWhatWasReached() {
        const SimulationAnswer a =
            simulated(web, toWeb, {.seconds = 100, .seed = 5, .precision = 0.001, .mostSeconds = 250});
        QVERIFY(a.precision && !a.precision->reached && *a.precision->mean > 0.001);
        QVERIFY(a.simulated_s <= 250 + 1e-9);
        QVERIFY(hasFinding(a.results, "precision-not-reached"));
    }

    void whatHasNoSteadyStateIsSimulatedOnce() {
        const std::string curve =
            "'scenario': {'load': [{'at_s': 0, 'factor': 1}, {'at_s': 50, 'factor': 0.5}]}";
        for (const SimulationAnswer& a :
             {simulated(web, toWeb, {.seconds = 100, .seed = 5, .precision = 0.001}, curve),
              simulated(client("180") + service("web", "10"), toWeb,
                        {.seconds = 100, .seed = 5, .precision = 0.001})}) {
            QVERIFY(a.precision && !a.precision->reached);
            QCOMPARE(a.simulated_s, 100.0);
            QVERIFY(hasFinding(a.results, "precision-of-a-transient"));
        }
    }

    // A memory of a hundred of a thousand keys: all of the first look-ups are in vain, the later ones find as
    // much as in a run that begins warm.
    void aColdCacheFillsUp() {
        const auto run = [](bool cold) {
            return simulated(client("200", ", 'keys': {'count': 1000, 'zipf': 1, 'object_bytes': 1000}") +
                                 component("cache", "cache", "'instances': 1, 'memory_bytes': 100000"),
                             call("c", "users", "cache"), {.seconds = 500, .seed = 1, .coldStart = cold});
        };
        const SimulationAnswer cold = run(true);
        const SimulationAnswer warm = run(false);
        const auto& coldHits = cold.series.components.at("cache").hit_ratio;
        const auto& warmHits = warm.series.components.at("cache").hit_ratio;
        QCOMPARE(cold.warm_up_s, 0.0);
        QVERIFY(*coldHits.front() < *warmHits.front() - 0.03);
        QVERIFY(std::abs(*coldHits.back() - *warmHits.back()) < 0.06);
        QVERIFY(!hasFinding(cold.results, "cold-start-not-simulated"));
    }

    void whatHasNoKeysCannotBeCold() {
        const SimulationAnswer a =
            simulated(client("20") + component("cache", "cache", "'hit_ratio': 0.5"),
                      call("c", "users", "cache"), {.seconds = 100, .seed = 1, .coldStart = true});
        QVERIFY(hasFinding(a.results, "cold-start-not-simulated"));
        QVERIFY(std::abs(*a.results.components.at("cache").hit_ratio - 0.5) < 0.05);
    }
};

QTEST_GUILESS_MAIN(PrecisionTest)
#include "precision_test.moc"
