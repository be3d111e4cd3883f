#include "core/queueing/slot_queue.h"

#include <QTest>
#include <cmath>
#include <vector>

#include "core/queueing/erlang.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/mm_c_k.h"

using namespace headroom::queueing;

namespace {

QString off(double actual, double expected, double relative) {
    const bool close = std::abs(actual - expected) <= relative * std::abs(expected) + 1e-300;
    return close ? QString()
                 : QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17);
}

// G(n): sum over k of the weights of k at the workers and n - k elsewhere.
std::vector<double> normalizing(const SlotInput& in) {
    std::vector<double> g;
    for (int n = 0; n <= static_cast<int>(in.slotCount); ++n) {
        double all = 0;
        for (int k = 0; k <= n; ++k) {
            double weight = 1;
            for (int j = 1; j <= k; ++j) {
                weight *= in.serviceMean / std::min<double>(j, static_cast<double>(in.workers));
            }
            for (int j = 1; j <= n - k; ++j) {
                weight *= in.elsewhereMean / j;
            }
            all += weight;
        }
        g.push_back(all);
    }
    return g;
}

}  // namespace

#define CLOSE(actual, expected, relative) \
    QVERIFY2(off(actual, expected, relative).isEmpty(), qPrintable(off(actual, expected, relative)))

class SlotQueueTest : public QObject {
    Q_OBJECT

  private slots:
    // Without any time elsewhere the slots and the workers, whatever is fewer, are the servers.
    void withoutElsewhereItIsMmc() {
        const SlotQueue pool({.arrivalRate = 500, .serviceMean = 0.02, .workers = 20, .slotCount = 20});
        const MmcQueue queue(500, 50, 20);
        CLOSE(pool.slotWaitProbability(), queue.waitProbability(), 1e-12);
        CLOSE(pool.slotWait().mean(), queue.meanWait(), 1e-12);
        CLOSE(pool.slotsHeld(), 10, 1e-12);
        // More slots than workers: part of the wait is spent with a slot.
        const SlotQueue wide({.arrivalRate = 8, .serviceMean = 0.1, .workers = 1, .slotCount = 3});
        const MmcQueue one(8, 10, 1);
        CLOSE(wide.slotWait().mean() + wide.meanWorkerWait(), one.meanWait(), 1e-12);
        // A third of M/M/1 with n >= 3 of 0.8^n: an arrival waits for a slot.
        CLOSE(wide.slotWaitProbability(), 0.512, 1e-12);
    }

    // Erlang's loss formula of the whole holding time.
    void withoutRoomItIsErlangB() {
        const SlotQueue pool({.arrivalRate = 3,
                              .serviceMean = 0.5,
                              .workers = 7,
                              .elsewhereMean = 1.5,
                              .slotCount = 7,
                              .places = 0});
        CLOSE(pool.blocked(), erlangB(6, 7), 1e-12);
        CLOSE(pool.throughput(), 3 * (1 - erlangB(6, 7)), 1e-12);
        CLOSE(pool.slotsHeld(), 6 * (1 - erlangB(6, 7)), 1e-12);
    }

    // Birth and death with the throughputs of the closed network, written out state by state.
    void statesByTheirBalance() {
        for (const double rate : {0.5, 1.4, 2.0, 3.5}) {
            const SlotInput in{.arrivalRate = rate,
                               .serviceMean = 1,
                               .workers = 2,
                               .elsewhereMean = 1.7,
                               .slotCount = 5,
                               .places = 4};
            const std::vector<double> g = normalizing(in);
            std::vector<double> p{1};
            for (int n = 1; n <= 9; ++n) {
                const auto held = static_cast<std::size_t>(std::min(n, 5));
                p.push_back(p.back() * rate * g[held] / g[held - 1]);
            }
            double all = 0;
            double held = 0;
            double waiting = 0;
            for (std::size_t n = 0; n < p.size(); ++n) {
                all += p[n];
                held += p[n] * std::min<double>(static_cast<double>(n), 5);
                waiting += p[n] * std::max<double>(static_cast<double>(n) - 5, 0);
            }
            const SlotQueue queue(in);
            CLOSE(queue.capacity(), g[4] / g[5], 1e-12);
            CLOSE(queue.blocked(), p[9] / all, 1e-12);
            CLOSE(queue.slotsHeld(), held / all, 1e-11);
            // Little's law of those who wait.
            CLOSE(queue.slotWait().mean() * queue.throughput(), waiting / all, 1e-11);
        }
    }

    // Work of no time: only what happens elsewhere holds a slot.
    void withoutWork() {
        const SlotQueue queue({.arrivalRate = 9, .workers = 1, .elsewhereMean = 0.1, .slotCount = 1});
        CLOSE(queue.slotWait().mean(), MmcQueue(9, 10, 1).meanWait(), 1e-12);
        QCOMPARE(queue.meanWorkerWait(), 0.0);
        const SlotQueue nothing({.arrivalRate = 9, .slotCount = 1});
        QCOMPARE(nothing.load(), 0.0);
        QCOMPARE(nothing.slotWait().mean(), 0.0);
    }

    // Above capacity all slots are held for good: 4 of them for 2 each.
    void overloadHoldsAllSlots() {
        const SlotQueue queue(
            {.arrivalRate = 5, .serviceMean = 1, .workers = 4, .elsewhereMean = 1, .slotCount = 4});
        CLOSE(queue.capacity(), 2, 1e-12);
        CLOSE(queue.load(), 2.5, 1e-12);
        CLOSE(queue.throughput(), 2, 1e-12);
        CLOSE(queue.slotsHeld(), 4, 1e-12);
    }

    // Everything legal is answered by finite numbers, in little time.
    void extremesStayFinite() {
        for (const double rate : {0.0, 1e-9, 1.0, 1e6, 1e15}) {
            for (const double service : {0.0, 1e-9, 1.0, 1e12}) {
                for (const double elsewhere : {0.0, 1e-9, 1.0, 1e12}) {
                    for (const std::int64_t count : {1, 1000, 1000000000}) {
                        for (const std::int64_t workers : {1, 500, 1000000000}) {
                            for (const double places : {-1.0, 0.0, 3.0, 1e9}) {
                                SlotInput in{.arrivalRate = rate,
                                             .serviceMean = service,
                                             .workers = workers,
                                             .elsewhereMean = elsewhere,
                                             .slotCount = count};
                                if (places >= 0) {
                                    in.places = places;
                                }
                                const SlotQueue queue(in);
                                QVERIFY(queue.blocked() >= 0 && queue.blocked() <= 1);
                                QVERIFY(std::isfinite(queue.slotWait().mean()));
                                QVERIFY(std::isfinite(queue.slotWait().variance()));
                                QVERIFY(std::isfinite(queue.meanWorkerWait()));
                                QVERIFY(queue.workerWaitProbability() >= 0 &&
                                        queue.workerWaitProbability() <= 1);
                                QVERIFY(queue.slotsHeld() >= 0 &&
                                        queue.slotsHeld() <= static_cast<double>(count));
                            }
                        }
                    }
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(SlotQueueTest)
#include "slot_queue_test.moc"
