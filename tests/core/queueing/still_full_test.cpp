// What a request finds that comes back to a queue that was full.
#include "core/queueing/still_full.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <vector>

#include "core/queueing/mm_c_k.h"
#include "core/queueing/retry.h"

using namespace headroom::queueing;

namespace {

// P(full) over time by Kolmogorov's equations, in steps of uniformization (Jensen 1953), and its mean over
// [from, from + length] by Simpson's rule.
class Kolmogorov {
  public:
    Kolmogorov(double up, double mu, int servers, int capacity)
        : up_(up), mu_(mu), servers_(servers), now_(static_cast<std::size_t>(capacity) + 1, 0.0) {
        now_.back() = 1.0;
    }

    double meanFull(double from, double length) {
        advance(from);
        const int steps = 4000;
        double sum = 0.0;
        for (int i = 0; i <= steps; ++i) {
            sum += now_.back() * (i == 0 || i == steps ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0));
            advance(i < steps ? length / steps : 0.0);
        }
        return sum / (3.0 * steps);
    }

  private:
    void advance(double time) {
        const double pace = up_ + servers_ * mu_;
        const int parts = 1 + static_cast<int>(pace * time);
        for (int part = 0; part < parts && time > 0.0; ++part) {
            const double expected = pace * time / parts;
            std::vector<double> power = now_;
            std::vector<double> sum(now_.size(), 0.0);
            double weight = std::exp(-expected);
            for (int k = 0; k < 40; ++k) {
                for (std::size_t n = 0; n < now_.size(); ++n) {
                    sum[n] += weight * power[n];
                }
                weight *= expected / (k + 1);
                power = jumped(power, pace);
            }
            now_ = sum;
        }
    }

    std::vector<double> jumped(const std::vector<double>& from, double pace) const {
        std::vector<double> to(from.size(), 0.0);
        for (std::size_t n = 0; n < from.size(); ++n) {
            const double up = n + 1 < from.size() ? up_ / pace : 0.0;
            const double down = mu_ * std::min<double>(static_cast<double>(n), servers_) / pace;
            to[n] += from[n] * (1.0 - up - down);
            if (n + 1 < from.size()) {
                to[n + 1] += from[n] * up;
            }
            if (n > 0) {
                to[n - 1] += from[n] * down;
            }
        }
        return to;
    }

    double up_;
    double mu_;
    int servers_;
    std::vector<double> now_;
};

}  // namespace

class StillFullTest : public QObject {
    Q_OBJECT
  private slots:
    void oneServerWithoutRoom();
    void kolmogorovsEquations();
    void fromFullToStationary();
    void extremesStayFinite();
    void retriesByHand();
    void retriesLongAfterAreFresh();
};

// M/M/1/1: b + (1 - b) e^{-(lambda + mu) t} with b = lambda / (lambda + mu).
void StillFullTest::oneServerWithoutRoom() {
    const double b = 0.7 / 1.7;
    for (const double t : {1e-6, 0.01, 1.0, 5.0}) {
        QVERIFY(std::abs(stillFull(0.7, 1.0, 1, 1, t, 0.0) - b - (1.0 - b) * std::exp(-1.7 * t)) < 1e-8);
        const double mean = b + (1.0 - b) * -std::expm1(-1.7 * t) / (1.7 * t);
        QVERIFY(std::abs(stillFull(0.7, 1.0, 1, 1, 0.0, t) - mean) < 1e-8);
    }
}

void StillFullTest::kolmogorovsEquations() {
    QVERIFY(rc::check([] {
        const int servers = *rc::gen::inRange(1, 8);
        const int capacity = servers + *rc::gen::inRange(0, 12);
        const double rate = servers * *rc::gen::inRange(50, 3000) / 1000.0;
        const double from = *rc::gen::inRange(0, 300) / 100.0;
        const double length = *rc::gen::inRange(1, 1000) / 100.0;
        const double exact = Kolmogorov(rate, 1.0, servers, capacity).meanFull(from, length);
        RC_ASSERT(std::abs(stillFull(rate, 1.0, servers, capacity, from, length) - exact) < 1e-7);
    }));
}

void StillFullTest::fromFullToStationary() {
    const double stationary = MmckQueue(8.0, 1.0, 10, 15).blocked();
    QCOMPARE(stillFull(8.0, 1.0, 10, 15, 0.0, 0.0), 1.0);
    QVERIFY(std::abs(stillFull(8.0, 1.0, 10, 15, 1e6, 0.0) / stationary - 1.0) < 1e-6);
    double before = 1.0;
    for (double t = 0.01; t < 1000.0; t *= 1.5) {
        const double now = stillFull(8.0, 1.0, 10, 15, 0.0, t);
        QVERIFY(now <= before + 1e-9 && now >= stationary);
        before = now;
    }
}

void StillFullTest::extremesStayFinite() {
    for (const double rate : {1e-9, 0.5, 1.0, 1e6}) {
        for (const std::int64_t servers : {1LL, 1000LL, 1000000LL}) {
            for (const std::int64_t places : {0LL, 7LL, 1000000000LL}) {
                for (const double time : {0.0, 1e-9, 1.0, 1e9, 1e15}) {
                    const double full = stillFull(rate * servers, 1.0, servers, servers + places, time, time);
                    QVERIFY(full >= 0.0 && full <= 1.0);
                }
            }
        }
    }
}

// Half are rejected, of those that come back three quarters, and a tenth fails otherwise. With one retry:
// 0.4 succeed at first; 0.5 come back rejected of which 0.2 succeed, 0.1 anew of which 0.4.
void StillFullTest::retriesByHand() {
    const double again[] = {0.75};
    const AttemptChances fresh{.success = 0.4, .rejected = 0.5, .failed = 0.1};
    const RefusedRetries r = retriesAfterRefusal(fresh, 0.5, again, 1, 1e9);
    QCOMPARE(r.attempts, 1.6);
    QCOMPARE(r.success, 0.4 + 0.5 * 0.2 + 0.1 * 0.4);
    QCOMPARE(r.failed, 1.0 - r.success);
    // Half of those that come back are rejected whatever else; the others as half of fresh ones are.
    QCOMPARE(r.echoes, 0.5 * 0.5);
    const RefusedRetries few = retriesAfterRefusal(fresh, 0.5, again, 1, 0.3);
    QVERIFY(std::abs(few.attempts - 1.3) < 1e-12);
    QVERIFY(std::abs(few.success + few.failed - 1.0) < 1e-12);
}

void StillFullTest::retriesLongAfterAreFresh() {
    QVERIFY(rc::check([] {
        const double p = *rc::gen::inRange(1, 999) / 1000.0;
        const int retries = *rc::gen::inRange(0, 9);
        const double again[] = {p};
        const RefusedRetries r =
            retriesAfterRefusal({.success = 1.0 - p, .rejected = p, .failed = 0.0}, p, again, retries, 1e9);
        RC_ASSERT(std::abs(r.attempts - meanAttempts(p, retries)) < 1e-12);
        RC_ASSERT(std::abs(r.failed - finalFailure(p, retries)) < 1e-12);
        RC_ASSERT(r.echoes == 0.0);
    }));
}

QTEST_GUILESS_MAIN(StillFullTest)
#include "still_full_test.moc"
