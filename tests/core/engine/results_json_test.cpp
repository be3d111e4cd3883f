#include <QTest>

// The moc of Qt 6.4 stumbles over some standard headers of g++ 12; it needs none of these.
#ifndef Q_MOC_RUN
#include <limits>

#include "core/engine/results_json.h"
#include "core/json/pointer.h"
#include "core/json/writer.h"
#endif

using namespace headroom;

namespace {

std::string at(const json::Value& value, const std::string& pointer) {
    const auto found = json::resolve(value, *json::Pointer::parse(pointer));
    return found ? json::writeCompact(**found) : found.error().line();
}

}  // namespace

class ResultsJsonTest : public QObject {
    Q_OBJECT

  private slots:
    void emptyAnswerHasEveryKey();
    void figuresArePlainNumbers();
    void whatDoesNotExistIsNull();
};

void ResultsJsonTest::emptyAnswerHasEveryKey() {
    const std::string none = R"({"mean":null,"p50":null,"p90":null,"p95":null,"p99":null,"p999":null})";
    QCOMPARE(
        json::writeCompact(engine::resultsJson(results::Results())),
        R"({"engine":"solver","converged":true,"iterations":0,"fixed_points":[],"system":{"offered_rps":null,)"
        R"("goodput_rps":null,"degraded_rps":null,"error_rate":null,"latency_ms":)" +
            none +
            R"(,"cost_usd_month":null,"cost_usd_per_million":null,"availability":null,"bottleneck":null},"workloads":{},"components":{},)"
            R"("connections":{},"findings":[]})");
}

void ResultsJsonTest::figuresArePlainNumbers() {
    results::Results results;
    results.fixed_points = {0.5, 1000};
    results.system.offered_rps = 1e21;
    results.system.latency_ms.p99 = 230.25850929940458;
    results.components["web"].status = results::Status::hot;
    results.findings.push_back(
        {Diagnostic{"rule", Severity::warning, "", "text", "hint", {}}, {"web", "db"}});
    const json::Value value = engine::resultsJson(results);
    QCOMPARE(at(value, "/fixed_points"), std::string("[0.5,1000]"));
    QCOMPARE(at(value, "/system/offered_rps"), std::string("1e+21"));
    QCOMPARE(at(value, "/system/latency_ms/p99"), std::string("230.25850929940458"));
    QCOMPARE(at(value, "/components/web/status"), std::string("\"hot\""));
    QCOMPARE(at(value, "/findings/0"),
             std::string(R"({"severity":"warning","rule":"rule","where":["web","db"],"text":"text; hint"})"));
}

void ResultsJsonTest::whatDoesNotExistIsNull() {
    results::Results results;
    results.workloads["users.ask"];
    results.connections["e"].latency_ms.mean = std::numeric_limits<double>::infinity();
    const json::Value value = engine::resultsJson(results);
    QCOMPARE(at(value, "/workloads/users.ask/completion_ms"), std::string("null"));
    QCOMPARE(at(value, "/connections/e/latency_ms/mean"), std::string("null"));
    results.workloads["users.ask"].completion_ms.emplace().mean = 1;
    QCOMPARE(at(engine::resultsJson(results), "/workloads/users.ask/completion_ms/mean"), std::string("1"));
}

QTEST_GUILESS_MAIN(ResultsJsonTest)
#include "results_json_test.moc"
