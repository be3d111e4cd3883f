#include <nlohmann/json.hpp>

#include "tests/core/engine/simulator/simulated.h"
#include "tests/core/engine/solver/random_designs.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using headroom::results::Figure;
using headroom::results::Results;

namespace {

headroom::model::Design loaded(const nlohmann::json& document) {
    const auto design = headroom::format::read(document.dump(), shippedCatalog());
    if (!design) {
        qFatal("%s", design.error().line().c_str());
    }
    return design->design;
}

/// How many figures were compared, and the first that differs by more than it may.
struct Verdict {
    int compared = 0;
    std::string problem;

    // Latencies of what runs beside something else are not compared.
    void compareTime(const std::string& name, const headroom::results::Latency& solved,
                     const headroom::results::Latency& measured,
                     const headroom::results::Latency& halfWidth) {
        compare(name, solved.mean, measured.mean, halfWidth.mean, 0.15, 0.001);
    }

    // Within three half-widths of the 95 % interval, that is, six standard errors: thousands of figures are
    // compared. Or within that share, since both have roundings of their own and some formulas are
    // approximate.
    void compare(const std::string& name, const Figure& solved, const Figure& measured,
                 const Figure& halfWidth, double share, double least) {
        if (!solved || !measured || !halfWidth) {
            return;
        }
        ++compared;
        const double difference = std::abs(*solved - *measured);
        if (difference > std::max({3 * *halfWidth, share * *solved, least}) && problem.empty()) {
            problem = name + ": solver " + headroom::shortest(*solved) + ", simulator " +
                      headroom::shortest(*measured) + " +- " + headroom::shortest(*halfWidth);
        }
    }
};

/// What a random design has that the solver knows on average only.
struct Traits {
    bool queue = false;  ///< a consumer runs beside the request that sent the message
    bool sharedByKinds =
        false;  ///< the messages of a queue go to several consumers: at a light load, at will
};

Traits traitsOf(const headroom::model::Design& design) {
    Traits traits;
    for (const auto& component : design.components()) {
        if (component->kind != "message_queue") {
            continue;
        }
        int consumers = 0;
        for (const auto& connection : design.connections()) {
            consumers += connection->from == component->id ? 1 : 0;
        }
        traits.queue = true;
        traits.sharedByKinds = traits.sharedByKinds || consumers > 1;
    }
    return traits;
}

constexpr double close = 0.01;

void compareComponents(const Results& solved, const SimulationAnswer& simulated, Verdict& verdict) {
    for (const auto& [id, s] : solved.components) {
        const auto& m = simulated.results.components.at(id);
        const auto& w = simulated.halfWidths.components.at(id);
        verdict.compare(id + " arrivals", s.arrival_rps, m.arrival_rps, w.arrival_rps, close, 0);
        verdict.compare(id + " throughput", s.throughput_rps, m.throughput_rps, w.throughput_rps, close, 0);
        verdict.compare(id + " utilization", s.utilization, m.utilization, w.utilization, close, 1e-4);
        verdict.compare(id + " errors", s.error_rate, m.error_rate, w.error_rate, close, 1e-4);
        verdict.compare(id + " hits", s.hit_ratio, m.hit_ratio, w.hit_ratio, close, 0.001);
    }
}

void compareConnections(const Results& solved, const SimulationAnswer& simulated, Verdict& verdict) {
    for (const auto& [id, s] : solved.connections) {
        const auto& m = simulated.results.connections.at(id);
        const auto& w = simulated.halfWidths.connections.at(id);
        verdict.compare(id + " rate", s.rps, m.rps, w.rps, close, 0);
        verdict.compare(id + " retries", s.retry_rps, m.retry_rps, w.retry_rps, close, 0);
        verdict.compare(id + " errors", s.error_rate, m.error_rate, w.error_rate, close, 1e-4);
        verdict.compare(id + " bytes", s.bytes_per_s, m.bytes_per_s, w.bytes_per_s, close, 0);
    }
}

// Waits may be two-moment approximations.
void compareTimes(const Results& solved, const SimulationAnswer& simulated, Verdict& verdict) {
    for (const auto& [id, s] : solved.components) {
        const auto& m = simulated.results.components.at(id);
        const auto& w = simulated.halfWidths.components.at(id);
        verdict.compareTime(id + " wait", s.wait_ms, m.wait_ms, w.wait_ms);
        verdict.compareTime(id + " residence", s.residence_ms, m.residence_ms, w.residence_ms);
        verdict.compareTime(id + " response", s.response_ms, m.response_ms, w.response_ms);
    }
    for (const auto& [id, s] : solved.connections) {
        const auto& m = simulated.results.connections.at(id);
        verdict.compareTime(id, s.latency_ms, m.latency_ms,
                            simulated.halfWidths.connections.at(id).latency_ms);
    }
    for (const auto& [name, s] : solved.workloads) {
        const auto& m = simulated.results.workloads.at(name);
        const auto& w = simulated.halfWidths.workloads.at(name);
        verdict.compareTime(name, s.latency_ms, m.latency_ms, w.latency_ms);
        verdict.compare(name + " p99", s.latency_ms.p99, m.latency_ms.p99, w.latency_ms.p99, 0.2, 0.001);
    }
}

}  // namespace

/// Solver and simulator on random designs: one model, two engines.
class AgreementTest : public QObject {
    Q_OBJECT

  private slots:
    void randomDesigns_data() {
        QTest::addColumn<int>("seed");
        const int count = qEnvironmentVariableIntValue("HEADROOM_AGREEMENTS");
        for (int i = 0; i < (count > 0 ? count : 25); ++i) {
            QTest::addRow("%d", i) << i;
        }
    }
    void randomDesigns() {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(20261124 + seed));
        const nlohmann::json document = calmDesign(random);
        const headroom::model::Design design = loaded(document);
        const Traits traits = traitsOf(design);
        if (traits.sharedByKinds) {
            QSKIP("who takes a message at a light load is not for the solver to know");
        }
        const Results solved = solve(design, shippedCatalog());
        double rps = 0;
        for (const auto& [id, component] : solved.components) {
            rps += component.arrival_rps.value_or(0);
        }
        // About a million visits.
        const SimulationSettings settings{.seconds = std::min(1e4, 1e6 / std::max(rps, 1.0)), .seed = 5};
        const SimulationAnswer measured = simulate(design, shippedCatalog(), settings);
        Verdict verdict;
        compareComponents(solved, measured, verdict);
        compareConnections(solved, measured, verdict);
        if (!traits.queue) {
            compareTimes(solved, measured, verdict);
        }
        QVERIFY(verdict.compared > 10);
        QVERIFY2(verdict.problem.empty(), (verdict.problem + "\n" + document.dump()).c_str());
    }
};

QTEST_GUILESS_MAIN(AgreementTest)
#include "agreement_test.moc"
