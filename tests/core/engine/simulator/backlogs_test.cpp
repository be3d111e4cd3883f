#include <algorithm>
#include <numeric>

#include "core/queueing/fluid.h"
#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;

namespace {

// Ten workers of 10 ms: 1000 messages a second.
SimulationAnswer queued(const std::string& queue, const std::string& event) {
    return simulated(
        client("800", ", 'op': 'write'") + component("q", "message_queue", queue) +
            component("w", "worker", "'instances': 10, 'workers': 1, 'service_time_ms': 10"),
        "{'id': 'in', 'from': 'users', 'to': 'q', 'kind': 'publish', 'params': {}}, " + call("out", "q", "w"),
        {.seconds = 500, .seed = 11}, "'scenario': {'events': [" + event + "]}");
}

/// Of the waiting, in steps of 5 s.
struct Wave {
    double most = 0;      ///< mean over the step
    double endsS = 0;     ///< when fewer than a second's arrivals wait again
    double waitingS = 0;  ///< integral
};
Wave waveOf(const SimulationAnswer& answer) {
    const auto& waiting = answer.series.components.at("q").queue_length;
    Wave wave{.most = *std::max_element(waiting.begin(), waiting.end())};
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        wave.waitingS += waiting[i] * answer.series.step_s;
        wave.endsS = waiting[i] > 800 ? static_cast<double>(i + 1) * answer.series.step_s : wave.endsS;
    }
    return wave;
}

}  // namespace

class BacklogsTest : public QObject {
    Q_OBJECT

    // The integral is good to the chances of some ten thousand arrivals, the ends to a step of 5 s.
    static void compare(const SimulationAnswer& answer, double from, const queueing::Surge& surge) {
        const queueing::SurgeAnswer fluid = queueing::drainSurge(surge);
        const Wave wave = waveOf(answer);
        COMPARE_WITHIN(wave.waitingS, fluid.totalDelay, 0.05);
        const double middleOfLastStep = fluid.peakBacklog * (1 - 2.5 / surge.duration);
        QVERIFY(wave.most > 0.95 * middleOfLastStep && wave.most < 1.05 * fluid.peakBacklog);
        QVERIFY(std::abs(wave.endsS - (from + surge.duration + fluid.drainTime)) <
                0.06 * fluid.drainTime + 5);
    }

  private slots:
    // 1500 a second for a minute: 30 000 wait, which take 150 s beside the usual 800 (Newell 1982).
    void afterASpike() {
        compare(
            queued("", "{'type': 'spike', 'factor': 1.875, 'at_s': 100, 'for_s': 60}"), 100,
            {.duration = 60, .surgeRate = 1500, .surgeCapacity = 1000, .baseRate = 800, .capacity = 1000});
    }
    // All consumers dead for 50 s: 40 000 wait, for 200 s.
    void afterAnOutage() {
        compare(queued("", "{'type': 'kill', 'component': 'w', 'at_s': 100, 'for_s': 50}"), 100,
                {.duration = 50, .surgeRate = 800, .surgeCapacity = 0, .baseRate = 800, .capacity = 1000});
    }
    // Four of ten dead: 600 a second are left, 200 too few.
    void whileSomeConsumersAreDead() {
        compare(queued("", "{'type': 'kill', 'component': 'w', 'instances': 4, 'at_s': 50, 'for_s': 150}"),
                50,
                {.duration = 150, .surgeRate = 800, .surgeCapacity = 600, .baseRate = 800, .capacity = 1000});
    }

    // A bound cuts the peak off: what came after 10 000 waited is refused, and the rest takes 50 s.
    void aBoundSparesTheDrain() {
        const SimulationAnswer bounded =
            queued("'max_length': 10000", "{'type': 'kill', 'component': 'w', 'at_s': 100, 'for_s': 50}");
        const Wave wave = waveOf(bounded);
        QVERIFY(wave.most < 10005 && wave.most > 9990);  // some wait for the broker itself
        QVERIFY(std::abs(wave.endsS - 200) <= 10);
        COMPARE_WITHIN(*bounded.results.components.at("q").dropped_rps * 500, 800 * 50 - 10000, 0.03);
        COMPARE_WITHIN(*bounded.results.system.error_rate, 30000.0 / 400000, 0.03);
    }

    // What a machine was working on when it died is delivered again; without that it is lost.
    void theDeadGiveTheirMessagesBack() {
        const std::string kill = "{'type': 'kill', 'component': 'w', 'at_s': 100.0001, 'for_s': 1}";
        const SimulationAnswer lost = queued("", kill);
        const SimulationAnswer again = queued("'visibility_timeout_ms': 30000", kill);
        QCOMPARE(*lost.results.connections.at("out").retry_rps, 0.0);
        const double back = *again.results.connections.at("out").retry_rps * 500;
        QVERIFY(back >= 1 && back <= 10);
    }
};

QTEST_GUILESS_MAIN(BacklogsTest)
#include "backlogs_test.moc"
