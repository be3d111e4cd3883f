#include "core/queueing/erlang.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>

#include "core/queueing/mm_c.h"

using namespace headroom::queueing;

class ErlangTest : public QObject {
    Q_OBJECT
  private slots:
    void blockingByHand();
    void recursionHolds();
    void waitingTiesToBlocking();
    void millionServersAnswer();
    void dimensioningIsTight();
    void limitsAreReached();
    void waitTailByHand();
    void responseTailWhereRatesAgree();
    void quantileInvertsTheTail();
    void moreLoadWaitsLonger();
    void overloadStaysFinite();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void ErlangTest::blockingByHand() {
    // B(1, a) = a / (1 + a); B(2, a) = (a^2/2) / (1 + a + a^2/2). a = 0.8: 0.32 / 2.12.
    close(erlangB(0.5, 1), 0.5 / 1.5, 1e-15);
    close(erlangB(0.8, 2), 0.32 / 2.12, 1e-15);
}

void ErlangTest::recursionHolds() {
    // B(c) = a B(c-1) / (c + a B(c-1))
    QVERIFY(rc::check([] {
        const double a = *rc::gen::inRange(1, 200000) / 100.0;
        const int c = *rc::gen::inRange(1, 2500);
        const double before = erlangB(a, c - 1);
        const double after = a * before / (c + a * before);
        RC_ASSERT(std::abs(erlangB(a, c) - after) <= 1e-12 * after);
    }));
}

void ErlangTest::waitingTiesToBlocking() {
    // 1/C(c) = rho + (1 - rho) / B(c), and C falls in c.
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 3000);
        const double rho = *rc::gen::inRange(1, 999) / 1000.0;
        const double waits = erlangC(rho * c, c);
        const double blocked = erlangB(rho * c, c);
        RC_PRE(blocked > 0.0);
        RC_ASSERT(std::abs(1.0 / waits - (rho + (1.0 - rho) / blocked)) <= 1e-12 / waits);
        RC_ASSERT(erlangC(rho * c, c + 1) < waits);
    }));
}

void ErlangTest::millionServersAnswer() {
    // B(a, a) ~ sqrt(2 / (pi a)) (1 - ...): 7.9745e-4 at a million, and 1/B = sqrt(pi a / 2) + 2/3
    // to order a^{-1/2} (Jagerman 1974).
    close(erlangB(1e6, 1000000), 1.0 / (std::sqrt(M_PI * 1e6 / 2.0) + 2.0 / 3.0), 1e-6);
    QCOMPARE(erlangB(1.0, 1000000), 0.0);
    close(erlangB(2e6, 1000000), 0.5, 1e-5);
}

void ErlangTest::dimensioningIsTight() {
    QVERIFY(rc::check([] {
        const double a = *rc::gen::inRange(0, 100000) / 37.0;
        const double target = std::pow(10.0, -*rc::gen::inRange(1, 60) / 10.0);
        const auto c = serversForBlocking(a, target);
        RC_ASSERT(erlangB(a, c) <= target);
        RC_ASSERT(c == 0 || erlangB(a, c - 1) > target);
    }));
}

void ErlangTest::limitsAreReached() {
    QCOMPARE(erlangC(0.0, 4), 0.0);
    QCOMPARE(erlangC(4.0, 4), 1.0);
    QCOMPARE(erlangC(0.3, 1), 0.3);  // one server: C = rho
    QCOMPARE(erlangB(0.0, 3), 0.0);
    QCOMPARE(erlangB(1.0, 0), 1.0);
    close(erlangC(4.0 * (1 - 1e-9), 4), 1.0, 1e-8);
}

void ErlangTest::waitTailByHand() {
    // M/M/1, rho 0.8: P(W > t) = 0.8 e^{-0.2 t}; P(T > t) = e^{-0.2 t}.
    const MmcQueue queue(0.8, 1.0, 1);
    close(queue.waitTail(3.0), 0.8 * std::exp(-0.6), 1e-14);
    close(queue.responseTail(3.0), std::exp(-0.6), 1e-14);
    close(queue.responseQuantile(0.99), std::log(100.0) / 0.2, 1e-12);
    close(queue.meanInSystem(), 4.0, 1e-14);
}

void ErlangTest::responseTailWhereRatesAgree() {
    // c - a = 1: both rates are mu, and P(T > t) = e^{-t} (1 + C t).
    const MmcQueue queue(3.0, 1.0, 4);
    const double c = erlangC(3.0, 4);
    for (const double t : {1e-6, 0.5, 5.0, 50.0}) {
        close(queue.responseTail(t), std::exp(-t) * (1.0 + c * t), 1e-14);
        // and it is continuous there
        const MmcQueue beside(3.0 + 1e-9, 1.0, 4);
        close(beside.responseTail(t), queue.responseTail(t), 1e-7);
    }
}

void ErlangTest::quantileInvertsTheTail() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 200);
        const double rho = *rc::gen::inRange(1, 9999) / 10000.0;
        const double mu = std::pow(10.0, *rc::gen::inRange(-60, 60) / 10.0);
        const MmcQueue queue(rho * c * mu, mu, c);
        const double p = *rc::gen::inRange(1, 99999) / 100000.0;
        const double t = queue.responseQuantile(p);
        RC_ASSERT(std::abs(queue.responseTail(t) - (1.0 - p)) <= 1e-10 * (1.0 - p));
        const double w = queue.waitQuantile(p);
        const double above = queue.waitTail(w);  // at the atom it is less than asked for
        RC_ASSERT(above <= (1.0 - p) * (1.0 + 1e-10));
        RC_ASSERT(w == 0.0 || above >= (1.0 - p) * (1.0 - 1e-10));
    }));
}

void ErlangTest::moreLoadWaitsLonger() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 500);
        const double rho = *rc::gen::inRange(1, 9000) / 10000.0;
        const MmcQueue less(rho * c, 1.0, c);
        const MmcQueue more(rho * 1.01 * c, 1.0, c);
        RC_ASSERT(more.waitProbability() >= less.waitProbability());
        RC_ASSERT(more.meanWait() >= less.meanWait());
        RC_ASSERT(more.responseQuantile(0.99) >= less.responseQuantile(0.99) * (1 - 1e-12));
    }));
}

void ErlangTest::overloadStaysFinite() {
    const MmcQueue queue(100.0, 1.0, 2);
    QVERIFY(!queue.stable());
    QVERIFY(std::isfinite(queue.meanWait()));
    QVERIFY(std::isfinite(queue.responseQuantile(0.999)));
    QVERIFY(queue.utilization() < 1.0);
}

QTEST_GUILESS_MAIN(ErlangTest)
#include "erlang_test.moc"
