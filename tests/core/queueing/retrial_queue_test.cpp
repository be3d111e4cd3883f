// A queue to which what it turns away comes back.
#include "core/queueing/retrial_queue.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>

#include "core/queueing/mm_c_k.h"
#include "tests/core/queueing/nearness.h"

using namespace headroom::queueing;
using headroom::queueing::testing::near;

namespace {

RetrialStream streamOf(double rate, double longest, int retries, double from = 0.0) {
    RetrialStream stream;
    stream.fresh = {rate};
    for (int k = 0; k < retries; ++k) {
        stream.waits.push_back({.from = from, .length = std::ldexp(longest, k)});
    }
    return stream;
}

RetrialQueue queueOf(int servers, int capacity, const std::vector<RetrialStream>& streams,
                     double others = 0.0) {
    RetrialQueue queue;
    queue.solve(
        {.serviceRate = 1.0, .servers = servers, .capacity = capacity, .others = others, .streams = streams});
    return queue;
}

double lostOf(const RetrialQueue& queue, int retries, std::size_t stream = 0) {
    double lost = queue.blocked();
    for (int k = 1; k <= retries; ++k) {
        lost *= queue.fullAgain(stream, static_cast<std::size_t>(k));
    }
    return lost;
}

double attemptsOf(const RetrialQueue& queue, int retries) {
    double attempts = 1.0;
    for (int k = 0; k < retries; ++k) {
        attempts += lostOf(queue, k);
    }
    return attempts;
}

}  // namespace

class RetrialQueueTest : public QObject {
    Q_OBJECT

  private slots:
    // What comes back at once finds what it has found.
    void atOnceIsInVain() {
        const RetrialQueue queue = queueOf(2, 5, {streamOf(1.7, 0.0, 3)});
        const MmckQueue without(1.7, 1.0, 2, 5);
        QVERIFY(near(queue.blocked(), without.blocked(), 1e-6));
        QVERIFY(near(queue.fullAgain(0, 1), 1.0, 1e-6));
        QVERIFY(near(queue.fullAgain(0, 3), 1.0, 1e-6));
        QVERIFY(near(queue.waitProbability() * (1.0 + queue.meanAhead()) / 2.0, without.meanWait(), 1e-6));
    }

    // Long after it is one of many that come at random: x = 1.7 (1 + p + p^2) with p = B(x).
    void longAfterIsAtRandom() {
        const RetrialQueue queue = queueOf(2, 5, {streamOf(1.7, 1e9, 2)});
        const double p = queue.blocked();
        QVERIFY(near(p, MmckQueue(1.7 * (1.0 + p + p * p), 1.0, 2, 5).blocked(), 1e-4));
        QVERIFY(near(queue.fullAgain(0, 1), p, 1e-4));
        QVERIFY(near(queue.fullAgain(0, 2), p, 1e-4));
    }

    // The same where it goes to another of many such queues, however soon.
    void elsewhereIsAtRandom() {
        RetrialStream stream = streamOf(1.7, 0.5, 2);
        stream.returns = 0.0;
        stream.elsewhere = 1.0;
        const RetrialQueue queue = queueOf(2, 5, {stream});
        const double p = queue.blocked();
        QVERIFY(near(p, MmckQueue(1.7 * (1.0 + p + p * p), 1.0, 2, 5).blocked(), 1e-6));
    }

    // One server without room, hardly any arrivals: nobody else comes, and what is there is still there after
    // t with e^-t: (1 - e^-2) / 2 for a wait of up to 2; after a fixed one of 2, e^-2. Four servers: the
    // same in a quarter of the time.
    void aloneItIsTheQueueThatForgets() {
        const double mean = (1.0 - std::exp(-2.0)) / 2.0;
        QVERIFY(near(queueOf(1, 1, {streamOf(1e-4, 2.0, 1)}).fullAgain(0, 1), mean, 0.01));
        QVERIFY(near(queueOf(1, 1, {streamOf(1e-4, 0.0, 1, 2.0)}).fullAgain(0, 1), std::exp(-2.0), 0.02));
        QVERIFY(near(queueOf(4, 4, {streamOf(0.02, 0.5, 1)}).fullAgain(0, 1), mean, 0.01));
    }

    // One server without room is busy as often as it is full, and serves as much as that: 0.9 (1 - p q).
    void oneServerByHand() {
        const RetrialQueue queue = queueOf(1, 1, {streamOf(0.9, 1.0, 1)});
        QVERIFY(near(queue.blocked(), queue.admitted(), 1e-7));
        QVERIFY(near(queue.admitted(), 0.9 * (1.0 - queue.blocked() * queue.fullAgain(0, 1)), 1e-7));
        QVERIFY(queue.waitProbability() == 0.0);
    }

    // Ten million requests each, backoffs in services: attempts, shares lost (within 0.5 % and up to 2 %).
    void simulated_data() {
        QTest::addColumn<int>("servers");
        QTest::addColumn<int>("capacity");
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("backoff");
        QTest::addColumn<int>("retries");
        QTest::addColumn<double>("attempts");
        QTest::addColumn<double>("lost");
        QTest::addColumn<double>("blocked");
        QTest::addColumn<double>("wait");
        QTest::addColumn<double>("lostWithin");
        const auto row = [](int c, int k, double rate, double b, int r, double attempts, double lost,
                            double p, double wait, double within) {
            QTest::addRow("%d of %d, %g, %g services, %d", c, k, rate, b, r)
                << c << k << rate << b << r << attempts << lost << p << wait << within;
        };
        row(1, 1, 0.9, 1, 1, 1.53836, 0.402217, 0.538355, 0, 0.02);
        row(1, 1, 0.6, 1, 3, 2.13494, 0.159088, 0.504568, 0, 0.06);
        row(1, 3, 0.6, 3, 3, 1.26233, 0.0123777, 0.14982, 0.810854, 0.06);
        row(1, 10, 0.9, 3, 2, 1.16794, 0.0342156, 0.104758, 4.18718, 0.06);
        row(1, 10, 0.9, 30, 3, 1.17284, 0.0034995, 0.122287, 4.68857, 0.1);
        row(1, 10, 1.2, 3, 3, 2.15457, 0.174742, 0.521235, 7.71546, 0.03);
        row(2, 2, 1.8, 0.5, 2, 1.86654, 0.260259, 0.491886, 0, 0.04);
        row(2, 4, 1.8, 3, 3, 1.66261, 0.0505933, 0.362566, 0.563072, 0.07);
        row(2, 11, 1.8, 10, 1, 1.08342, 0.0251808, 0.0834181, 1.96585, 0.04);
        row(4, 4, 3.6, 3, 3, 1.97273, 0.0912954, 0.515888, 0, 0.06);
        row(4, 6, 3.6, 0.1, 3, 1.59912, 0.116565, 0.23434, 0.199415, 0.06);
        row(4, 13, 3.6, 10, 2, 1.11602, 0.0061451, 0.0919748, 0.975859, 0.06);
        row(4, 13, 4.8, 0.5, 3, 2.09337, 0.175152, 0.479981, 1.84255, 0.02);
        row(4, 6, 6, 100, 3, 2.78339, 0.33645, 0.761589, 0.428327, 0.02);
    }

    void simulated() {
        QFETCH(int, servers);
        QFETCH(int, capacity);
        QFETCH(double, rate);
        QFETCH(double, backoff);
        QFETCH(int, retries);
        QFETCH(double, attempts);
        QFETCH(double, lost);
        QFETCH(double, blocked);
        QFETCH(double, wait);
        QFETCH(double, lostWithin);
        const RetrialQueue queue = queueOf(servers, capacity, {streamOf(rate, backoff, retries)});
        QVERIFY(near(attemptsOf(queue, retries), attempts, 0.02));
        QVERIFY(near(queue.blocked(), blocked, 0.05));
        QVERIFY(near(lostOf(queue, retries), lost, lostWithin));
        QVERIFY(near(queue.waitProbability() * (1.0 + queue.meanAhead()) / servers, wait, 0.03));
    }

    // Where a little more that comes back makes much more come: six million requests lose 0.305 %.
    void nearFullLoad() {
        const RetrialQueue queue = queueOf(64, 264, {streamOf(64.0, 3.0, 3)});
        QVERIFY(near(queue.blocked(), 0.0817, 0.09));
        QVERIFY(near(queue.fullAgain(0, 1), 0.319, 0.02));
        QVERIFY(near(lostOf(queue, 3), 0.00305, 0.16));
        QVERIFY(near(queue.waitProbability() * (1.0 + queue.meanAhead()) / 64.0, 1.91, 0.02));
        QVERIFY(near(queue.admitted(), 64.0 * (1.0 - lostOf(queue, 3)), 1e-5));
        const RetrialQueue over = queueOf(64, 264, {streamOf(67.2, 3.0, 3)});
        QVERIFY(near(over.blocked(), 0.4495, 0.03));
        QVERIFY(near(lostOf(over, 3), 0.04728, 0.02));
    }

    void likeStreamsAreOne() {
        const RetrialQueue both = queueOf(1, 4, {streamOf(0.3, 2.0, 2), streamOf(0.5, 2.0, 2)});
        const RetrialQueue one = queueOf(1, 4, {streamOf(0.8, 2.0, 2)});
        QVERIFY(near(both.blocked(), one.blocked(), 1e-7));
        QVERIFY(near(both.fullAgain(1, 2), one.fullAgain(0, 2), 1e-7));
    }

    // Eight retries are more than are looked at one by one: a million requests lose 0.0015 %, 19 % of the
    // last.
    void manyRetries() {
        const RetrialQueue queue = queueOf(2, 6, {streamOf(1.6, 3.0, 8)});
        QVERIFY(near(queue.fullAgain(0, 6), 0.256, 0.06));
        QVERIFY(near(queue.fullAgain(0, 7), 0.211, 0.06));
        QVERIFY(queue.fullAgain(0, 8) < queue.fullAgain(0, 7));
        QVERIFY(queue.fullAgain(0, 8) > queue.blocked());
    }

    // Wherever it begins.
    void warmIsCold() {
        RetrialQueue warm = queueOf(3, 8, {streamOf(2.6, 4.0, 2)});
        warm.solve({.serviceRate = 1.0,
                    .servers = 3,
                    .capacity = 8,
                    .others = 0.1,
                    .streams = {streamOf(2.7, 4.0, 2)}});
        const RetrialQueue cold = queueOf(3, 8, {streamOf(2.7, 4.0, 2)}, 0.1);
        QVERIFY(near(warm.blocked(), cold.blocked(), 1e-7));
        QVERIFY(near(warm.fullAgain(0, 2), cold.fullAgain(0, 2), 1e-7));
        QVERIFY(near(warm.admitted(), cold.admitted(), 1e-7));
    }

    // What comes is let in or lost, and who comes back finds it full more often than others do.
    void whatComesGoes() {
        QVERIFY(rc::check([] {
            const int servers = *rc::gen::inRange(1, 20);
            const int capacity = servers + *rc::gen::inRange(0, 60);
            const double rate = *rc::gen::inRange(40, 160) * 0.01 * servers;
            const double backoff = std::exp2(*rc::gen::inRange(-6, 10));
            const double from = *rc::gen::inRange(0, 3);
            const int retries = *rc::gen::inRange(1, 5);
            const RetrialQueue queue = queueOf(servers, capacity, {streamOf(rate, backoff, retries, from)});
            // Where it hardly ever is, arrivals are those of the next state.
            RC_ASSERT(near(queue.admitted(), rate * (1.0 - lostOf(queue, retries)), 1e-4));
            for (int k = 1; k <= 8; ++k) {
                const double again = queue.fullAgain(0, static_cast<std::size_t>(k));
                RC_ASSERT(again >= queue.blocked() * (1.0 - 1e-6) && again <= 1.0);
            }
            RC_ASSERT(queue.blocked() >= MmckQueue(rate, 1.0, servers, capacity).blocked() * (1.0 - 1e-6));
            RC_ASSERT(queue.meanAhead() >= 0.0 && queue.meanAhead() <= capacity - servers);
        }));
    }

    // Nothing legal gives anything else than numbers.
    void extremes() {
        QVERIFY(rc::check([] {
            const auto power = [](int from, int to) { return std::pow(10.0, *rc::gen::inRange(from, to)); };
            RetrialQueue::Load load;
            load.serviceRate = power(-9, 9);
            load.servers = *rc::gen::inRange(1, 5000);
            load.capacity = load.servers + *rc::gen::inRange(0, 5000);
            const double pace = load.serviceRate * static_cast<double>(load.servers);
            load.others = pace * power(-9, 4);
            RetrialStream stream =
                streamOf(pace * power(-9, 9), power(-9, 12) / pace, 2, power(-9, 9) / pace);
            stream.returns = *rc::gen::inRange(0, 11) * 0.1;
            load.streams = {stream};
            RetrialQueue queue;
            queue.solve(load);
            RC_ASSERT(queue.blocked() >= 0.0 && queue.blocked() <= 1.0);
            RC_ASSERT(queue.admitted() >= 0.0 && queue.admitted() <= pace * (1.0 + 1e-6));
            RC_ASSERT(queue.waitProbability() >= 0.0 && queue.waitProbability() <= 1.0);
            RC_ASSERT(queue.fullAgain(0, 1) >= 0.0 && queue.fullAgain(0, 1) <= 1.0);
            RC_ASSERT(queue.fullAgain(0, 2) >= 0.0 && queue.fullAgain(0, 2) <= 1.0);
        }));
    }
};

QTEST_GUILESS_MAIN(RetrialQueueTest)
#include "retrial_queue_test.moc"
