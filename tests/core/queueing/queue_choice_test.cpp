#include "core/queueing/queue_choice.h"

#include <QtTest/QTest>
#include <cmath>

#include "core/queueing/join_shortest_queue.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/unlike_machines.h"

using namespace headroom::queueing;

class QueueChoiceTest : public QObject {
    Q_OBJECT

  private slots:
    // One worker: the sum over k of rho^((d^k - 1) / (d - 1)), which is PowerOfChoices; and one choice is
    // M/M/1, where an arrival waits rho / (1 - rho).
    void theLimitOfOneWorker() {
        for (const double rho : {0.3, 0.7, 0.9, 0.99}) {
            for (const double d : {2.0, 3.0, 5.0}) {
                const ChoiceLimit limit(rho, d, 1);
                QVERIFY(std::abs(1 + limit.meanWait() - PowerOfChoices(rho, d).meanResponse()) < 1e-9);
                QVERIFY(std::abs(limit.waitProbability() - std::pow(rho, d)) < 1e-12);
            }
        }
        QVERIFY(std::abs(ChoiceLimit(0.8, 1, 1).meanWait() - 4) < 1e-9);
    }

    // One choice of machines with several workers is M/M/c.
    void theLimitOfOneChoiceIsChance() {
        for (const std::int64_t c : {2, 5, 40}) {
            const double workers = static_cast<double>(c);
            const MmcQueue queue(0.85 * workers, 1, c);
            const ChoiceLimit limit(0.85, 1, c);
            QVERIFY(std::abs(limit.meanWait() / queue.meanWait() - 1) < 1e-9);
            QVERIFY(std::abs(limit.waitProbability() / queue.waitProbability() - 1) < 1e-9);
        }
    }

    // The mean of the distribution is that of its formula, between all queues and infinitely many machines.
    void theWaitLiesBetweenItsEnds() {
        for (const double rho : {0.2, 0.5, 0.9, 0.98}) {
            for (const double n : {3.0, 10.0, 100.0, 1e5}) {
                const WaitDistribution two = choiceWait({n, 1, rho, 2}, 1, 1);
                const double formula =
                    std::max(powerOfChoicesResponse(n, rho, 2) - 1, shortestQueueWait(n, rho));
                QVERIFY(std::abs(two.mean() - formula) < 1e-9);
                const WaitDistribution all = choiceWait({n, 1, rho, n}, 1, 1);
                QVERIFY(std::abs(all.mean() - shortestQueueWait(n, rho)) < 1e-9);
                QVERIFY(all.mean() <= two.mean() + 1e-12);
            }
        }
        const WaitDistribution slow = choiceWait({10, 4, 0.9, 2}, 3, 2);
        QVERIFY(std::abs(slow.mean() - 6 * choiceWait({10, 4, 0.9, 2}, 1, 1).mean()) < 1e-9);
        QCOMPARE(choiceWait({10, 4, 0, 2}, 1, 1).mean(), 0.0);
    }

    // Groups that are alike get what their machines are of all; unlike ones at almost no load, too, and at
    // full load what they can do: 2 / 1 against 4 / 4.
    void sharesOfUnlikeMachines() {
        const std::vector<MachineGroup> alike{{3, 2, 1, 1}, {1, 2, 1, 1}};
        const auto even = balanceUnlike(alike, 5, 2, Comparison::requests, 0.1);
        QVERIFY(std::abs(even[0].share - 0.75) < 1e-6);
        const std::vector<MachineGroup> unlike{{2, 1, 1, 1}, {4, 1, 4, 1}};
        const auto quiet = balanceUnlike(unlike, 1e-9, 6, Comparison::requests, 0);
        QVERIFY(std::abs(quiet[0].share - 1.0 / 3) < 1e-6);
        const auto full = balanceUnlike(unlike, 100, 6, Comparison::requests, 50);
        QVERIFY(std::abs(full[0].share - 2.0 / 3) < 0.01);
        QVERIFY(std::abs(full[0].share * full[0].meanWait + full[1].share * full[1].meanWait - 50) < 1e-6);
        const auto timed = balanceUnlike(unlike, 1, 6, Comparison::requestsTimesResponse, 0.1);
        const auto counted = balanceUnlike(unlike, 1, 6, Comparison::requests, 0.1);
        QVERIFY(timed[0].share > counted[0].share);
        QCOMPARE(balanceUnlike(unlike, 0, 6, Comparison::requests, 0)[0].share, 0.0);
    }
};

QTEST_GUILESS_MAIN(QueueChoiceTest)
#include "queue_choice_test.moc"
