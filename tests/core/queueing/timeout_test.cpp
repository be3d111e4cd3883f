// Both kinds of giving up in line (erlang_a, mm_c_timeout) and that of the client.
#include <rapidcheck.h>

#include <QTest>
#include <cmath>

#include "core/queueing/client_timeout.h"
#include "core/queueing/erlang.h"
#include "core/queueing/erlang_a.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/mm_c_timeout.h"

using namespace headroom::queueing;

class TimeoutTest : public QObject {
    Q_OBJECT
  private slots:
    void patienceOfOneServiceIsPoisson();
    void bothMethodsOfErlangA();
    void patienceLimits();
    void timeoutLimits();
    void timeoutConservesWork();
    void servedWaitIsADistribution();
    void severalTimeoutsShareAQueue();
    void someWaitForEver();
    void moreLoadAbandonsMore();
    void clientTimeout();
    void extremesStayFinite();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void TimeoutTest::patienceOfOneServiceIsPoisson() {
    // theta = mu: everyone leaves at rate mu, served or not, so the number in system is
    // that of M/M/inf: Poisson(a). a = 2, c = 1: P(N >= 1) = 1 - e^{-2}; E(N - 1)^+ = 1 + e^{-2}.
    const ErlangAAnswer queue = erlangA(2.0, 1.0, 1, 1.0);
    close(queue.waitProbability, -std::expm1(-2.0), 1e-14);
    close(queue.queueLength, 1.0 + std::exp(-2.0), 1e-14);
    close(queue.throughput, -std::expm1(-2.0), 1e-14);
}

void TimeoutTest::bothMethodsOfErlangA() {
    // The series below y = lambda / theta = 1e4 and the incomplete gamma above it.
    for (const double rho : {0.98, 1.0, 1.02}) {
        const ErlangAAnswer a = erlangA(rho * 9999.9 / rho, 1.0, 10000, 1.0);
        const ErlangAAnswer b = erlangA(rho * 10000.1 / rho, 1.0, 10000, 1.0);
        close(a.queueLength, b.queueLength, 1e-2);
        // Poisson again: E(N - c)^+ = a P(N >= c) - c P(N >= c + 1), about sqrt(a / 2 pi).
        close(b.queueLength, std::sqrt(10000.1 / (2.0 * M_PI)), 2e-3);
    }
    for (const double theta : {1e-4, 1e-3, 1e-2}) {
        // Flow: abandoned + served = offered, with the servers' work by states.
        const ErlangAAnswer queue = erlangA(95.0, 1.0, 100, theta);
        const double busy = erlangB(95.0, 100);
        const double idle = 1.0 - queue.waitProbability;
        // P(N = c) = busy / (1 - busy) * idle, as in the loss system below it.
        const double allBusyNoneWaiting = busy / (1.0 - busy) * idle;
        const double served = 95.0 * idle + 100.0 * (queue.waitProbability - allBusyNoneWaiting);
        close(queue.throughput, served, 1e-11);
    }
}

void TimeoutTest::patienceLimits() {
    // Endless patience is M/M/c, none is Erlang's loss system.
    const MmcQueue endless(8.0, 1.0, 10);
    close(erlangA(8.0, 1.0, 10, 1e-9).queueLength, endless.meanQueueLength(), 1e-6);
    close(erlangA(8.0, 1.0, 10, 1e9).abandoned, erlangB(8.0, 10), 1e-6);
    // Overloaded for good: the queue holds (lambda - c mu) / theta.
    close(erlangA(20.0, 1.0, 10, 1e-6).queueLength, 1e7, 1e-6);
    close(erlangA(20.0, 1.0, 10, 1e-6).abandoned, 0.5, 1e-6);
}

void TimeoutTest::timeoutLimits() {
    const MmcQueue endless(8.0, 1.0, 10);
    const MmcTimeoutQueue patient(8.0, 1.0, 10, 100.0);
    close(patient.waitProbability(), endless.waitProbability(), 1e-12);
    close(patient.servedWait().mean(), endless.meanWait(), 1e-12);
    close(patient.servedWait().tail(3.0), endless.waitTail(3.0), 1e-12);
    const MmcTimeoutQueue none(8.0, 1.0, 10, 0.0);
    close(none.abandoned(), erlangB(8.0, 10), 1e-13);
    // Overload: all wait as long as they can, and 1 - 1/rho of them in vain.
    const MmcTimeoutQueue over(20.0, 1.0, 10, 50.0);
    close(over.abandoned(), 0.5, 1e-12);
    close(over.servedWait().mean(), 49.9, 1e-12);  // short of it by 1 / (lambda - c mu)
    // At capacity: the wait's density is constant. c = 1: P(W = 0) = 1 / (1 + tau + 1).
    close(MmcTimeoutQueue(1.0, 1.0, 1, 3.0).waitProbability(), 4.0 / 5.0, 1e-13);
    close(MmcTimeoutQueue(1.0, 1.0, 1, 3.0).abandoned(), 1.0 / 5.0, 1e-13);
}

void TimeoutTest::timeoutConservesWork() {
    // Busy servers by the states: P(N < c) and the loss system below it give c mu P(busy) = served.
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 60);
        const double rho = *rc::gen::inRange(50, 2500) / 1000.0;
        const double timeout = *rc::gen::inRange(0, 4000) / 1000.0;
        const MmcTimeoutQueue queue(rho * c, 1.0, c, timeout);
        const double idle = 1.0 - queue.waitProbability();
        // Of the states below c, as in M/M/c-1/c-1 whose blocking is P(N = c - 1 | N < c).
        const double load = rho * c;
        const double busyBelow = load * (1.0 - erlangB(load, c - 1));
        const double work = idle * busyBelow + c * queue.waitProbability();
        RC_ASSERT(std::abs(queue.throughput() / work - 1.0) < 1e-10);
    }));
}

void TimeoutTest::servedWaitIsADistribution() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 40);
        const double rho = *rc::gen::inRange(200, 2000) / 1000.0;
        const double timeout = *rc::gen::inRange(1, 5000) / 1000.0;
        const MmcTimeoutQueue queue(rho * c, 1.0, c, timeout);
        const PiecewiseWait served = queue.servedWait();
        double mean = 0.0;
        const int steps = 4000;
        for (int i = 0; i < steps; ++i) {
            mean += served.tail((i + 0.5) * timeout / steps) * timeout / steps;
        }
        RC_ASSERT(std::abs(mean - served.mean()) < 1e-5 * timeout);
        RC_ASSERT(served.tail(timeout) == 0.0);
        RC_ASSERT(std::abs(served.tail(0.0) + served.atom() - 1.0) < 1e-12);
        const double s = *rc::gen::inRange(1, 5000) / 1000.0;
        double transform = served.atom();
        for (int i = 0; i < steps; ++i) {
            const double from = i * timeout / steps;
            const double to = (i + 1) * timeout / steps;
            transform += (served.tail(from) - served.tail(to)) * std::exp(-s * 0.5 * (from + to));
        }
        RC_ASSERT(std::abs(served.transform(s) - transform) < 1e-5);
    }));
}

// Busy servers by the states and by the flow, whoever leaves when.
void TimeoutTest::severalTimeoutsShareAQueue() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 40);
        const double load = c * *rc::gen::inRange(50, 2000) / 1000.0;
        const std::vector<Patience> patience = {{0.2, *rc::gen::inRange(0, 3000) / 1000.0},
                                                {0.5, *rc::gen::inRange(0, 3000) / 1000.0},
                                                {0.3, *rc::gen::inRange(0, 9000) / 1000.0}};
        const MmcTimeoutQueue queue(load, 1.0, c, patience);
        const double busyBelow = load * (1.0 - erlangB(load, c - 1));
        const double work = queue.offeredWait().atom() * busyBelow + c * queue.waitProbability();
        RC_ASSERT(std::abs(queue.throughput() / work - 1.0) < 1e-9);
        RC_ASSERT(queue.servedWait().tail(9.0) == 0.0);
        RC_ASSERT(queue.meanWaitOfAll() >= (1.0 - queue.abandoned()) * queue.servedWait().mean() - 1e-12);
    }));
    // Alike in two halves.
    const MmcTimeoutQueue halves(6.0, 1.0, 5, {{0.5, 2.0}, {0.5, 2.0}});
    close(halves.abandoned(), MmcTimeoutQueue(6.0, 1.0, 5, 2.0).abandoned(), 1e-13);
}

// One server, half of 0.8 leave at 2: density v e^{-0.2 x} up to 2, then e^{-0.6 (x - 2)}.
void TimeoutTest::someWaitForEver() {
    const MmcTimeoutQueue queue(0.8, 1.0, 1, {{0.5, 2.0}});
    const double within = (1.0 - std::exp(-0.4)) / 0.2;
    const double beyond = std::exp(-0.4) / 0.6;
    const double idle = 1.0 / (1.0 + 0.8 * (within + beyond));
    close(queue.offeredWait().atom(), idle, 1e-13);
    close(queue.abandoned(), 0.5 * 0.8 * idle * beyond, 1e-13);
    close(queue.utilization(), 1.0 - idle, 1e-13);
    close(queue.endlessUtilization(), 0.4, 1e-13);
    close(MmcTimeoutQueue(0.8, 1.0, 1, std::vector<Patience>{}).offeredWait().mean(), 4.0, 1e-12);
}

void TimeoutTest::moreLoadAbandonsMore() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 100);
        const double rho = *rc::gen::inRange(50, 2500) / 1000.0;
        const double timeout = *rc::gen::inRange(1, 3000) / 1000.0;
        const MmcTimeoutQueue queue(rho * c, 1.0, c, timeout);
        const MmcTimeoutQueue busier(1.01 * rho * c, 1.0, c, timeout);
        const MmcTimeoutQueue patient(rho * c, 1.0, c, 1.1 * timeout);
        RC_ASSERT(busier.abandoned() >= queue.abandoned());
        RC_ASSERT(busier.throughput() >= queue.throughput() * (1.0 - 1e-12));
        RC_ASSERT(patient.abandoned() <= queue.abandoned());
        const ErlangAAnswer a = erlangA(rho * c, 1.0, c, 1.0 / timeout);
        const ErlangAAnswer b = erlangA(1.01 * rho * c, 1.0, c, 1.0 / timeout);
        RC_ASSERT(b.abandoned >= a.abandoned);
        RC_ASSERT(b.throughput >= a.throughput * (1.0 - 1e-12));
    }));
}

void TimeoutTest::clientTimeout() {
    // M/M/1: P(T > tau) = e^{-(mu - lambda) tau}; nothing is answered in time above capacity.
    close(clientTimeoutShare(0.5, 1.0, 1, 4.0), std::exp(-2.0), 1e-13);
    QCOMPARE(clientTimeoutShare(1.0, 1.0, 1, 4.0), 1.0);
    QCOMPARE(clientTimeoutShare(0.5, 1.0, 1, 0.0), 1.0);
}

void TimeoutTest::extremesStayFinite() {
    for (const double rate : {0.0, 1e-12, 1.0, 1e6, 1e15}) {
        for (const double limit : {0.0, 1e-12, 1.0, 1e9, 1e15}) {
            for (const std::int64_t c : {1LL, 3LL, 1000000LL}) {
                const MmcTimeoutQueue queue(rate, 1.0, c, limit);
                const ErlangAAnswer a = erlangA(rate, 1.0, c, std::max(limit, 1e-12));
                for (const double share : {queue.abandoned(), queue.waitProbability(), queue.utilization(),
                                           a.abandoned, a.waitProbability, a.utilization}) {
                    QVERIFY(share >= 0.0 && share <= 1.0 + 1e-12);
                }
                QVERIFY(std::isfinite(queue.servedWait().mean()) && std::isfinite(queue.meanWaitOfAll()));
                QVERIFY(std::isfinite(queue.offeredWait().variance()));
                QVERIFY(std::isfinite(a.queueLength) && std::isfinite(a.meanWait));
            }
        }
    }
}

QTEST_GUILESS_MAIN(TimeoutTest)
#include "timeout_test.moc"
