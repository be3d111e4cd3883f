#include <QtTest/QTest>

#include <rapidcheck.h>
#include <functional>
#include <nlohmann/json.hpp>

#include "tests/core/engine/solved.h"
#include "tests/core/engine/solver/random_designs.h"

using namespace headroom;
using namespace headroom::engine::tests;
using Json = nlohmann::json;
using results::Figure;
using results::Latency;
using results::Results;

namespace {

std::optional<model::Design> designFrom(const Json& text) {
    const auto loaded = format::read(text.dump(), shippedCatalog());
    return loaded ? std::optional(loaded->design) : std::nullopt;
}

Results solveText(const Json& text) {
    const auto design = designFrom(text);
    RC_ASSERT(design.has_value());
    return engine::solve(*design, shippedCatalog());
}

Json drawn(Json (*generator)(std::mt19937&)) {
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    return generator(random);
}

/// Percentiles, and what a deadline makes of a distribution, come out of an inversion.
enum class From { formula, inversion };

using Visitor = std::function<void(const std::string&, const Figure&, From)>;

void eachOf(const std::string& name, const Latency& latency, const Visitor& visit) {
    visit(name, latency.mean, From::formula);
    for (const Figure& figure : {latency.p50, latency.p90, latency.p95, latency.p99, latency.p999}) {
        visit(name, figure, From::inversion);
    }
}

void eachFigure(const Results& r, const Visitor& visit) {
    visit("offered", r.system.offered_rps, From::formula);
    visit("goodput", r.system.goodput_rps, From::inversion);
    visit("error_rate", r.system.error_rate, From::inversion);
    visit("cost", r.system.cost_usd_month, From::formula);
    eachOf("system", r.system.latency_ms, visit);
    for (const auto& [id, w] : r.workloads) {
        visit(id + " goodput", w.goodput_rps, From::inversion);
        visit(id + " error_rate", w.error_rate, From::inversion);
        eachOf(id, w.latency_ms, visit);
    }
    for (const auto& [id, c] : r.components) {
        for (const Figure& figure :
             {c.arrival_rps, c.throughput_rps, c.utilization, c.offered_utilization, c.slot_utilization,
              c.queue_length, c.dropped_rps, c.error_rate, c.hit_ratio, c.backlog, c.backlog_growth_rps,
              c.lag_s, c.drain_s, c.cost_usd_month, c.capacity_rps, c.stored_bytes, c.dead_letter_rps}) {
            visit(id, figure, From::formula);
        }
        eachOf(id + " wait", c.wait_ms, visit);
        eachOf(id + " residence", c.residence_ms, visit);
        eachOf(id + " response", c.response_ms, visit);
    }
    for (const auto& [id, c] : r.connections) {
        visit(id + " rps", c.rps, From::formula);
        visit(id + " error_rate", c.error_rate, From::formula);
        visit(id + " bytes", c.bytes_per_s, From::formula);
        eachOf(id + " latency", c.latency_ms, visit);
    }
}

/// Whether some caller does.
bool refusesItself(const Json& design) {
    return std::ranges::any_of(design.at("connections"), [](const Json& connection) {
        return connection.at("params").contains("breaker") ||
               connection.at("params").contains("max_concurrent");
    });
}

/// Whether some workload is closed.
bool hasUsers(const Json& design) {
    return std::ranges::any_of(design.at("components"), [](const Json& component) {
        const Json workloads = component.value("workloads", Json::array());
        return std::ranges::any_of(workloads, [](const Json& w) { return w.contains("users"); });
    });
}

bool close(const Figure& a, const Figure& b, double tolerance) {
    return a.has_value() == b.has_value() &&
           (!a || std::abs(*a - *b) <= tolerance * std::max({std::abs(*a), std::abs(*b), 1e-9}));
}

/// All figures of both, side by side.
void requireAlike(const Results& a, const Results& b, double tolerance, double ofInversion) {
    std::vector<Figure> second;
    eachFigure(b, [&](const std::string&, const Figure& figure, From) { second.push_back(figure); });
    std::size_t next = 0;
    eachFigure(a, [&](const std::string& name, const Figure& figure, From from) {
        RC_LOG() << name << ": " << figure.value_or(-1) << " and " << second[next].value_or(-1) << "\n";
        RC_ASSERT(close(figure, second[next++], from == From::formula ? tolerance : ofInversion));
    });
}

bool isSaturated(const Results& r) {
    return std::any_of(r.components.begin(), r.components.end(),
                       [](const auto& entry) { return entry.second.status == results::Status::saturated; });
}

}  // namespace

/// What holds for every design.
class PropertiesTest : public QObject {
    Q_OBJECT

  private slots:
    void nothingIsInfiniteOrNegative() {
        int read = 0;
        QVERIFY(rc::check("finite and not negative for whatever the loader accepts", [&] {
            const Json text = drawn(wildDesign);
            const auto design = designFrom(text);
            if (!design) {
                return;
            }
            ++read;
            RC_LOG() << text.dump() << "\n";
            eachFigure(engine::solve(*design, shippedCatalog()),
                       [](const std::string& name, const Figure& figure, From) {
                           RC_LOG() << name << " " << figure.value_or(0) << "\n";
                           RC_ASSERT(std::isfinite(figure.value_or(0)) && figure.value_or(0) >= -1e-6);
                       });
        }));
        QVERIFY2(read > 50, std::to_string(read).c_str());
    }

    // One in a thousand of these may be too wild, and those with many users at much that is timed take longer
    // than they are given. Where callers refuse calls themselves, some more swing
    // between calls that are let through and a callee that these overload.
    void wildDesignsSettle() {
        int read = 0;
        int unsettled = 0;
        int refusing = 0;
        int closed = 0;
        int settled = 0;
        for (std::uint32_t seed = 0; seed < 150; ++seed) {
            std::mt19937 random(seed);
            const Json text = wildDesign(random);
            if (const auto design = designFrom(text)) {
                ++read;
                const Results r = engine::solve(*design, shippedCatalog());
                int& count = hasUsers(text) ? closed : refusesItself(text) ? refusing : unsettled;
                ++(r.converged ? settled : count);
                const bool told = std::any_of(r.findings.begin(), r.findings.end(), [](const auto& f) {
                    return f.diagnostic.code == "solve-not-converged" && !f.where.empty();
                });
                QVERIFY(r.converged || told);
            }
        }
        QVERIFY(read > 50);
        QVERIFY2(unsettled <= 1, std::to_string(unsettled).c_str());
        QVERIFY2(refusing <= 1, std::to_string(refusing).c_str());
        qInfo("%d with users, %d that refuse", closed, refusing);
        QVERIFY2(closed <= 8, std::to_string(closed).c_str());
    }

    // What arrives at a component is what its incoming connections carry.
    void flowIsConserved() {
        QVERIFY(rc::check("flow conservation", [] {
            const Json text = drawn(calmDesign);
            const Results r = solveText(text);
            std::map<std::string, double> incoming;
            for (const Json& c : text.at("connections")) {
                incoming[c.at("to")] += r.connections.at(c.at("id")).rps.value();
            }
            for (const auto& [id, c] : r.components) {
                if (id != "c0") {
                    RC_ASSERT(close(c.arrival_rps, incoming[id], 1e-9));
                }
            }
        }));
    }

    // Little: waiting = rate x wait, rates per second and waits in ms. At a store, what replicas have to copy
    // waits beside the requests.
    void littlesLaw() {
        QVERIFY(rc::check("Little's law", [] {
            const Json text = drawn(calmDesign);
            const Results r = solveText(text);
            for (const Json& component : text.at("components")) {
                const auto& c = r.components.at(component.at("id"));
                // A queue's wait is that of acknowledged messages; writes may pass a cache by.
                if (c.wait_ms.mean && component.at("kind") != "message_queue") {
                    const double requests = *c.arrival_rps * *c.wait_ms.mean / 1000;
                    RC_LOG() << component << shortest(c.queue_length.value_or(0)) << " waiting, "
                             << shortest(requests) << " by Little\n";
                    const bool copies =
                        component.contains("params") && component["params"].value("replicas", 0) > 0;
                    RC_ASSERT((copies ? c.queue_length >= requests * (1 - 1e-9)
                                      : close(c.queue_length, requests, 1e-9)));
                }
            }
        }));
    }

    void orderOfComponentsDoesNotMatter() {
        QVERIFY(rc::check("permutation", [] {
            Json text = drawn(calmDesign);
            const Results a = solveText(text);
            std::reverse(text["components"].begin(), text["components"].end());
            requireAlike(a, solveText(text), 1e-7, 1e-3);
        }));
    }

    void theSameInputGivesTheSameBits() {
        QVERIFY(rc::check("determinism", [] {
            const Json text = drawn(calmDesign);
            requireAlike(solveText(text), solveText(text), 0, 0);
        }));
    }

    // All times x 8 and all rates / 8: latencies x 8, ratios as before.
    void timeScales() {
        QVERIFY(rc::check("time scaling", [] {
            Json text = drawn(calmDesign);
            const Results a = solveText(text);
            RC_PRE(!isSaturated(a));
            for (Json& component : text["components"]) {
                for (Json& workload : component["workloads"]) {
                    workload["rps"] = workload["rps"].get<double>() / 8;
                    if (workload.contains("deadline_ms")) {
                        workload["deadline_ms"] = workload["deadline_ms"].get<double>() * 8;
                    }
                }
                if (component["workloads"].is_null()) {
                    component.erase("workloads");
                }
                for (const char* name : {"service_time_ms", "read_ms", "write_ms"}) {
                    if (component.contains("params") && component["params"].contains(name)) {
                        component["params"][name] = component["params"][name].get<double>() * 8;
                    }
                }
            }
            for (Json& connection : text["connections"]) {
                connection["params"]["latency_ms"] = connection["params"]["latency_ms"].get<double>() * 8;
            }
            const Results b = solveText(text);
            // A deadline is judged by an inverted distribution.
            RC_ASSERT(std::abs(*a.system.error_rate - *b.system.error_rate) < 1e-3);
            RC_ASSERT(close(a.system.goodput_rps, *b.system.goodput_rps * 8, 1e-3));
            RC_ASSERT(close(*a.system.latency_ms.mean * 8, b.system.latency_ms.mean, 1e-9));
            RC_ASSERT(close(*a.system.latency_ms.p99 * 8, b.system.latency_ms.p99, 2e-3));
        }));
    }

    void moreLoadMeansLongerWaits() {
        QVERIFY(rc::check("monotone in load", [] {
            Json text = drawn(calmDesign);
            const Results a = solveText(text);
            text["scenario"] = {{"load_factor", 1.3}};
            const Results b = solveText(text);
            RC_PRE(!isSaturated(b));
            for (const auto& [id, c] : a.components) {
                if (c.wait_ms.mean) {
                    RC_LOG() << id << *c.wait_ms.mean << " " << *b.components.at(id).wait_ms.mean << "\n";
                    RC_ASSERT(*b.components.at(id).wait_ms.mean >= *c.wait_ms.mean * (1 - 1e-9));
                }
            }
        }));
    }

    // Whoever gets more workers lets nobody wait longer. Behind it some may: it passes on sooner what comes
    // in bursts. With exponential services that is never more than what was won.
    void moreCapacityNeverHurts() {
        QVERIFY(rc::check("more workers never hurt", [] {
            Json text = drawn(calmDesign);
            const bool exponential = *rc::gen::arbitrary<bool>();
            for (Json& component : text["components"]) {
                if (exponential && component.contains("params")) {
                    component["params"]["service_cv"] = 1;
                }
            }
            const Results a = solveText(text);
            RC_PRE(!isSaturated(a));
            Json& more = text["components"][*rc::gen::inRange<std::size_t>(1, text["components"].size())];
            more["params"]["workers"] = 2 * more["params"]["workers"].get<int>();
            const Results b = solveText(text);
            // Waits for a consumer come out of rounds, where 1e-40 ms is not known to nine digits.
            const auto longer = [](const Figure& now, const Figure& before) {
                return now && before && *now > *before * (1 + 1e-9) + 1e-12;
            };
            const std::string id = more["id"];
            // A queue's wait is for its consumers.
            RC_ASSERT(more["kind"] == "message_queue" ||
                      !longer(b.components.at(id).wait_ms.mean, a.components.at(id).wait_ms.mean));
            RC_ASSERT(!exponential || !longer(b.system.latency_ms.mean, a.system.latency_ms.mean));
        }));
    }
};

QTEST_GUILESS_MAIN(PropertiesTest)
#include "properties_test.moc"
