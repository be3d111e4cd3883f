#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

/// Empty where the solver has that rate and the simulator has it within its interval (99.9 %).
std::string problemOf(const std::string& components, const std::string& connections, const std::string& id,
                      double rps) {
    const auto formula = solved(components, connections);
    const auto measured = simulated(components, connections, {.seconds = 2000, .seed = 9});
    const std::string wrong = difference(formula.components.at(id).arrival_rps, rps, 1e-9);
    return !wrong.empty() ? "solver: " + wrong
                          : outside(measured.results.components.at(id).arrival_rps,
                                    measured.halfWidths.components.at(id).arrival_rps, 1.85, rps);
}

std::string cache(const std::string& params) {
    return component("cache", "cache", "'service_time_ms': 0.01, " + params);
}

}  // namespace

/// What is filled in after a miss, in both engines. A hundred requests a second look up.
class FillsTest : public QObject {
    Q_OBJECT

  private slots:
    // 70 misses, of which half can be loaded: 100 look-ups and 35 fills.
    void whatCannotBeLoadedIsNotFilledIn() {
        const std::string components = client("100") + service("web", "0.01") + cache("'hit_ratio': 0.3") +
                                       service("db", "0.01", ", 'error_rate': 0.5");
        const std::string connections = call("c", "users", "web") + "," + call("look", "web", "cache") + "," +
                                        call("load", "web", "db", ", 'when': 'on_miss'");
        const std::string problem = problemOf(components, connections, "cache", 135);
        QVERIFY2(problem.empty(), problem.c_str());
    }

    // In line: 40 go on and 20 of them fail, so that 80 are answered, 20 of which had found nothing: they
    // load again, and are filled in. Of 120 requests of 500 bytes 80 answers and 20 fills come back with
    // 4000.
    void behindACacheInLineOnlyMissesFail() {
        const std::string components =
            client("100", ", 'request_bytes': 500, 'response_bytes': 4000") + service("web", "0.01") +
            component("edge", "cdn", "'service_time_ms': 0.01, 'hit_ratio': 0.6") +
            service("origin", "0.01", ", 'error_rate': 0.5") + service("db", "0.01");
        const std::string connections = call("c", "users", "web") + "," + call("look", "web", "edge") + "," +
                                        call("on", "edge", "origin") + "," +
                                        call("load", "web", "db", ", 'when': 'on_miss', 'of': 'look'");
        std::string problem = problemOf(components, connections, "db", 20);
        QVERIFY2(problem.empty(), problem.c_str());
        problem = problemOf(components, connections, "edge", 120);
        QVERIFY2(problem.empty(), problem.c_str());
        const auto formula = solved(components, connections);
        COMPARE_WITHIN(formula.connections.at("look").bytes_per_s, 460000, 1e-9);
        const auto measured = simulated(components, connections, {.seconds = 2000, .seed = 9});
        problem = outside(measured.results.connections.at("look").bytes_per_s,
                          measured.halfWidths.connections.at("look").bytes_per_s, 1.85, 460000);
        QVERIFY2(problem.empty(), problem.c_str());
    }

    // Half of the look-ups fail and have found nothing, of the others 40 % miss: 70 loads, 20 fills.
    void anOptionalLookUpThatFailsHasFoundNothing() {
        const std::string components = client("100") + service("web", "0.01") +
                                       cache("'hit_ratio': 0.6, 'error_rate': 0.5") + service("db", "0.01");
        const std::string connections = call("c", "users", "web") + "," +
                                        call("look", "web", "cache", ", 'required': false") + "," +
                                        call("load", "web", "db", ", 'when': 'on_miss'");
        std::string problem = problemOf(components, connections, "db", 70);
        QVERIFY2(problem.empty(), problem.c_str());
        problem = problemOf(components, connections, "cache", 120);
        QVERIFY2(problem.empty(), problem.c_str());
    }

    // The same with two look-ups each, which miss by themselves: 140 loads, 40 fills.
    void theSameOfBundledLookUps() {
        const std::string components = client("100") + service("web", "0.01") +
                                       cache("'hit_ratio': 0.6, 'error_rate': 0.5") + service("db", "0.01");
        const std::string connections = call("c", "users", "web") + "," +
                                        call("look", "web", "cache", ", 'calls': 2, 'required': false") +
                                        "," + call("load", "web", "db", ", 'when': 'on_miss'");
        std::string problem = problemOf(components, connections, "db", 140);
        QVERIFY2(problem.empty(), problem.c_str());
        problem = problemOf(components, connections, "cache", 240);
        QVERIFY2(problem.empty(), problem.c_str());
    }
};

QTEST_GUILESS_MAIN(FillsTest)
#include "fills_test.moc"
