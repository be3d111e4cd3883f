#include "core/queueing/mm_c_k.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <vector>

#include "core/queueing/erlang.h"
#include "core/queueing/mm_c.h"

using namespace headroom::queueing;

class MmckTest : public QObject {
    Q_OBJECT
  private slots:
    void oneServerByHand();
    void noRoomIsErlangB();
    void statesByTheirBalance();
    void muchRoomIsMmc();
    void overloadFillsTheRoom();
    void responseIsWaitAndService();
    void moreRoomLosesLess();
    void quantilesInvert();
    void wideAndLongQueues();
    void extremesStayFinite();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void MmckTest::oneServerByHand() {
    // M/M/1/2 at rho = 1/2: p = (4, 2, 1) / 7. Lost 1/7; of the admitted 2/6 wait one
    // exponential service: mean wait 1/3, tail e^{-t} / 3; T = 4/6 Exp + 2/6 Erlang-2.
    const MmckQueue queue(0.5, 1.0, 1, 2);
    close(queue.blocked(), 1.0 / 7.0, 1e-14);
    close(queue.waitProbability(), 1.0 / 3.0, 1e-14);
    close(queue.meanWait(), 1.0 / 3.0, 1e-14);
    close(queue.waitTail(2.0), std::exp(-2.0) / 3.0, 1e-13);
    close(queue.responseTail(2.0), std::exp(-2.0) * (2.0 / 3.0 + (1.0 + 2.0) / 3.0), 1e-13);
    // rho = 1: all K + 1 states alike.
    close(MmckQueue(1.0, 1.0, 1, 9).blocked(), 0.1, 1e-14);
}

void MmckTest::noRoomIsErlangB() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 300);
        const double load = *rc::gen::inRange(1, 60000) / 100.0;
        const MmckQueue queue(load, 1.0, c, c);
        RC_ASSERT(std::abs(queue.blocked() - erlangB(load, c)) <= 1e-13);
        RC_ASSERT(queue.meanWait() == 0.0);
        RC_ASSERT(std::abs(queue.responseTail(0.7) - std::exp(-0.7)) < 1e-14);
    }));
}

// Everything from the balance p(n + 1) min(n + 1, c) mu = p(n) lambda, state by state.
void MmckTest::statesByTheirBalance() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 40);
        const int capacity = c + *rc::gen::inRange(0, 60);
        const double rho = *rc::gen::inRange(10, 3000) / 1000.0;
        const double rate = rho * c;
        std::vector<double> p(capacity + 1);
        double total = p[0] = 1.0;
        for (int n = 1; n <= capacity; ++n) {
            total += p[n] = p[n - 1] * rate / std::min(n, c);
        }
        const double admitted = total - p[capacity];
        const double t = *rc::gen::inRange(1, 800) / 100.0;
        double wait = 0.0;
        double beyond = 0.0;
        double response = 0.0;
        for (int n = 0; n < capacity; ++n) {
            const double ahead = n >= c ? n - c + 1 : 0;
            wait += p[n] * ahead / c;
            beyond += p[n] * erlangTail(ahead, c * t);
            // P(Erlang(k, c) + Exp(1) > t) = e^{-t} (1 + c int_0^t e^{u} ... ) by Simpson.
            double sum = std::exp(-t);
            const int steps = 200;
            for (int i = 0; i <= steps; ++i) {
                const double u = t * i / steps;
                const double weight = (i == 0 || i == steps) ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0);
                sum += weight * t / steps / 3.0 * std::exp(u - t) * erlangTail(ahead, c * u);
            }
            response += p[n] * sum;
        }
        const MmckQueue queue(rate, 1.0, c, capacity);
        RC_ASSERT(std::abs(queue.blocked() / (p[capacity] / total) - 1.0) < 1e-11);
        RC_ASSERT(std::abs(queue.meanWait() - wait / admitted) <= 1e-11 * (1e-3 + wait / admitted));
        RC_ASSERT(std::abs(queue.waitTail(t) - beyond / admitted) < 1e-11);
        RC_ASSERT(std::abs(queue.responseTail(t) - response / admitted) < 1e-4);
    }));
}

void MmckTest::muchRoomIsMmc() {
    for (const int c : {1, 2, 8, 100}) {
        const MmcQueue endless(0.9 * c, 1.0, c);
        const MmckQueue queue(0.9 * c, 1.0, c, 1000000000);
        QVERIFY(queue.blocked() < 1e-300);
        close(queue.waitProbability(), endless.waitProbability(), 1e-12);
        close(queue.meanWait(), endless.meanWait(), 1e-12);
        for (const double p : {0.5, 0.95, 0.999}) {
            close(queue.waitQuantile(p), endless.waitQuantile(p), 1e-10);
            close(queue.responseQuantile(p), endless.responseQuantile(p), 1e-10);
        }
    }
}

void MmckTest::overloadFillsTheRoom() {
    // Far above capacity the queue is always full: lost 1 - 1/rho, and an admitted one
    // waits for all places but one: n - 1 - 1/(rho - 1) are ahead of it on average.
    const MmckQueue queue(3.0, 1.0, 1, 1000001);
    close(queue.blocked(), 2.0 / 3.0, 1e-12);
    close(queue.meanWait(), 1000000.0 - 0.5, 1e-12);
    QVERIFY(std::abs(queue.waitQuantile(0.5) - 1e6) < 2.0);
    // Ten times the load on many servers, where the plain formula leaves all doubles.
    const MmckQueue wide(10000.0, 1.0, 1000, 2000);
    close(wide.waitTail(wide.meanWait()), erlangTail(1000.0, 1000.0 * wide.meanWait()), 2e-2);
    QVERIFY(wide.responseTail(wide.meanResponse()) > 0.3);
    QVERIFY(wide.responseTail(wide.meanResponse()) < 0.5);
}

void MmckTest::responseIsWaitAndService() {
    // Integral of the tail = mean, for the wait and the response, at every kind of load.
    for (const double rho : {0.3, 0.875, 1.0, 1.0 + 1e-10, 1.3, 6.0}) {
        for (const int c : {1, 2, 8}) {
            for (const int room : {1, 7, 150}) {
                const MmckQueue queue(rho * c, 1.0, c, c + room);
                const double end = queue.responseQuantile(1.0 - 1e-13);
                const int steps = 20000;
                double wait = 0.0;
                double response = 0.0;
                for (int i = 0; i < steps; ++i) {
                    const double t = (i + 0.5) * end / steps;
                    wait += queue.waitTail(t) * end / steps;
                    response += queue.responseTail(t) * end / steps;
                }
                close(wait, queue.meanWait(), 2e-5);
                close(response, queue.meanResponse(), 2e-5);
            }
        }
    }
}

void MmckTest::moreRoomLosesLess() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 50);
        const int room = *rc::gen::inRange(0, 200);
        const double rho = *rc::gen::inRange(10, 2500) / 1000.0;
        const MmckQueue queue(rho * c, 1.0, c, c + room);
        const MmckQueue larger(rho * c, 1.0, c, c + room + 1);
        const MmckQueue busier(1.01 * rho * c, 1.0, c, c + room);
        RC_ASSERT(larger.blocked() <= queue.blocked() * (1.0 + 1e-13));
        RC_ASSERT(larger.meanWait() >= queue.meanWait() * (1.0 - 1e-12));
        RC_ASSERT(busier.blocked() >= queue.blocked() * (1.0 - 1e-13));
        RC_ASSERT(busier.throughput() >= queue.throughput() * (1.0 - 1e-12));
        RC_ASSERT(queue.utilization() <= 1.0);
    }));
}

void MmckTest::quantilesInvert() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 30);
        const int room = *rc::gen::inRange(1, 300);
        const double rho = *rc::gen::inRange(10, 4000) / 1000.0;
        const double p = *rc::gen::inRange(1, 9999) / 10000.0;
        const MmckQueue queue(rho * c, 1.0, c, c + room);
        RC_ASSERT(std::abs(queue.responseTail(queue.responseQuantile(p)) - (1.0 - p)) < 1e-9);
        const double wait = queue.waitQuantile(p);
        RC_ASSERT((wait == 0.0 ? queue.waitProbability() <= 1.0 - p
                               : std::abs(queue.waitTail(wait) - (1.0 - p)) < 1e-9));
        RC_ASSERT(queue.waitQuantile(p) <= queue.responseQuantile(p));
    }));
}

void MmckTest::wideAndLongQueues() {
    const MmckQueue queue(1.1e6, 1.0, 1000000, 1000000000);
    close(queue.blocked(), 1.0 - 1.0 / 1.1, 1e-6);
    // 999e6 places at 1e6 completions per time: 999 long, with a deviation of sqrt(999e6) / 1e6.
    close(queue.waitQuantile(0.5), 999.0, 1e-6);
    close(queue.waitQuantile(0.999), 999.0 + 3.09 * std::sqrt(999e6) / 1e6, 1e-5);
}

void MmckTest::extremesStayFinite() {
    for (const double rate : {0.0, 1e-300, 1.0, 1e15}) {
        for (const double service : {1e-12, 1.0, 1e15}) {
            for (const std::int64_t c : {1LL, 2LL, 1000000LL}) {
                for (const std::int64_t room : {0LL, 1LL, 1000LL, 1000000000LL}) {
                    const MmckQueue queue(rate, service, c, c + room);
                    for (const double x :
                         {queue.blocked(), queue.meanWait(), queue.waitVariance(), queue.throughput(),
                          queue.utilization(), queue.waitQuantile(0.99), queue.responseQuantile(0.999)}) {
                        QVERIFY(std::isfinite(x) && x >= 0.0);
                    }
                    QVERIFY(queue.blocked() <= 1.0 && queue.waitProbability() <= 1.0);
                }
            }
        }
    }
}

QTEST_GUILESS_MAIN(MmckTest)
#include "mm_c_k_test.moc"
