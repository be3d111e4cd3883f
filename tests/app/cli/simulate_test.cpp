// `headroom-cli simulate`, as a person calls it.
#include <QJsonArray>
#include <QTest>
#include <cmath>

#include "tests/app/cli/cli_process.h"

using headroom::test::CliProcess;
using headroom::test::Ended;

namespace {

/// Clients and services with that setting, under that scenario; single quotes stand for double ones.
QByteArray design(const QByteArray& params, int services, const QByteArray& scenario) {
    QByteArray components;
    for (int i = 0; i < services; ++i) {
        components +=
            ", {'id': 's" + QByteArray::number(i) + "', 'kind': 'service', 'params': {" + params + "}}";
    }
    QByteArray text =
        "{'format': 'headroom.design', 'version': 1, 'components': [{'id': 'users', 'kind': 'client', "
        "'workloads': [{'id': 'ask', 'rps': 100}]}" +
        components +
        "], 'connections': [{'id': 'c', 'from': 'users', 'to': 's0', 'kind': 'request'}], 'scenario': {" +
        scenario + "}}";
    return text.replace("'", "\"");
}

}  // namespace

class SimulateTest : public QObject {
    Q_OBJECT

  private slots:
    void machinesOverTime() {
        const Ended ended = CliProcess().run(
            {"simulate", "-", "--seconds", "20", "--json"},
            design("'instances': 4", 1,
                   "'events': [{'type': 'scale', 'component': 's0', 'instances': 2, 'at_s': 10}]"));
        QCOMPARE(ended.code, 0);
        const QJsonObject web = ended.json()["series"].toObject()["components"].toObject()["s0"].toObject();
        const QJsonArray instances = web["instances"].toArray();
        QCOMPARE(instances.size(), 100);
        QCOMPARE(instances.first().toDouble(), 4.0);
        QCOMPARE(instances.last().toDouble(), 2.0);
        const QJsonObject result = ended.json()["components"].toObject()["s0"].toObject();
        QVERIFY(std::abs(result["instances"].toDouble() - 3) < 0.1);
    }

    void whatIsTooLargeIsRefusedInOneLine() {
        const QByteArray many = "'autoscale': {'min': 1, 'max': 100000}, 'instances': 100000";
        const Ended ended = CliProcess().run({"simulate", "-", "--seconds", "1"}, design(many, 31, ""));
        QCOMPARE(ended.code, 5);
        QVERIFY(ended.out.isEmpty());
        QCOMPARE(ended.error,
                 QByteArray(
                     "headroom-cli: standard input: 3.1 M machines are too many to be simulated one by one; "
                     "there can be 2 M; simulate a part of the design, or fewer and larger machines\n"));
    }
};

QTEST_GUILESS_MAIN(SimulateTest)
#include "simulate_test.moc"
