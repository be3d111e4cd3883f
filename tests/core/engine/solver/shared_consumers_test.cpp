#include "core/engine/solver/shared_consumers.h"

#include <QtTest/QTest>
#include <algorithm>
#include <cmath>

using namespace headroom::engine;
using headroom::engine::solver::deliveriesOfEach;
using headroom::engine::solver::MessageClaim;
using headroom::engine::solver::messageClaim;

namespace {

constexpr double horizonS = 600;

bool are(const std::vector<double>& found, const std::vector<double>& expected) {
    return std::ranges::equal(found, expected,
                              [](double a, double b) { return std::abs(a - b) <= 1e-6 * std::max(b, 1.0); });
}

/// Of messages that each hold a slot for 10 ms.
MessageClaim claim(double rate, const MessageRules& rules = {}) {
    return messageClaim(rules, rate, 0.01, horizonS);
}

}  // namespace

/// 2 slots, 10 ms a message: 200 deliveries a second.
class SharedConsumersTest : public QObject {
    Q_OBJECT

  private slots:
    void whatFitsIsTaken() { QVERIFY(are(deliveriesOfEach({claim(60), claim(140)}, 2), {60, 140})); }

    // 200 of 450: of each the same part.
    void withoutLimitsAllFallBehindAlike() {
        QVERIFY(are(deliveriesOfEach({claim(150), claim(300)}, 2), {150 * 200.0 / 450, 300 * 200.0 / 450}));
    }

    // Both are as old as 150 messages at 200 a second, 0.75 s: 100 / 0.75 and 50 / 0.75.
    void thoseThatRefuseShareByWhatMayWait() {
        QVERIFY(are(deliveriesOfEach({claim(300, {.maxLength = 100}), claim(900, {.maxLength = 50})}, 2),
                    {100 / 0.75, 50 / 0.75}));
        QVERIFY(are(deliveriesOfEach({claim(150), claim(300, {.maxLength = 10})}, 2), {150, 50}));
    }

    // Who loses what is old is served last: 20 messages at 400 a second are 50 ms old at most, and 100 that
    // are refused beyond that are never younger than half a second.
    void thoseThatLoseWhatIsOldComeLast() {
        const MessageClaim fresh = claim(400, {.maxLength = 20, .overflow = Overflow::dropOldest});
        QVERIFY(are(deliveriesOfEach({claim(300, {.maxLength = 100}), fresh}, 2), {200, 0}));
        QVERIFY(are(deliveriesOfEach({claim(150), fresh}, 2), {150, 50}));
        QVERIFY(are(deliveriesOfEach({claim(150), claim(300, {.retentionMs = 2000})}, 2), {150, 50}));
        QVERIFY(are(deliveriesOfEach({claim(250), claim(300, {.retentionMs = 2000})}, 2), {200, 0}));
    }

    // What is not reached within the horizon is no limit.
    void farLimitsDoNotCount() {
        const MessageClaim far = claim(300, {.maxLength = 200000, .retentionMs = 700e3});
        QVERIFY(are(deliveriesOfEach({claim(100), far}, 2), {50, 150}));
    }
};

QTEST_GUILESS_MAIN(SharedConsumersTest)
#include "shared_consumers_test.moc"
