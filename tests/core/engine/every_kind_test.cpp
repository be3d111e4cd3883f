#include <QTest>
#include <cmath>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

bool finite(const results::Figure& figure) {
    return !figure || std::isfinite(*figure);
}

bool finite(const results::Latency& l) {
    return finite(l.mean) && finite(l.p50) && finite(l.p90) && finite(l.p95) && finite(l.p99) &&
           finite(l.p999);
}

bool allFinite(const results::ComponentResult& c) {
    for (const results::Figure& figure :
         {c.arrival_rps, c.throughput_rps, c.utilization, c.offered_utilization, c.slot_utilization,
          c.queue_length, c.dropped_rps, c.error_rate, c.hit_ratio, c.backlog, c.backlog_growth_rps, c.lag_s,
          c.drain_s, c.cost_usd_month, c.capacity_rps}) {
        if (!finite(figure)) {
            return false;
        }
    }
    return finite(c.wait_ms) && finite(c.residence_ms) && finite(c.response_ms);
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

/// What every kind in resources/kinds promises, whoever writes it: put behind clients as it comes out of the
/// palette, it has an answer.
class EveryKindTest : public QObject {
    Q_OBJECT

  private slots:
    void solvesAsItComes_data();
    void solvesAsItComes();
    void staysQuietUnderALightLoad_data() { solvesAsItComes_data(); }
    void staysQuietUnderALightLoad();

  private:
    /// Clients that read and write, the kind, and a service behind it where it passes something on.
    static results::Results behindClients(const std::string& kind, const std::string& rps);
};

results::Results EveryKindTest::behindClients(const std::string& kind, const std::string& rps) {
    const catalog::Behavior* behavior = shippedCatalog().behaviorOfKind(kind);
    const std::string workloads =
        "'workloads': [{'id': 'r', 'rps': " + rps + "}, {'id': 'w', 'op': 'write', 'rps': " + rps + "}]}";
    const std::string users = "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, " + workloads;
    if (behavior->originates) {
        return solved(
            "{'id': 'here', 'kind': '" + kind + "', 'x': 0, 'y': 0, " + workloads + service("behind", "1"),
            call("on", "here", "behind"));
    }
    const bool passesOn = contains(behavior->produces, "request");
    return solved(users + component("here", kind, "") + service("behind", "0.01"),
                  call("in", "users", "here") + (passesOn ? ", " + call("on", "here", "behind") : ""));
}

void EveryKindTest::solvesAsItComes_data() {
    QTest::addColumn<QString>("kind");
    for (const catalog::Kind& kind : shippedCatalog().kinds()) {
        QTest::newRow(kind.id.c_str()) << QString::fromStdString(kind.id);
    }
}

void EveryKindTest::solvesAsItComes() {
    QFETCH(QString, kind);
    for (const char* rps : {"0", "0.001", "50", "5000", "1000000"}) {
        const results::Results results = behindClients(kind.toStdString(), rps);
        QVERIFY2(results.converged, rps);
        QVERIFY(finite(results.system.latency_ms));
        QVERIFY(results.system.cost_usd_month && std::isfinite(*results.system.cost_usd_month));
        QVERIFY(results.system.offered_rps && results.system.goodput_rps);
        QVERIFY(*results.system.goodput_rps <= *results.system.offered_rps * (1 + 1e-12));
        for (const auto& [id, component] : results.components) {
            QVERIFY2(allFinite(component), id.c_str());
            QVERIFY2(component.status != results::Status::unknown, id.c_str());
        }
    }
}

/// A box that somebody has just put down, with a request a second, has nothing to complain of.
// But for that one machine is one machine, whatever its load.
void EveryKindTest::staysQuietUnderALightLoad() {
    QFETCH(QString, kind);
    const results::Results results = behindClients(kind.toStdString(), "1");
    for (const results::Finding& finding : results.findings) {
        QVERIFY2(finding.diagnostic.severity == Severity::info ||
                     finding.diagnostic.code == "single-point-of-failure",
                 finding.diagnostic.line().c_str());
    }
    QCOMPARE(*results.system.goodput_rps, 2.0);
    QCOMPARE(*results.system.error_rate, 0.0);
}

QTEST_GUILESS_MAIN(EveryKindTest)
#include "every_kind_test.moc"
