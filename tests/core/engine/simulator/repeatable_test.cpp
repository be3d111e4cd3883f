#include <QProcess>
#include <cstring>

#include "core/engine/simulator/portable_math.h"
#include "core/engine/simulator/random_stream.h"
#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

const std::string components =
    client("60", ", 'deadline_ms': 80") +
    component("web", "service", "'instances': 3, 'workers': 1, 'service_time_ms': 8, 'error_rate': 0.02") +
    component("cache", "cache", "'hit_ratio': 0.7, 'service_time_ms': 1") +
    component("db", "sql_database", "'replicas': 2, 'service_cv': 2, 'workers': 1");
const std::string connections = call("c", "users", "web") + "," +
                                call("d", "web", "cache", ", 'calls': 1.5") + "," +
                                call("e", "web", "db", ", 'when': 'on_miss', 'latency_cv': 0.5");

std::string textOf(const SimulationSettings& settings, const std::string& more = "") {
    return headroom::json::write(simulationJson(simulated(components + more, connections, settings)));
}

/// A design of tests/data/repeatable.
headroom::model::Design kept(const QString& file) {
    const auto loaded = headroom::format::readFile(file.toStdString(), shippedCatalog());
    if (!loaded) {
        qFatal("%s", loaded.error().line().c_str());
    }
    return loaded->design;
}

/// What another build of the simulator says of the same.
QByteArray otherwise(const QString& file, const SimulationSettings& settings) {
    QProcess other;
    other.start(HEADROOM_BIN_DIR "/simulate_otherwise",
                {file, QString::number(settings.seconds), QString::number(settings.seed),
                 QString::number(settings.replications), QString::number(settings.threads)});
    return other.waitForFinished(120'000) && other.exitCode() == 0 ? other.readAllStandardOutput()
                                                                   : QByteArray();
}

QByteArray bytesOf(const SimulationAnswer& answer) {
    return QByteArray::fromStdString(headroom::json::write(simulationJson(answer)));
}

/// Same seed, same bytes: by one thread and by two, by this build of the simulator and by one at another
/// level of optimization. The answer itself, for a look at what it was about.
SimulationAnswer sameEverywhere(const QString& name, QString& problem) {
    const QString file = QString(HEADROOM_SOURCE_DIR "/tests/data/repeatable/%1.json").arg(name);
    const headroom::model::Design design = kept(file);
    SimulationSettings settings{.seconds = 20, .seed = 3, .replications = 2, .threads = 1};
    SimulationAnswer answer = simulate(design, shippedCatalog(), settings);
    settings.threads = 2;
    if (bytesOf(simulate(design, shippedCatalog(), settings)) != bytesOf(answer)) {
        problem = "two threads say something else";
    } else if (otherwise(file, settings) != bytesOf(answer)) {
        problem = "another build says something else";
    } else if (hasFinding(answer.results, "events-not-simulated")) {
        problem = "some event is not simulated";
    }
    return answer;
}

}  // namespace

class RepeatableTest : public QObject {
    Q_OBJECT

  private slots:
    void threadsMakeNoDifference() {
        const std::string one = textOf({.seconds = 20, .seed = 3, .replications = 5, .threads = 1});
        QCOMPARE(textOf({.seconds = 20, .seed = 3, .replications = 5, .threads = 2}), one);
        QCOMPARE(textOf({.seconds = 20, .seed = 3, .replications = 5, .threads = 5}), one);
    }

    // What is counted shows that the design uses what it is there for.
    void callsAndLimitsAreTheSameEverywhere() {
        QString problem;
        const auto results = sameEverywhere("calls", problem).results;
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(*results.components.at("limit").dropped_rps > 1);
        QVERIFY(*results.components.at("web").dropped_rps > 1);
        QVERIFY(*results.connections.at("c3").retry_rps > 1);
        QVERIFY(*results.connections.at("c5").retry_rps > 1);
        QVERIFY(*results.connections.at("c6").rps > 1);
        QVERIFY(*results.connections.at("c7").error_rate > 0.01);
        QVERIFY(*results.connections.at("c8").error_rate > 0.01);
        QVERIFY(*results.system.degraded_rps > 1);
    }
    void keysAndMessagesAreTheSameEverywhere() {
        QString problem;
        const auto results = sameEverywhere("content", problem).results;
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(*results.components.at("cache").hit_ratio > 0.1);
        QVERIFY(*results.components.at("near").hit_ratio > 0.1);
        QVERIFY(results.components.at("cache").stampede.has_value());
        QVERIFY(*results.components.at("queue").wait_ms.mean > 1);
        QVERIFY(*results.components.at("stream").wait_ms.mean > 1);
        QVERIFY(*results.components.at("db").stale_read_share > 0);
    }

    void anotherSeedIsAnotherRun() {
        QVERIFY(simulated(components, connections, {.seconds = 20, .seed = 3}).fingerprint !=
                simulated(components, connections, {.seconds = 20, .seed = 4}).fingerprint);
    }

    void replicationsAreNotTheSame() {
        const auto a = simulated(components, connections, {.seconds = 20, .seed = 3});
        const auto b = simulated(components, connections, {.seconds = 20, .seed = 3, .replications = 2});
        QVERIFY(b.events > a.events && b.events != 2 * a.events);
    }

    // One more component has streams of its own; nobody else draws other numbers.
    void oneMoreComponentReshufflesNothing() {
        const SimulationSettings settings{.seconds = 20, .seed = 3};
        const auto without = simulated(components, connections, settings);
        const auto with = simulated(components + service("z", "3"), connections, settings);
        QCOMPARE(with.fingerprint, without.fingerprint);
        QVERIFY(with.results.system == without.results.system);
    }

    // The bits themselves: another machine, compiler or build type must print the same.
    void theFingerprintIsThatOfEveryBuild() {
        const auto a = simulated(components, connections, {.seconds = 20, .seed = 3});
        QVERIFY2(a.fingerprint == "9e94e7a7cbc5dc6e", a.fingerprint.c_str());
    }

    // Against the C library, which is right to an ulp here.
    void logarithmAndExponential() {
        simulator::RandomStream random(1);
        for (int i = 0; i < 100000; ++i) {
            const double x = random.uniform();
            QVERIFY(std::abs(simulator::naturalLog(x) / std::log(x) - 1) < 4e-16);
            const double y = 1400 * x - 700;
            QVERIFY(std::abs(simulator::exponential(y) / std::exp(y) - 1) < 4e-16);
        }
        QCOMPARE(simulator::naturalLog(1), 0.0);
        QCOMPARE(simulator::exponential(0), 1.0);
        QCOMPARE(simulator::exponential(-800), 0.0);
    }

    void numbersAreInside() {
        simulator::RandomStream random(2);
        double sum = 0;
        for (int i = 0; i < 100000; ++i) {
            const double x = random.uniform();
            QVERIFY(x > 0 && x < 1);
            sum += x;
            QVERIFY(random.below(7) < 7);
        }
        // The mean of so many has a standard deviation of 0.00091.
        QVERIFY(std::abs(sum / 100000 - 0.5) < 0.004);
    }
};

QTEST_GUILESS_MAIN(RepeatableTest)
#include "repeatable_test.moc"
