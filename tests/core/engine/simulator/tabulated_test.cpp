#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using headroom::results::Figure;
using nlohmann::json;

namespace {

constexpr double ms = 1000;

std::string number(double value) {
    return headroom::shortest(value);
}

/// P(|T| <= t) of Student's t, by Simpson's rule over its density.
double withinStudent(double t, double freedom) {
    const double scale = std::exp(std::lgamma((freedom + 1) / 2) - std::lgamma(freedom / 2)) /
                         std::sqrt(freedom * std::acos(-1.0));
    const auto density = [&](double x) { return scale * std::pow(1 + x * x / freedom, -(freedom + 1) / 2); };
    constexpr int steps = 2000;
    double sum = density(0) + density(t);
    for (int i = 1; i < steps; ++i) {
        sum += (i % 2 == 1 ? 4 : 2) * density(t * i / steps);
    }
    return 2 * sum * t / steps / 3;
}

double studentQuantile(double level, double freedom) {
    double low = 0;
    double high = 100;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (withinStudent(middle, freedom) < level ? low : high) = middle;
    }
    return low;
}

/// A figure of a simulation and what the table says of it.
struct Comparison {
    std::string name;
    std::string family;
    Figure measured;
    Figure halfWidth;
    double expected = 0;
    double freedom = 19;  ///< of the batches behind the half-width

    /// Empty where the value lies in the interval of that level.
    [[nodiscard]] std::string problem(double factor, double level) const {
        const double wider = studentQuantile(level, freedom) / studentQuantile(0.95, freedom);
        return outside(measured, halfWidth, wider, factor * expected);
    }
};

class Cases {
  public:
    void add(const json& c) {
        const std::string family = c.at("family");
        const json& in = c.at("inputs");
        const json& out = c.at("expected");
        name_ = family + ": " + c.at("name").get<std::string>();
        family_ = family;
        if (family == "M/M/1" || family == "M/M/c") {
            const double rate = in.at("arrival_rate");
            const double serviceS = 1 / in.at("service_rate").get<double>();
            means(run(rate, out.at("rho"), 1, machine(in.at("servers"), serviceS)), out);
        } else if (family == "M/M/c/K" || (family == "Erlang B" && in.contains("servers"))) {
            losses(in, out);
        } else if (family == "M/G/1 (Pollaczek-Khinchine)") {
            const double scv = in.at("service_scv");
            means(run(in.at("arrival_rate"), out.at("rho"), scv,
                      machine(1, in.at("service_mean"),
                              cv(scv) + ", 'service_distribution': '" + shapeOf(in.at("service")) + "'")),
                  out);
        } else if (family == "M/D/c") {
            means(run(in.at("arrival_rate"), out.at("rho"), 1,
                      machine(in.at("servers"), in.at("service_time"), cv(0))),
                  out);
        } else if (family == "round robin (E_n/M/1)") {
            const double rate = in.at("rho").get<double>() * in.at("servers").get<double>();
            means(
                run(rate, in.at("rho"), 1,
                    "'workers': 1, 'service_time_ms': 1000, 'instances': " + number(in.at("servers")), true),
                out);
        }
    }
    [[nodiscard]] const std::vector<Comparison>& all() const { return all_; }

  private:
    static std::string machine(double workers, double serviceS, const std::string& more = "") {
        return "'instances': 1, 'workers': " + number(workers) +
               ", 'service_time_ms': " + number(serviceS * ms) + more;
    }
    static std::string cv(double scv) { return ", 'service_cv': " + number(std::sqrt(scv)); }
    static std::string shapeOf(const std::string& service) {
        return service.starts_with("hyper") ? "hyperexponential" : service == "lognormal" ? service : "gamma";
    }

    // Each of the twenty batches is ten times as long as what a queue remembers, S / (1 - sqrt(rho))^2.
    static SimulationAnswer run(double rate, double rho, double scv, const std::string& params,
                                bool byTurns = false) {
        const double memory = rho / std::pow(1 - std::sqrt(std::min(rho, 0.9999)), 2) * (1 + scv) / 2;
        const double requests = std::clamp(200 * memory, 2e5, 6e5);
        const std::string balancer =
            byTurns ? component("lb", "load_balancer", "'service_time_ms': 0, 'policy': 'round_robin'") : "";
        return simulated(
            client(number(rate)) + balancer + component("s", "service", params),
            byTurns ? call("c", "users", "lb") + "," + call("d", "lb", "s") : call("c", "users", "s"),
            {.seconds = requests / rate, .seed = 20261128});
    }

    void note(const SimulationAnswer& answer, const Figure& measured, const Figure& halfWidth,
              double expected) {
        const double batches = std::round(20 * (1 - answer.warm_up_s / answer.simulated_s));
        all_.push_back({name_, family_, measured, halfWidth, expected, batches - 1});
    }

    void means(const SimulationAnswer& a, const json& out) {
        note(a, a.results.system.latency_ms.mean, a.halfWidths.system.latency_ms.mean,
             out.at("W").get<double>() * ms);
        if (out.contains("rho")) {
            note(a, a.results.components.at("s").utilization, a.halfWidths.components.at("s").utilization,
                 out.at("rho"));
        }
    }

    // K counts those in service; of Erlang B nobody waits, and services take a second. What is full forgets
    // soon.
    void losses(const json& in, const json& out) {
        const bool waits = in.contains("capacity_total");
        const double servers = in.at("servers");
        const double places = waits ? in.at("capacity_total").get<double>() - servers : 0;
        const double serviceS = waits ? 1 / in.at("service_rate").get<double>() : 1;
        const SimulationAnswer a = run(in.at(waits ? "arrival_rate" : "offered_erlangs"), 0.5, 1,
                                       machine(servers, serviceS, ", 'queue_limit': " + number(places)));
        note(a, a.results.components.at("s").error_rate, a.halfWidths.components.at("s").error_rate,
             out.at("p_block"));
        if (waits) {
            note(a, a.results.system.latency_ms.mean, a.halfWidths.system.latency_ms.mean,
                 out.at("W").get<double>() * ms);
        }
    }

    std::string name_;
    std::string family_;
    std::vector<Comparison> all_;
};

}  // namespace

/// The exact cases of the reference table that are designs lie in the intervals of the simulator, all of them
/// at once with probability 0.99 (Bonferroni); the seed is fixed.
class TabulatedTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        std::ifstream file(HEADROOM_SOURCE_DIR "/tests/data/reference/reference_cases.json");
        for (const json& c : json::parse(file)) {
            cases_.add(c);
        }
        QVERIFY(cases_.all().size() > 60);
        level_ = 1 - 0.01 / static_cast<double>(cases_.all().size());
    }

    void quantilesAreStudents() {
        QVERIFY(std::abs(studentQuantile(0.95, 19) - 2.0930) < 1e-4);
        QVERIFY(std::abs(studentQuantile(0.99, 9) - 3.2498) < 1e-4);
    }

    void allLieInTheirIntervals() {
        for (const Comparison& c : cases_.all()) {
            const std::string problem = c.problem(1, level_);
            QVERIFY2(problem.empty(), (c.name + ": " + problem).c_str());
        }
    }

    // The test of the test: a value that is a tenth too high is found out in every family, and in more than
    // half of the cases: those near full load would have to run longer.
    void aWrongConstantIsFoundOut() {
        std::map<std::string, int> found;
        int all = 0;
        for (const Comparison& c : cases_.all()) {
            const int noticed = c.problem(1.1, level_).empty() ? 0 : 1;
            found[c.family] += noticed;
            all += noticed;
        }
        for (const auto& [family, count] : found) {
            QVERIFY2(count > 0, family.c_str());
        }
        QVERIFY2(2 * all > static_cast<int>(cases_.all().size()), std::to_string(all).c_str());
    }

  private:
    Cases cases_;
    double level_ = 0.99;
};

QTEST_GUILESS_MAIN(TabulatedTest)
#include "tabulated_test.moc"
