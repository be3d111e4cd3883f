#include "core/queueing/circuit_breaker.h"

#include <QTest>
#include <bit>
#include <cmath>
#include <vector>

using namespace headroom::queueing;

namespace {

/// The chain of the last `window` outcomes, a bit each, from the first full window on: its mean time until
/// `k` of them have failed is the sum of the chances that it has not come yet.
double exactCalls(double failure, unsigned k, unsigned window) {
    const std::size_t states = std::size_t{1} << window;
    const auto opens = [&](std::size_t outcomes) { return std::popcount(outcomes) >= static_cast<int>(k); };
    std::vector<double> now(states, 0.0);
    for (std::size_t outcomes = 0; outcomes < states; ++outcomes) {
        const int failed = std::popcount(outcomes);
        now[outcomes] = opens(outcomes) ? 0.0
                                        : std::pow(failure, failed) *
                                              std::pow(1.0 - failure, static_cast<int>(window) - failed);
    }
    double calls = window;
    double left = 1.0;
    for (double before = 2.0; left > 1e-12 * calls;) {
        left = 0.0;
        std::vector<double> next(states, 0.0);
        for (std::size_t outcomes = 0; outcomes < states; ++outcomes) {
            left += now[outcomes];
            for (const std::size_t last : {0U, 1U}) {
                const std::size_t after = ((outcomes << 1) & (states - 1)) | last;
                next[after] += opens(after) ? 0.0 : now[outcomes] * (last == 1 ? failure : 1.0 - failure);
            }
        }
        calls += left;
        // In the end the chances shrink by the same factor each time.
        if (calls > 40.0 * window && left > 0.0) {
            return calls + left * (left / before) / (1.0 - left / before);
        }
        before = left;
        now.swap(next);
    }
    return calls;
}

}  // namespace

class CircuitBreakerTest : public QObject {
    Q_OBJECT

  private slots:
    // By hand: one failure of one call takes 1 / p. Both of two, from S (a success, or none seen at first)
    // over F: E = (1 + p) / p^2.
    void byHand() {
        QVERIFY(std::abs(callsUntilOpen(0.25, 0.5, 1) - 4.0) < 1e-12);
        QVERIFY(std::abs(callsUntilOpen(0.2, 1.0, 2) / (1.2 / 0.04) - 1.0) < 1e-3);
        QCOMPARE(callsUntilOpen(1.0, 0.5, 8), 8.0);
        QVERIFY(std::isinf(callsUntilOpen(0.0, 0.5, 8)));
        QVERIFY(std::isinf(callsUntilOpen(1e-6, 1.0, 20)));
    }

    void againstTheChain() {
        for (const unsigned window : {2U, 3U, 5U, 8U, 10U}) {
            for (unsigned k = 1; k <= window; ++k) {
                for (const double failure : {0.1, 0.2, 0.3, 0.5, 0.8}) {
                    const double exact = exactCalls(failure, k, window);
                    const double found = callsUntilOpen(failure, static_cast<double>(k) / window, window);
                    QVERIFY2(std::abs(found / exact - 1.0) < 0.015,
                             qPrintable(QStringLiteral("%1 of %2 at %3: %4, exactly %5")
                                            .arg(k)
                                            .arg(window)
                                            .arg(failure)
                                            .arg(found)
                                            .arg(exact)));
                }
            }
        }
    }

    // Large windows end, and stay between the first full one and never.
    void anyWindow() {
        for (const std::int64_t window : {1000LL, 1'000'000LL}) {
            for (const double failure : {1e-9, 0.01, 0.4999, 0.5, 0.9, 1.0 - 1e-12}) {
                for (const double threshold : {0.0, 0.01, 0.5, 1.0}) {
                    const double calls = callsUntilOpen(failure, threshold, window);
                    QVERIFY(calls >= static_cast<double>(window));
                }
            }
        }
    }

    // Refused are those that come while it is open, and during the probe: of 100/s, with one probe of 10 ms
    // after each second where all fail, 1 of 1.02 s * 100.
    void aDeadCallee() {
        const double refused = refusedByBreaker({.attemptRate = 100,
                                                 .failure = 1,
                                                 .callTime = 0.01,
                                                 .threshold = 0.5,
                                                 .window = 10,
                                                 .openTime = 1});
        QVERIFY(std::abs(1.0 - refused - 1.0 / 102.0) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(CircuitBreakerTest)
#include "circuit_breaker_test.moc"
