// `headroom-cli simulate`, as a person calls it.
#include <QJsonArray>
#include <QTest>
#include <cmath>

#include "tests/app/cli/cli_process.h"

using headroom::test::CliProcess;
using headroom::test::Ended;

namespace {

/// Clients and a service with that setting, under that scenario.
QByteArray design(const QByteArray& params, const QByteArray& scenario = "{}") {
    return R"({"format": "headroom.design", "version": 1, "components": [
        {"id": "users", "kind": "client", "workloads": [{"id": "ask", "rps": 100}]},
        {"id": "web", "kind": "service", "params": {)" +
           params + R"(}}],
        "connections": [{"id": "c", "from": "users", "to": "web", "kind": "request"}], "scenario": )" +
           scenario + "}";
}

}  // namespace

class SimulateTest : public QObject {
    Q_OBJECT

  private slots:
    void machinesOverTime() {
        const Ended ended = CliProcess().run(
            {"simulate", "-", "--seconds", "20", "--json"},
            design(R"("instances": 4)",
                   R"({"events": [{"type": "scale", "component": "web", "instances": 2, "at_s": 10}]})"));
        QCOMPARE(ended.code, 0);
        const QJsonObject web = ended.json()["series"].toObject()["components"].toObject()["web"].toObject();
        const QJsonArray instances = web["instances"].toArray();
        QCOMPARE(instances.size(), 100);
        QCOMPARE(instances.first().toDouble(), 4.0);
        QCOMPARE(instances.last().toDouble(), 2.0);
        const QJsonObject result = ended.json()["components"].toObject()["web"].toObject();
        QVERIFY(std::abs(result["instances"].toDouble() - 3) < 0.1);
    }

    void whatIsTooLargeIsRefusedInOneLine() {
        const QByteArray many = R"("autoscale": {"min": 1, "max": 100000}, "instances": 100000)";
        QByteArray components;
        for (int i = 0; i < 30; ++i) {
            components += R"(, {"id": "s)" + QByteArray::number(i) + R"(", "kind": "service", "params": {)" +
                          many + "}}";
        }
        const QByteArray text = design(many).replace("}}],\n", "}}" + components + "],\n");
        const Ended ended = CliProcess().run({"simulate", "-", "--seconds", "1"}, text);
        QCOMPARE(ended.code, 5);
        QVERIFY(ended.out.isEmpty());
        QCOMPARE(ended.error,
                 QByteArray(
                     "headroom-cli: standard input: 3.1 M machines are too many to be simulated one by one; "
                     "there can be 2 M; simulate a part of the design, or fewer and larger machines\n"));
    }
};

QTEST_GUILESS_MAIN(SimulateTest)
#include "simulate_test.moc"
