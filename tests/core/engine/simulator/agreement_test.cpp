#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/core/engine/fidelity_page.h"
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

/// How far figures of one sort may differ.
struct Limits {
    double mean;
    double p99;
};
constexpr Limits exact{0.03, 0.1};
constexpr Limits twoMoments{0.15, 0.2};

/// Work that meets its own request waits for so many services, for each visit of a request: of two that come
/// at the same moment one waits for the other.
constexpr double ownWork = 0.5;

double ownWorkMs(const headroom::results::ComponentResult& measured, const Results& all) {
    const double serviceMs = measured.residence_ms.mean.value_or(0) - measured.wait_ms.mean.value_or(0);
    const double visits =
        measured.arrival_rps.value_or(0) / std::max(all.system.offered_rps.value_or(0), 1e-9);
    return ownWork * serviceMs * std::max(1.0, visits);
}

/// How many figures were compared, and the first that differs by more than it may.
struct Verdict {
    Limits limits = exact;
    double leastMs = 0.001;  ///< times that differ by no more are equal
    int compared = 0;
    std::string problem{};
    std::vector<double> rates{};  ///< relative errors
    std::vector<double> means{};
    std::vector<double> percentiles{};

    void compareTime(const std::string& name, const headroom::results::Latency& solved,
                     const headroom::results::Latency& measured,
                     const headroom::results::Latency& halfWidth) {
        compare(name, solved.mean, measured.mean, halfWidth.mean, limits.mean, leastMs);
        note(solved.mean, measured.mean, means);
    }

    void comparePercentile(const std::string& name, const Figure& solved, const Figure& measured,
                           const Figure& halfWidth) {
        compare(name + " p99", solved, measured, halfWidth, limits.p99, leastMs);
        note(solved, measured, percentiles);
    }

    void compareRate(const std::string& name, const Figure& solved, const Figure& measured,
                     const Figure& halfWidth) {
        compare(name, solved, measured, halfWidth, 0.01, 0);
        note(solved, measured, rates);
    }

    // What is next to nothing has no relative error.
    static void note(const Figure& solved, const Figure& measured, std::vector<double>& errors) {
        constexpr double least = 0.001;
        if (solved && measured && *measured > least) {
            errors.push_back(std::abs(*solved / *measured - 1));
        }
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
    bool general = false;  ///< some service is not exponential
    bool queue = false;    ///< a consumer runs beside the request that sent the message
    /// Messages that come at the same moment find unlike consumers, of which the first takes the slots of
    /// one.
    bool comeTogether = false;
};

Traits traitsOf(const headroom::model::Design& design) {
    Traits traits;
    for (const auto& component : design.components()) {
        const auto* cv = component->params.find("service_cv");
        traits.general = traits.general || (cv != nullptr && cv->number() != 1);
        if (component->kind != "message_queue") {
            continue;
        }
        traits.queue = true;
        int consumers = 0;
        std::map<std::string, int> messages;  // of one request, by sender: 1 or more
        for (const auto& connection : design.connections()) {
            consumers += connection->from == component->id ? 1 : 0;
            if (connection->to == component->id) {
                messages[connection->from] += connection->params.find("calls") != nullptr ? 2 : 1;
            }
        }
        const bool several = std::ranges::any_of(messages, [](const auto& sent) { return sent.second > 1; });
        traits.comeTogether = traits.comeTogether || (consumers > 1 && several);
    }
    return traits;
}

/// What the solver itself says to be wrong at a light load: waits of work that meets its own request, fills
/// too.
std::set<std::string> meetingThemselves(const Results& solved) {
    std::set<std::string> ids;
    for (const headroom::results::Finding& finding : solved.findings) {
        if (finding.diagnostic.code == "approximate-side-work" ||
            finding.diagnostic.code == "approximate-fills") {
            ids.insert(finding.where.begin(), finding.where.end());
        }
    }
    return ids;
}

bool admitsAnApproximation(const Results& solved) {
    return std::ranges::any_of(solved.findings, [](const headroom::results::Finding& finding) {
        return finding.diagnostic.code.starts_with("approximate-");
    });
}

constexpr double close = 0.01;
constexpr double fewest = 1000;

void compareComponents(const Results& solved, const SimulationAnswer& simulated, Verdict& verdict) {
    for (const auto& [id, s] : solved.components) {
        const auto& m = simulated.results.components.at(id);
        const auto& w = simulated.halfWidths.components.at(id);
        verdict.compareRate(id + " arrivals", s.arrival_rps, m.arrival_rps, w.arrival_rps);
        verdict.compareRate(id + " throughput", s.throughput_rps, m.throughput_rps, w.throughput_rps);
        // Of a few events the spread of batches says little.
        if (s.arrival_rps.value_or(0) * simulated.simulated_s < fewest) {
            continue;
        }
        verdict.compare(id + " utilization", s.utilization, m.utilization, w.utilization, close, 1e-4);
        verdict.compare(id + " errors", s.error_rate, m.error_rate, w.error_rate, close, 1e-4);
        verdict.compare(id + " hits", s.hit_ratio, m.hit_ratio, w.hit_ratio, close, 0.001);
    }
}

void compareConnections(const Results& solved, const SimulationAnswer& simulated, Verdict& verdict) {
    for (const auto& [id, s] : solved.connections) {
        const auto& m = simulated.results.connections.at(id);
        const auto& w = simulated.halfWidths.connections.at(id);
        verdict.compareRate(id + " rate", s.rps, m.rps, w.rps);
        if (s.rps.value_or(0) * simulated.simulated_s < fewest) {
            continue;
        }
        verdict.compare(id + " retries", s.retry_rps, m.retry_rps, w.retry_rps, close, 0);
        verdict.compare(id + " errors", s.error_rate, m.error_rate, w.error_rate, close, 1e-4);
        verdict.compare(id + " bytes", s.bytes_per_s, m.bytes_per_s, w.bytes_per_s, close, 0);
    }
}

void compareTimes(const Results& solved, const SimulationAnswer& simulated, Verdict& verdict) {
    const std::set<std::string> meeting = meetingThemselves(solved);
    for (const std::string& id : meeting) {
        // Its callers wait with it.
        verdict.leastMs += ownWorkMs(simulated.results.components.at(id), simulated.results);
    }
    for (const auto& [id, s] : solved.components) {
        const auto& m = simulated.results.components.at(id);
        const auto& w = simulated.halfWidths.components.at(id);
        if (meeting.contains(id)) {
            verdict.compare(id + " wait", s.wait_ms.mean, m.wait_ms.mean, w.wait_ms.mean, 0,
                            ownWorkMs(m, simulated.results));
            continue;
        }
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
        verdict.comparePercentile(name, s.latency_ms.p99, m.latency_ms.p99, w.latency_ms.p99);
    }
}

}  // namespace

/// Solver and simulator on random designs: one model, two engines.
class AgreementTest : public QObject {
    Q_OBJECT

  private slots:
    void randomDesigns_data() {
        QTest::addColumn<int>("seed");
        for (int i = 0; i < count(); ++i) {
            QTest::addRow("%d", i) << i;
        }
    }
    void randomDesigns() {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(20261124 + seed));
        const nlohmann::json document = calmDesign(random);
        const headroom::model::Design design = loaded(document);
        const Traits traits = traitsOf(design);
        if (traits.comeTogether) {
            QSKIP("which consumer takes which of several messages at once is not for the solver to know");
        }
        const Results solved = solve(design, shippedCatalog());
        double rps = 0;
        for (const auto& [id, component] : solved.components) {
            rps += component.arrival_rps.value_or(0);
        }
        // About a million visits.
        const SimulationSettings settings{.seconds = std::min(1e4, 1e6 / std::max(rps, 1.0)), .seed = 5};
        const SimulationAnswer measured = simulate(design, shippedCatalog(), settings);
        const bool isExact = !traits.general && !admitsAnApproximation(solved);
        Verdict verdict{.limits = isExact ? exact : twoMoments};
        compareComponents(solved, measured, verdict);
        compareConnections(solved, measured, verdict);
        if (!traits.queue && !hasFinding(solved, "approximate-turns")) {
            compareTimes(solved, measured, verdict);
        }
        QVERIFY2(verdict.compared > 5, qPrintable(QString::number(verdict.compared)));
        const std::size_t family = isExact ? 1 : 0;
        errors_[family].add(verdict);
        if (seed < usual) {
            firstErrors_[family].add(verdict);
        }
        if (!verdict.problem.empty()) {
            const std::string path = HEADROOM_BIN_DIR "/disagreement-" + std::to_string(seed) + ".json";
            std::ofstream(path) << document.dump(1);
            QFAIL((verdict.problem + ", see " + path).c_str());
        }
    }

    // The 800 designs take minutes: they are compared by tools/fidelity.
    void thePageIsCurrent() {
        using headroom::engine::tests::differenceOnPage;
        if (count() < usual) {
            QSKIP("too few designs");
        }
        QString problem = differenceOnPage("agreement-25", tableOf(firstErrors_));
        if (problem.isEmpty() && count() >= all) {
            problem = differenceOnPage("agreement-800", tableOf(errors_));
        }
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

  private:
    static constexpr int usual = 25;
    static constexpr int all = 800;

    /// Of all designs of one family.
    struct Errors {
        int designs = 0;
        std::array<std::vector<double>, 3> of{};
        void add(const Verdict& verdict) {
            ++designs;
            of[0].insert(of[0].end(), verdict.rates.begin(), verdict.rates.end());
            of[1].insert(of[1].end(), verdict.means.begin(), verdict.means.end());
            of[2].insert(of[2].end(), verdict.percentiles.begin(), verdict.percentiles.end());
        }
    };
    using Families = std::array<Errors, 2>;  ///< two-moment, exponential

    static int count() {
        const int wanted = qEnvironmentVariableIntValue("HEADROOM_AGREEMENTS");
        return wanted > 0 ? wanted : usual;
    }

    static QString tableOf(Families& families) {
        constexpr std::array names{"two-moment", "exponential"};
        constexpr std::array figures{"rates", "means of times", "99th percentiles"};
        QString table =
            "| designs | figures | compared | median error | 95 % are below | worst error |\n"
            "| --- | --- | ---: | ---: | ---: | ---: |\n";
        for (const std::size_t family : {1U, 0U}) {
            for (std::size_t figure = 0; figure < figures.size(); ++figure) {
                std::vector<double>& errors = families[family].of[figure];
                if (errors.empty()) {
                    continue;
                }
                std::ranges::sort(errors);
                const auto at = [&](double share) {
                    return shownError(
                        errors[static_cast<std::size_t>(share * static_cast<double>(errors.size() - 1))]);
                };
                table += QString("| %1 %2 | %3 | %4 | %5 | %6 | %7 |\n")
                             .arg(families[family].designs)
                             .arg(names[family], figures[figure])
                             .arg(errors.size())
                             .arg(at(0.5), at(0.95), at(1));
            }
        }
        return table;
    }

    Families errors_;
    Families firstErrors_;
};

QTEST_GUILESS_MAIN(AgreementTest)
#include "agreement_test.moc"
