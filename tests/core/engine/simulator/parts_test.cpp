#include <QtTest/QTest>
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/engine/simulator/event_queue.h"
#include "core/engine/simulator/gate_keeper.h"
#include "core/engine/simulator/histogram.h"
#include "core/engine/simulator/retry_budget.h"
#include "core/engine/simulator/sampler.h"
#include "core/engine/simulator/warm_up.h"

using namespace headroom::engine::simulator;
using headroom::engine::Gate;
using headroom::engine::LimitRule;
using headroom::queueing::ServiceDistribution;

class PartsTest : public QObject {
    Q_OBJECT

  private slots:
    // Against sorting, with as many ties as there can be; some by lanes, of which the last is a bad guess.
    void eventsComeInOrder() {
        constexpr std::uint32_t lanes = 3;
        RandomStream random(5);
        EventQueue queue;
        queue.addLanes(lanes);
        std::vector<std::pair<double, std::uint32_t>> expected;
        std::uint32_t made = 0;
        double now = 0;
        const auto add = [&] {
            const std::uint32_t lane = random.below(2 * lanes);
            const double time = now + (lane + 1 < lanes ? 2 * lane + 1 : random.below(4));
            if (lane < lanes) {
                queue.push(time, made, lane);
            } else {
                queue.push(time, made);
            }
            expected.emplace_back(time, made++);
        };
        for (int round = 0; round < 20000; ++round) {
            for (std::uint32_t i = random.below(3); i > 0; --i) {
                add();
            }
            if (!queue.empty()) {
                const auto first = std::min_element(expected.begin(), expected.end());
                const Event event = queue.pop();
                QCOMPARE(event.timeMs, first->first);
                QCOMPARE(event.item, first->second);
                now = event.timeMs;
                expected.erase(first);
            }
            QCOMPARE(queue.empty(), expected.empty());
            if (expected.size() > 200) {
                break;
            }
        }
    }

    // Whatever is drawn in between.
    void logarithmsAreThoseOfTheSameNumbers() {
        RandomStream one(6);
        RandomStream other(6);
        RandomStream choice(7);
        for (int i = 0; i < 10000; ++i) {
            if (choice.chance(0.8)) {
                QCOMPARE(one.logarithm(), naturalLog(other.uniform()));
            } else {
                QCOMPARE(one.next(), other.next());
            }
        }
    }

    // Mean and second moment of 4e5 draws, within five standard errors by the third and fourth moments
    // measured.
    void samplesHaveTheirMoments_data() {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 8; ++i) {
            QTest::addRow("%d", i) << i;
        }
    }
    void samplesHaveTheirMoments() {
        QFETCH(int, which);
        const std::vector<ServiceDistribution> all = {
            ServiceDistribution::deterministic(3),
            ServiceDistribution::exponential(3),
            ServiceDistribution::gamma(3, 0.2),
            ServiceDistribution::gamma(3, 3),
            ServiceDistribution::lognormal(3, 0.5),
            ServiceDistribution::hyperexponential(3, 4),
            ServiceDistribution::exponential(3).withSlowShare(0.1, 5),
            ServiceDistribution::deterministic(3).withSlowShare(0.1, 5)};
        const ServiceDistribution& distribution = all[static_cast<std::size_t>(which)];
        const Sampler sampler(distribution);
        QVERIFY(std::abs(sampler.mean() - distribution.mean()) < 1e-12);
        RandomStream random(11);
        constexpr int n = 400000;
        double first = 0;
        double second = 0;
        double fourth = 0;
        for (int i = 0; i < n; ++i) {
            const double x = sampler.draw(random);
            first += x / n;
            second += x * x / n;
            fourth += x * x * x * x / n;
        }
        const double error = std::sqrt(std::max(0.0, second - first * first) / n);
        const double errorOfSquares = std::sqrt(std::max(0.0, fourth - second * second) / n);
        QVERIFY(std::abs(first - distribution.mean()) <= 5 * error + 1e-9);
        QVERIFY(std::abs(second - distribution.secondMoment()) <= 5 * errorOfSquares + 1e-9);
    }

    void quantilesAreWithinOnePercent() {
        RandomStream random(12);
        Histogram histogram;
        std::vector<double> values;
        for (int i = 0; i < 100001; ++i) {
            values.push_back(std::exp(12 * random.uniform() - 6));
            histogram.add(values.back());
        }
        std::sort(values.begin(), values.end());
        for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999}) {
            const double exact = values[static_cast<std::size_t>(share * 100000)];
            QVERIFY(std::abs(histogram.quantile(share) / exact - 1) < 0.01);
        }
        const std::array shares = {0.001, 0.5, 0.5, 0.99, 1.0};
        const auto several = histogram.quantiles(shares);
        for (std::size_t i = 0; i < shares.size(); ++i) {
            QCOMPARE(several[i], histogram.quantile(shares[i]));
        }
        Histogram twice;
        twice.add(histogram);
        twice.add(histogram);
        QCOMPARE(twice.count(), 2 * histogram.count());
        QCOMPARE(twice.quantile(0.9), histogram.quantile(0.9));
        QVERIFY(!Histogram().latency().mean);
    }

    // 1000 values that sink to 0, then 9000 around 0: the cut lies at the end of the sinking.
    void warmUpIsFound() {
        RandomStream random(13);
        WarmUp warmUp;
        for (int i = 0; i < 10000; ++i) {
            warmUp.add((i < 1000 ? 10 - i / 100.0 : 0) + random.uniform(), i);
        }
        QVERIFY(warmUp.cut().settled);
        QVERIFY(warmUp.cut().ms > 700 && warmUp.cut().ms < 1200);
    }
    void whatNeverSettlesIsSaid() {
        WarmUp warmUp;
        for (int i = 0; i < 100000; ++i) {
            warmUp.add(i, i);
        }
        QVERIFY(!warmUp.cut().settled);
        QVERIFY(WarmUp().cut().settled);
    }

    // A tenth of a token for each of 100 first attempts: ten retries and no more.
    void retriesAreBudgeted() {
        RetryBudget budget;
        QVERIFY(!budget.take(0));
        for (int i = 0; i < 101; ++i) {
            budget.deposit(i, 0.1);
        }
        int taken = 0;
        while (budget.take(200)) {
            ++taken;
        }
        QCOMPARE(taken, 10);
    }

    // Ten a second, offered a hundred times evenly in each of ten seconds, without a burst.
    void limitsHold_data() {
        QTest::addColumn<int>("rule");
        for (const LimitRule rule : {LimitRule::tokenBucket, LimitRule::fixedWindow, LimitRule::slidingLog,
                                     LimitRule::slidingCounter}) {
            QTest::addRow("%d", static_cast<int>(rule)) << static_cast<int>(rule);
        }
    }
    void limitsHold() {
        QFETCH(int, rule);
        GateKeeper gate(Gate{.rule = static_cast<LimitRule>(rule), .limitRps = 10, .burst = 1});
        RandomStream random(1);
        int admitted = 0;
        for (int i = 0; i < 1000; ++i) {
            admitted += gate.pass(10 * i, 0, random) ? 1 : 0;
        }
        QVERIFY2(admitted >= 90 && admitted <= 100, std::to_string(admitted).c_str());
    }
};

QTEST_GUILESS_MAIN(PartsTest)
#include "parts_test.moc"
