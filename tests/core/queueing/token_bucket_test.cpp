#include "core/queueing/token_bucket.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <vector>

#include "core/queueing/md1_measure.h"

using namespace headroom::queueing;

class TokenBucketTest : public QObject {
    Q_OBJECT
  private slots:
    void measureByHand();
    void measureIsContinuousWhereTheMethodsMeet();
    void oneTokenIsErlangB();
    void tickingBucketByItsChain();
    void moreLoadAdmitsLess();
    void largeBucketsAdmitWhatFits();
    void shaperOfOneTokenIsMd1();
    void meanDelayIsTheIntegralOfTheTail();
    void leakyBucketDelays();
    void extremesStayFinite();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void TokenBucketTest::measureByHand() {
    // G = e^{rho x} up to 1; then G(x) = e^{rho x} - rho (x - 1) e^{rho (x - 1)} up to 2.
    for (const double rho : {0.3, 1.0, 2.5}) {
        const Md1Measure measure(rho);
        close(measure.at(0.4), std::exp(0.4 * rho), 1e-15);
        close(measure.at(1.7), std::exp(1.7 * rho) - 0.7 * rho * std::exp(0.7 * rho), 1e-14);
        QCOMPARE(measure.at(-0.1), 0.0);
    }
    // rho = 1: 2x + 2/3 beyond the transient (double pole of 1 / (s - 1 + e^{-s}) at 0).
    close(Md1Measure(1.0).at(500.0), 1000.0 + 2.0 / 3.0, 1e-13);
    // rho = 0.5: to 1 / (1 - rho) = 2.
    close(Md1Measure(0.5).at(300.0), 2.0, 1e-14);
}

void TokenBucketTest::measureIsContinuousWhereTheMethodsMeet() {
    QVERIFY(rc::check([] {
        const double rho = *rc::gen::inRange(1, 20000) / 1000.0;
        const Md1Measure measure(rho);
        const double before = measure.at(24.0 - 1e-12);
        RC_PRE(std::isfinite(before));
        RC_ASSERT(std::abs(measure.at(24.0) / before - 1.0) < 1e-9);
        RC_ASSERT(measure.at(24.5) >= measure.at(24.0));
    }));
}

void TokenBucketTest::oneTokenIsErlangB() {
    // A bucket of 1 is M/D/1/1: blocked rho / (1 + rho), whatever the service (Erlang 1917).
    QVERIFY(rc::check([] {
        const double rho = *rc::gen::inRange(1, 5000) / 1000.0;
        const PolicerAnswer share = policerShare({rho, 1.0, 1.0});
        RC_ASSERT(std::abs(share.rejected - rho / (1.0 + rho)) < 1e-12);
    }));
}

// The chain of the tokens missing right after a tick, d' = max(min(d + N, B) - 1, 0) with N
// Poisson, iterated until it stands still; admitted per tick: 1 - P(d = 0) P(N = 0).
static double admittedPerTick(double rho, int bucket) {
    std::vector<double> now(bucket, 0.0);
    now[0] = 1.0;
    for (int round = 0; round < 4000; ++round) {
        std::vector<double> next(bucket, 0.0);
        for (int d = 0; d < bucket; ++d) {
            double left = 1.0;
            double arrive = std::exp(-rho);
            for (int n = 0; d + n < bucket; ++n) {
                next[std::max(d + n - 1, 0)] += now[d] * arrive;
                left -= arrive;
                arrive *= rho / (n + 1);
            }
            next[bucket - 1] += now[d] * left;
        }
        now.swap(next);
    }
    return 1.0 - now[0] * std::exp(-rho);
}

void TokenBucketTest::tickingBucketByItsChain() {
    for (const double rho : {0.4, 0.95, 1.0, 1.5, 4.0}) {
        for (const int bucket : {1, 2, 7, 20}) {
            const double share = tickingPolicerShare({3.0 * rho, 3.0, bucket + 0.5}).admitted;
            close(share, admittedPerTick(rho, bucket) / rho, 1e-10);
        }
    }
}

void TokenBucketTest::moreLoadAdmitsLess() {
    QVERIFY(rc::check([] {
        const double rate = *rc::gen::inRange(1, 4000) / 1000.0;
        const double bucket = *rc::gen::inRange(100, 9000) / 100.0;
        const PolicerAnswer share = policerShare({rate, 1.0, bucket});
        const PolicerAnswer busier = policerShare({1.02 * rate, 1.0, bucket});
        const PolicerAnswer larger = policerShare({rate, 1.0, bucket + 1.0});
        RC_ASSERT(share.admitted >= 0.0 && share.admitted <= 1.0);
        RC_ASSERT(busier.admitted <= share.admitted + 1e-12);
        RC_ASSERT(1.02 * busier.admitted >= share.admitted - 1e-12);  // in rate it only grows
        RC_ASSERT(larger.admitted >= share.admitted - 1e-12);
        RC_ASSERT(rate * share.admitted <= 1.0 + 1e-12);
        // Ticks hand out tokens later than a flow does, and hold the fraction until then.
        RC_ASSERT(std::abs(share.admitted + share.rejected - 1.0) < 1e-12);
    }));
}

void TokenBucketTest::largeBucketsAdmitWhatFits() {
    close(policerShare({0.9, 1.0, 1e6}).admitted, 1.0, 1e-15);
    close(policerShare({4.0, 1.0, 1e6}).admitted, 0.25, 1e-15);
    // At rho = 1, 1 / (1 + 1 / (2 x + 2/3)) with x = 999.
    close(policerShare({1.0, 1.0, 1000.0}).admitted, 1.0 / (1.0 + 1.0 / (1998.0 + 2.0 / 3.0)), 1e-12);
}

void TokenBucketTest::shaperOfOneTokenIsMd1() {
    // Mean wait of M/D/1: rho / (2 (1 - rho)) service times of 1/4.
    for (const double rho : {0.1, 0.5, 0.9, 0.99}) {
        const TokenShaper shaper({4.0 * rho, 4.0, 1.0});
        close(shaper.meanDelay(), rho / (2.0 * (1.0 - rho)) / 4.0, 1e-10);
        close(shaper.undelayed(), 1.0 - rho, 1e-12);
    }
}

void TokenBucketTest::meanDelayIsTheIntegralOfTheTail() {
    for (const double bucket : {2.5, 10.0, 40.0}) {
        const TokenShaper shaper({0.9, 1.0, bucket});
        double sum = 0.0;  // Simpson's rule, 200 steps a service time; kinks are at integers
        const double h = 1.0 / 200.0;
        for (int i = 0; i < 200 * 300; ++i) {
            sum += h / 6.0 *
                   (shaper.delayTail(i * h) + 4.0 * shaper.delayTail((i + 0.5) * h) +
                    shaper.delayTail((i + 1) * h));
        }
        close(shaper.meanDelay(), sum, 1e-6);
    }
}

void TokenBucketTest::leakyBucketDelays() {
    // Room for two, one in service and one waiting its rest: G(1) = e^rho, so the cdf is
    // e^{rho (t - 1)} on [0, 1] and the mean delay 1 - (1 - e^{-rho}) / rho.
    for (const double rho : {0.2, 1.0, 3.0}) {
        const TokenBucket leaky{2.0 * rho, 2.0, 2.0};
        close(leakyBucketDelayCdf(leaky, 0.25), std::exp(-0.5 * rho), 1e-13);
        close(leakyBucketMeanDelay(leaky), (1.0 + std::expm1(-rho) / rho) / 2.0, 1e-12);
        QCOMPARE(leakyBucketDelayCdf(leaky, 0.5), 1.0);
    }
    // The mean is what the distribution says, on both sides of where the methods meet.
    for (const double rho : {0.5, 0.999999, 1.0, 1.2}) {
        for (const double room : {9.3, 60.0, 300.0}) {
            const TokenBucket leaky{rho, 1.0, room + 1.0};
            double sum = 0.0;
            const int steps = 60000;
            for (int i = 0; i < steps; ++i) {
                sum += (1.0 - leakyBucketDelayCdf(leaky, (i + 0.5) * room / steps)) * room / steps;
            }
            close(leakyBucketMeanDelay(leaky), sum, 1e-5);
        }
    }
    // Overloaded, it is full: the delay is short of the room by 1 / eta = 1 / 1.5936.
    close(leakyBucketMeanDelay({2.0, 1.0, 1e5}), 99999.0 - 1.0 / 1.5936242600400401, 1e-12);
}

void TokenBucketTest::extremesStayFinite() {
    for (const double rate : {0.0, 1e-12, 1.0, 1e15}) {
        for (const double tokens : {0.0, 1e-12, 1.0, 1e15}) {
            for (const double bucket : {0.0, 0.99, 1.0, 23.5, 25.0, 1e15}) {
                const TokenBucket b{rate, tokens, bucket};
                for (const PolicerAnswer& share : {policerShare(b), tickingPolicerShare(b)}) {
                    QVERIFY(share.admitted >= 0.0 && share.admitted <= 1.0);
                    QVERIFY(share.rejected >= 0.0 && share.rejected <= 1.0);
                }
                QVERIFY(std::isfinite(leakyBucketMeanDelay(b)));
                const TokenShaper shaper(b);
                QVERIFY(shaper.undelayed() >= 0.0 && shaper.undelayed() <= 1.0);
                QVERIFY(shaper.meanDelay() >= 0.0);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TokenBucketTest)
#include "token_bucket_test.moc"
