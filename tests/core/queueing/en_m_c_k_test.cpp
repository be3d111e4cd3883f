#include "core/queueing/en_m_c_k.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <limits>
#include <vector>

#include "core/queueing/gi_m_c.h"
#include "core/queueing/mm_c_k.h"

using namespace headroom::queueing;

class EnMckTest : public QObject {
    Q_OBJECT
  private slots:
    void randomArrivalsGiveMmck();
    void oneServerWithoutRoomByHand();
    void oneServerWithRoomByHand();
    void lossWithoutRoomIsThatOfTakacs();
    void statesByPowerIteration();
    void muchRoomIsGiMc();
    void probabilitiesAddUp();
    void moreRoomAndMoreTurnsLoseLess();
    void extremesStayFinite();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void EnMckTest::randomArrivalsGiveMmck() {
    QVERIFY(rc::check([] {
        const int c = *rc::gen::inRange(1, 60);
        const int room = *rc::gen::inRange(0, 200);
        const double rho = *rc::gen::inRange(10, 3000) / 1000.0;
        const EnMckQueue queue(rho * c, 1, 1.0, c, c + room);
        const MmckQueue exact(rho * c, 1.0, c, c + room);
        RC_ASSERT(std::abs(queue.blocked() - exact.blocked()) <= 1e-10 * exact.blocked() + 1e-16);
        RC_ASSERT(std::abs(queue.waitProbability() - exact.waitProbability()) <=
                  1e-10 * exact.waitProbability() + 1e-16);
        RC_ASSERT(std::abs(queue.meanWait() - exact.meanWait()) <= 1e-9 * exact.meanWait() + 1e-16);
        // The same distribution of waits, where there are any to speak of.
        if (exact.waitProbability() > 1e-9) {
            RC_ASSERT(std::abs(queue.ahead().erlangTail(5.0) - exact.ahead().erlangTail(5.0)) < 1e-8);
        }
    }));
}

// E_n/M/1/1: who comes is lost where the service before has not ended: A*(mu) = (n lambda / (n lambda +
// mu))^n. At lambda 0.9, mu 1: n = 1: 0.9 / 1.9 = 0.473684; n = 2: (1.8 / 2.8)^2 = 0.413265; n = 4: (3.6
// / 4.6)^4 = 0.375127.
void EnMckTest::oneServerWithoutRoomByHand() {
    close(EnMckQueue(0.9, 1, 1.0, 1, 1).blocked(), 0.473684, 1e-6);
    close(EnMckQueue(0.9, 2, 1.0, 1, 1).blocked(), 0.413265, 2e-6);
    close(EnMckQueue(0.9, 4, 1.0, 1, 1).blocked(), 0.375127, 2e-6);
    for (const double n : {1.0, 2.0, 5.0, 64.0, 1000.0}) {
        for (const double rate : {0.01, 0.9, 3.0, 400.0}) {
            const double ratio = n * rate / (n * rate + 1.0);
            const EnMckQueue queue(rate, static_cast<std::int64_t>(n), 1.0, 1, 1);
            close(queue.blocked(), std::pow(ratio, n), 1e-11);
            QCOMPARE(queue.waitProbability(), 0.0);
            QCOMPARE(queue.meanWait(), 0.0);
        }
    }
}

// GI/M/1/2 from one arrival to the next: with a0 = A*(mu) no service ends, with a1 = -mu A*'(mu) one (of
// two). Found (p0, p1, p2), after it 1, 2, 2 are there: p2 = a0 (p1 + p2), p1 = a0 p0 + a1 (p1 + p2). With s
// = p1 + p2: s = a0 p0 + (a0 + a1) s, p0 = 1 - s, thus s = a0 / (1 - a1), lost = a0^2 / (1 - a1), and of the
// admitted p1 / (p0 + p1) wait one service. E_2, lambda 1, mu 1: a0 = (2/3)^2 = 4/9; -A*' = 2 (2/3)^2 / 3 =
// 8/27; s = 12/19, lost = 16/57, p1 = 20/57, waits 20/41.
void EnMckTest::oneServerWithRoomByHand() {
    const EnMckQueue queue(1.0, 2, 1.0, 1, 2);
    close(queue.blocked(), 16.0 / 57.0, 1e-14);
    close(queue.waitProbability(), 20.0 / 41.0, 1e-14);
    close(queue.meanWait(), 20.0 / 41.0, 1e-14);
    QCOMPARE(queue.ahead().meanPosition(), 0.0);
}

// GI/M/c/c (Palm 1943; Takacs 1957): 1 / lost = sum over k = 0 .. c of (c choose k) times the product over i
// = 1 .. k of (1 - A*(i mu)) / A*(i mu). For E_2, lambda 1, mu 1, c = 2: A*(1) = (2/3)^2 = 4/9, A*(2) =
// (2/4)^2 = 1/4; 1 + 2 (5/4) + (5/4) 3 = 29/4, lost 4/29.
void EnMckTest::lossWithoutRoomIsThatOfTakacs() {
    close(EnMckQueue(1.0, 2, 1.0, 2, 2).blocked(), 4.0 / 29.0, 1e-14);
    for (const int n : {1, 2, 4, 30}) {
        for (const int c : {1, 3, 20}) {
            for (const double rho : {0.3, 0.9, 2.0}) {
                const double rate = rho * c;
                double inverse = 1.0;
                double term = 1.0;
                for (int k = 1; k <= c; ++k) {
                    const double a = std::pow(n * rate / (n * rate + k), n);
                    term *= (c - k + 1.0) / k * (1.0 - a) / a;
                    inverse += term;
                }
                close(EnMckQueue(rate, n, 1.0, c, c).blocked(), 1.0 / inverse, 1e-11);
            }
        }
    }
}

// The chain of stages and requests by its plain definition: the distribution that stays, by many small steps.
void EnMckTest::statesByPowerIteration() {
    constexpr int n = 3;
    constexpr int c = 2;
    constexpr int capacity = 5;
    constexpr double rate = 2.2;
    constexpr double step = 0.1;  // n rate + c mu = 8.6 < 10
    const auto at = [](int requests, int stages) { return static_cast<std::size_t>(requests * n + stages); };
    std::vector<double> p((capacity + 1) * n, 1.0 / ((capacity + 1) * n));
    for (int round = 0; round < 20000; ++round) {
        std::vector<double> next = p;
        for (int j = 0; j <= capacity; ++j) {
            for (int i = 0; i < n; ++i) {
                const double stage = step * n * rate * p[at(j, i)];
                const double ends = step * std::min(j, c) * p[at(j, i)];
                next[at(j, i)] -= stage + ends;
                next[i + 1 < n ? at(j, i + 1) : at(std::min(j + 1, capacity), 0)] += stage;
                if (j > 0) {
                    next[at(j - 1, i)] += ends;
                }
            }
        }
        p = next;
    }
    double all = 0.0;
    double wait = 0.0;
    for (int j = 0; j <= capacity; ++j) {
        all += p[at(j, n - 1)];
        wait += j >= c && j < capacity ? p[at(j, n - 1)] * (j - c + 1) / c : 0.0;
    }
    const double lost = p[at(capacity, n - 1)] / all;
    const EnMckQueue queue(rate, n, 1.0, c, capacity);
    close(queue.blocked(), lost, 1e-10);
    close(queue.meanWait(), wait / all / (1.0 - lost), 1e-10);
}

void EnMckTest::muchRoomIsGiMc() {
    for (const int c : {1, 2, 8, 50}) {
        for (const int n : {2, 4, 16}) {
            const double rate = 0.8 * c;
            const GiMcQueue endless(ServiceDistribution::erlang(1.0 / rate, n), 1.0, c);
            const EnMckQueue queue(rate, n, 1.0, c, c + 240);
            QVERIFY(queue.blocked() < 1e-20);
            close(queue.waitProbability(), endless.waitProbability(), 1e-9);
            close(queue.meanWait(), endless.meanWait(), 1e-9);
            // Who waits finds geometrically many ahead, with ratio sigma.
            close(queue.ahead().ratio, endless.sigma(), 1e-8);
        }
    }
}

// Lost, waiting and served at once are all that there is; and what is let in, lambda (1 - lost), is what the
// servers do: mu times the mean number of busy ones, which are never more than c.
void EnMckTest::probabilitiesAddUp() {
    QVERIFY(rc::check([] {
        const int n = *rc::gen::inRange(1, 30);
        const int c = *rc::gen::inRange(1, 40);
        const int room = *rc::gen::inRange(0, 100);
        const double rho = *rc::gen::inRange(10, 3000) / 1000.0;
        const EnMckQueue queue(rho * c, n, 1.0, c, c + room);
        const double lost = queue.blocked();
        const double waits = (1.0 - lost) * queue.waitProbability();
        const double atOnce = (1.0 - lost) * (1.0 - queue.waitProbability());
        RC_ASSERT(lost >= 0.0 && waits >= 0.0 && atOnce >= 0.0);
        RC_ASSERT(std::abs(lost + waits + atOnce - 1.0) < 1e-14);
        RC_ASSERT(rho * (1.0 - lost) <= 1.0 + 1e-12);
        RC_ASSERT(queue.meanWait() <= queue.waitProbability() * std::max(room, 1) / c * (1.0 + 1e-12));
        RC_ASSERT(std::abs(queue.ahead().meanPosition() * queue.waitProbability() / c +
                           queue.waitProbability() / c - queue.meanWait()) <=
                  1e-7 * queue.meanWait() + 1e-12);
    }));
}

void EnMckTest::moreRoomAndMoreTurnsLoseLess() {
    QVERIFY(rc::check([] {
        const int n = *rc::gen::inRange(1, 30);
        const int c = *rc::gen::inRange(1, 30);
        const int room = *rc::gen::inRange(0, 60);
        const double rho = *rc::gen::inRange(200, 2500) / 1000.0;
        const double lost = EnMckQueue(rho * c, n, 1.0, c, c + room).blocked();
        const double roomier = EnMckQueue(rho * c, n, 1.0, c, c + room + 1).blocked();
        const double evener = EnMckQueue(rho * c, n + 1, 1.0, c, c + room).blocked();
        RC_ASSERT(roomier <= lost * (1.0 + 1e-12));
        RC_ASSERT(evener <= lost * (1.0 + 1e-12));
    }));
}

void EnMckTest::extremesStayFinite() {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double rate : {0.0, 1e-70, 1.0, 1e300, infinity}) {
        for (const double service : {0.0, 1.0, 1e300}) {
            for (const std::int64_t n : {0LL, 7LL, 1000000000LL}) {
                for (const std::int64_t c : {0LL, 1LL, 500LL, 1000000LL}) {
                    for (const std::int64_t room : {-1LL, 0LL, 40LL, 1000000000LL}) {
                        const EnMckQueue queue(rate, n, service, c, c + room);
                        QVERIFY(queue.blocked() >= 0.0 && queue.blocked() <= 1.0);
                        QVERIFY(queue.waitProbability() >= 0.0 && queue.waitProbability() <= 1.0);
                        QVERIFY(std::isfinite(queue.meanWait()) && queue.meanWait() >= 0.0);
                        QVERIFY(queue.ahead().ratio > 0.0 && std::isfinite(queue.ahead().ratio));
                    }
                }
            }
        }
    }
}

QTEST_GUILESS_MAIN(EnMckTest)
#include "en_m_c_k_test.moc"
