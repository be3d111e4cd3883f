#include "core/queueing/bucket_delay.h"

#include <QtTest/QTest>
#include <cmath>

#include "core/queueing/favouring_policer.h"

using namespace headroom::queueing;

class BucketDelayTest : public QObject {
    Q_OBJECT

  private slots:
    // The work of M/D/1 less what is saved up: for a bucket of one, rho / (2 (1 - rho)).
    void whatAShaperHolds() {
        const TokenBucket plain{.arrivalRate = 0.8, .tokenRate = 1, .bucket = 1};
        const HeldBack held = heldByShaper(plain);
        QVERIFY(std::abs(held.mean - 2) < 1e-9);
        QVERIFY(std::abs(held.probability - 0.8) < 1e-9);
        QVERIFY(std::abs(holdingTime(plain, held, true).mean() - 2) < 1e-9);
        const TokenBucket saved{.arrivalRate = 0.95, .tokenRate = 1, .bucket = 20};
        const WaitDistribution time = holdingTime(saved, heldByShaper(saved), true);
        QVERIFY(std::abs(time.mean() - 1.37550455417) < 1e-8);
        QVERIFY(std::abs(1 - time.probability() - 0.860077702988) < 1e-9);
    }

    // G(t) = e^t up to 1 at load 1: who is let in waits at most t with chance e^(t - 1).
    void whatALeakingBucketHolds() {
        const TokenBucket leaky{.arrivalRate = 1, .tokenRate = 1, .bucket = 2};
        const HeldBack held = heldByLeakyBucket(leaky);
        QVERIFY(std::abs(held.mean - std::exp(-1.0)) < 1e-9);
        QVERIFY(std::abs(held.probability - (1 - std::exp(-1.0))) < 1e-9);
        QVERIFY(std::abs(holdingTime(leaky, held, false).mean() - held.mean) < 1e-9);
        QCOMPARE(heldByLeakyBucket({.arrivalRate = 1, .tokenRate = 1, .bucket = 1}).mean, 0.0);
        QCOMPARE(heldByLeakyBucket({.arrivalRate = 0, .tokenRate = 1, .bucket = 5}).mean, 0.0);
    }

    // One class, or several that leave each other nothing, are a policer.
    void withoutReserveAPolicer() {
        for (const double load : {0.5, 0.95, 1.5, 4.0}) {
            for (const double bucket : {1.0, 5.0, 100.0}) {
                const double admitted =
                    policerShare({.arrivalRate = load, .tokenRate = 1, .bucket = bucket}).admitted;
                const auto one = favouringPolicer({{load, bucket - 1}});
                const auto three = favouringPolicer(
                    {{0.5 * load, bucket - 1}, {0.25 * load, bucket - 1}, {0.25 * load, bucket - 1}});
                QVERIFY2(std::abs(one[0] / admitted - 1) < 1e-4,
                         qPrintable(QString::number(one[0] / admitted)));
                QVERIFY(std::abs(three[2] - one[0]) < 1e-9);
            }
        }
    }

    // Half an arrival each, room for 1 and for 0: (2 e^(1/2) - 1) / (1 + e^(1/2)) and 1 / (1 + e^(1/2)).
    void whoMattersMoreIsFavoured() {
        const auto shares = favouringPolicer({{0.5, 1}, {0.5, 0}});
        const double root = std::exp(0.5);
        QVERIFY(std::abs(shares[0] - (2 * root - 1) / (1 + root)) < 1e-5);
        QVERIFY(std::abs(shares[1] - 1 / (1 + root)) < 1e-5);
        QCOMPARE(favouringPolicer({{0.5, 1}, {0.5, -0.1}})[1], 0.0);
        QCOMPARE(favouringPolicer({{0.5, -1}})[0], 0.0);
    }

    // As a fluid: 0.4 of 1 first, then 0.6 of the next 1.2.
    void manyTokensFavourStrictly() {
        const auto shares = favouringPolicer({{1.2, 10000}, {0.4, 20000}, {1, 5000}});
        QCOMPARE(shares[1], 1.0);
        QVERIFY(std::abs(shares[0] - 0.5) < 1e-12);
        QCOMPARE(shares[2], 0.0);
    }

    // What grows beyond all numbers keeps its ratios.
    void deepOverloadKeepsItsRatios() {
        const auto shares = favouringPolicer({{3, 4000}, {3, 2000}});
        QVERIFY(std::abs(shares[0] - 1.0 / 3) < 1e-3);
        QVERIFY(shares[1] >= 0 && shares[1] < 1e-6);
    }
};

QTEST_GUILESS_MAIN(BucketDelayTest)
#include "bucket_delay_test.moc"
