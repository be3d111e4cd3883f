// A wait for a number of completions against the truncated geometric one of M/M/c/K, sums of Erlang times and
// moments by hand.
#include <QTest>
#include <cmath>

#include "core/queueing/erlang_tail.h"
#include "core/queueing/latency_distributions.h"
#include "core/queueing/latency_program.h"
#include "core/queueing/mm_c_k.h"
#include "tests/core/queueing/nearness.h"

using namespace headroom::queueing;
using headroom::queueing::testing::compareNear;

class CountedWaitTest : public QObject {
    Q_OBJECT
  private slots:
    // One or three completions of mean 2, each as likely: mean 4, second moment (4 * 2 + 4 * 12) / 2 = 28; of
    // constants the variance of the number alone is left, 4.
    void momentsByHand() {
        const CountedWait wait({1, 0, 1}, 2.0);
        compareNear(wait.mean(), 4.0, 1e-15);
        compareNear(wait.variance(), 12.0, 1e-15);
        compareNear(wait.stretched(0.5).mean(), 2.0, 1e-15);
        compareNear(CountedWait({1, 0, 1}, 2.0, 1e9).variance(), 4.0, 1e-6);
        const WaitDistribution half = WaitDistribution::counted(0.5, wait);
        compareNear(half.mean(), 2.0, 1e-15);
        compareNear(half.variance(), 10.0, 1e-15);
        QCOMPARE(WaitDistribution::counted(0.0, wait).kind(), WaitDistribution::Kind::None);
    }

    // Neighbours that are one change hardly anything.
    void manyCompletions() {
        std::vector<double> weights(5000);
        double mean = 0;
        double second = 0;
        double all = 0;
        for (std::size_t j = 0; j < weights.size(); ++j) {
            const auto count = static_cast<double>(j + 1);
            weights[j] = 1 + std::sin(count / 700);
            all += weights[j];
            mean += weights[j] * count;
            second += weights[j] * count * (count + 1);
        }
        mean /= all;
        const CountedWait wait(weights, 1.0);
        QVERIFY(wait.weights().size() <= CountedWait::mostCounts + 1);
        compareNear(wait.mean(), mean, 1e-5);
        compareNear(wait.variance(), second / all - mean * mean, 1e-5);
    }

    // The queue of M/M/2/K as weights.
    void percentiles() {
        for (const double load : {0.7, 1.0, 1.2}) {
            for (const int places : {1, 6, 40, 300}) {
                const MmckQueue queue(2.0 * load, 1.0, 2, 2 + places);
                std::vector<double> weights;
                for (int j = 0; j < places; ++j) {
                    weights.push_back(std::pow(load, j));
                }
                LatencyProgram program;
                const LatencyNode wait = program.wait(
                    WaitDistribution::counted(queue.waitProbability(), CountedWait(weights, 0.5)));
                const LatencyNode response =
                    program.sequence({wait, program.service(ServiceDistribution::exponential(1.0))});
                LatencyDistributions distributions(program);
                for (const double p : {0.5, 0.9, 0.99, 0.999}) {
                    compareNear(distributions.quantile(wait, p) + 1e-9, queue.waitQuantile(p) + 1e-9, 2e-4);
                    compareNear(distributions.quantile(response, p), queue.responseQuantile(p), 2e-4);
                }
            }
        }
    }

    // Exactly seven completions of two phases each: Erlang of 14.
    void phases() {
        const CountedWait seven({0, 0, 0, 0, 0, 0, 1}, 2.0, 2.0);
        LatencyProgram program;
        const LatencyNode wait = program.wait(WaitDistribution::counted(1.0, seven));
        LatencyDistributions distributions(program);
        for (const double p : {0.01, 0.5, 0.99}) {
            compareNear(erlangCdf(14, distributions.quantile(wait, p)), p, 1e-5);
        }
    }
};

QTEST_APPLESS_MAIN(CountedWaitTest)
#include "counted_wait_test.moc"
