// A queue to which what is late for its caller comes back.
#include "core/queueing/late_retrials.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "core/queueing/client_timeout.h"
#include "core/queueing/late_tables.h"
#include "core/queueing/mm_c.h"
#include "tests/core/queueing/nearness.h"

using namespace headroom::queueing;
using headroom::queueing::testing::compareNear;

namespace {

RetrialStream streamOf(double rate, double limit, double longest, int retries) {
    RetrialStream stream;
    stream.fresh = {rate};
    for (int k = 0; k < retries; ++k) {
        stream.waits.push_back({.from = limit, .length = std::ldexp(longest, k)});
    }
    return stream;
}

LateRetrialQueue::Load loadOf(int servers, double limit, const RetrialStream& stream) {
    return {.serviceRate = 1.0,
            .servers = servers,
            .limit = limit,
            .others = 0.0,
            .streams = {stream},
            .restMean = 1.0,
            .restScv = 1.0};
}

// Nobody comes back, so that what one would find who did is known.
LateRetrialQueue::Load lonely(int servers, double limit, double rate, double from, double longest) {
    RetrialStream stream = streamOf(rate, limit, longest, 1);
    stream.waits[0].from = from;
    stream.returns = 0.0;
    return loadOf(servers, limit, stream);
}

/// M/M/c with one request among all others, by small steps of its equations: until `limit` it waits, or is
/// in service; who is late then is followed until `limit` + `after`.
class OneAmongOthers {
  public:
    OneAmongOthers(int servers, double rate) : servers_(servers), rate_(rate) {
        // Found by it: the law of M/M/c.
        std::vector<double> found(most);
        found[0] = 1.0;
        for (std::size_t n = 1; n < most; ++n) {
            found[n] = found[n - 1] * rate / static_cast<double>(std::min<std::size_t>(n, servers));
        }
        const double all = std::accumulate(found.begin(), found.end(), 0.0);
        served_.assign(most, 0.0);
        waiting_.assign(most, std::vector<double>(most, 0.0));
        for (std::size_t n = 0; n + 1 < most; ++n) {
            if (n < static_cast<std::size_t>(servers)) {
                served_[n + 1] = found[n] / all;
            } else {
                waiting_[n - static_cast<std::size_t>(servers) + 1][0] = found[n] / all;
            }
        }
    }

    // What is left of it is late.
    double late(double limit) {
        for (int i = 0; i < steps; ++i) {
            stepUntilLimit(limit / steps);
        }
        law_ = served_;
        for (std::size_t left = 1; left < most; ++left) {
            for (std::size_t behind = 0; servers_ + left + behind < most; ++behind) {
                law_[servers_ + left + behind] += waiting_[left][behind];
            }
        }
        const double all = std::accumulate(law_.begin(), law_.end(), 0.0);
        for (double& p : law_) {
            p /= all;
        }
        return all;
    }

    // P(one who comes then finds so many that it is late).
    double lateAgain(double after, const std::vector<double>& late) {
        for (int i = 0; i < steps && after > 0; ++i) {
            std::vector<double> next = law_;
            for (std::size_t n = 0; n < most; ++n) {
                const double dies = static_cast<double>(std::min(n, servers_));
                const double flow = law_[n] * after / steps;
                next[n] -= flow * ((n + 1 < most ? rate_ : 0.0) + dies);
                if (n + 1 < most) {
                    next[n + 1] += flow * rate_;
                }
                if (n > 0) {
                    next[n - 1] += flow * dies;
                }
            }
            law_ = next;
        }
        return std::inner_product(law_.begin(), law_.end(), late.begin(), 0.0);
    }

    static constexpr std::size_t most = 40;

  private:
    static constexpr int steps = 20000;

    void stepUntilLimit(double dt) {
        std::vector<double> served = served_;
        auto waiting = waiting_;
        for (std::size_t n = 1; n < most; ++n) {
            const double others = static_cast<double>(std::min(n, servers_) - 1);
            const double flow = served_[n] * dt;
            served[n] -= flow * (1.0 + others + (n + 1 < most ? rate_ : 0.0));
            served[n - 1] += flow * others;
            if (n + 1 < most) {
                served[n + 1] += flow * rate_;
            }
        }
        for (std::size_t left = 1; left < most; ++left) {
            for (std::size_t behind = 0; behind < most; ++behind) {
                const double flow = waiting_[left][behind] * dt;
                const double pace = static_cast<double>(servers_);
                waiting[left][behind] -= flow * (pace + (behind + 1 < most ? rate_ : 0.0));
                if (behind + 1 < most) {
                    waiting[left][behind + 1] += flow * rate_;
                }
                if (left > 1) {
                    waiting[left - 1][behind] += flow * pace;
                } else if (servers_ + behind < most) {
                    served[servers_ + behind] += flow * pace;
                }
            }
        }
        served_ = std::move(served);
        waiting_ = std::move(waiting);
    }

    std::size_t servers_;
    double rate_;
    std::vector<double> served_;                // by requests there
    std::vector<std::vector<double>> waiting_;  // by completions before its service, and requests behind it
    std::vector<double> law_;
};

}  // namespace

class LateRetrialQueueTest : public QObject {
    Q_OBJECT

  private slots:
    // One server, rate a, limit T: where one is late, the number from it to the front is geometric again, and
    // Poisson(a T) have come behind it. Who finds n is late with P(Poisson(T) <= n).
    void oneServerAtTheLimit() {
        const double rate = 0.4;
        const double limit = 3.0;
        LateRetrialQueue queue;
        QVERIFY(queue.solve(lonely(1, limit, rate, limit, 0.0)));
        compareNear(queue.late(), std::exp(-(1.0 - rate) * limit), 1e-7);
        const std::vector<double> behind = poissonLaw(rate * limit, 80);
        const std::vector<double> done = poissonLaw(limit, 161);
        double again = 0.0;
        for (std::size_t b = 0; b < 80; ++b) {
            for (std::size_t left = 1; left < 80; ++left) {
                const double few = std::accumulate(done.begin(), done.begin() + b + left + 1, 0.0);
                again += behind[b] * (1.0 - rate) * std::pow(rate, left - 1.0) * few;
            }
        }
        compareNear(queue.lateAgain(0, 1), again, 2e-3);
    }

    // Several, at the limit and some time after it, against the equations of all that may happen.
    void severalServersAfterwards() {
        for (const double after : {0.0, 0.7, 4.0}) {
            OneAmongOthers others(3, 1.5);
            const double late = others.late(2.5);
            LateRetrialQueue queue;
            QVERIFY(queue.solve(lonely(3, 2.5, 1.5, 2.5 + after, 0.0)));
            compareNear(queue.late(), late, 1e-3);
            compareNear(queue.late(), clientTimeoutShare(1.5, 1.0, 3, 2.5), 1e-6);
            LateTables tables(
                {.serviceRate = 1.0, .servers = 3, .limit = 2.5, .states = OneAmongOthers::most},
                [](double t) { return std::exp(-t); });
            compareNear(queue.lateAgain(0, 1), others.lateAgain(after, tables.late()), 4e-3);
        }
    }

    // Two that come at the same moment to one server: who stands behind one that is late is late.
    void theNextIsLateToo() {
        const double limit = 2.0;
        LateTables tables({.serviceRate = 1.0, .servers = 1, .limit = limit, .states = 60},
                          [](double t) { return std::exp(-t); });
        std::vector<double> found(60);
        for (std::size_t n = 0; n < found.size(); ++n) {
            found[n] = 0.5 * std::pow(0.5, n);
        }
        LateTables::Path path;
        path.waiting = tables.waiting(found);
        path.served.push_back(std::vector<double>(60));
        path.served[0][1] = found[0] * tables.servedLate();
        path.behind.push_back(0.0);
        path.behindWaiting.push_back(0.0);
        for (std::size_t i = 0; i < LateTables::steps; ++i) {
            path.begins.push_back(tables.begins(i, found));
        }
        const double late = std::inner_product(found.begin(), found.end(), tables.late().begin(), 0.0);
        compareNear(late, std::exp(-0.5 * limit), 1e-6);
        compareNear(tables.both(0, path), late, 1e-3);
    }

    // x = 1.2 (1 + p + p^2), p of M/M/2 at x.
    void longAfterIsAtRandom() {
        LateRetrialQueue queue;
        QVERIFY(queue.solve(loadOf(2, 4.0, streamOf(1.2, 4.0, 1e9, 2))));
        const double p = queue.late();
        compareNear(p, clientTimeoutShare(1.2 * (1.0 + p + p * p), 1.0, 2, 4.0), 1e-5);
        compareNear(queue.lateAgain(0, 1), p, 1e-4);
        compareNear(queue.lateAgain(0, 2), p, 1e-4);
    }

    // Births over deaths: what comes is served.
    void allAreServed() {
        LateRetrialQueue queue;
        QVERIFY(queue.solve(loadOf(2, 3.0, streamOf(0.8, 3.0, 2.0, 1))));
        double busy = 0.0;
        for (std::size_t n = 0; n < queue.found().size(); ++n) {
            busy += queue.found()[n] * static_cast<double>(std::min<std::size_t>(n, 2));
        }
        compareNear(busy, queue.arrivals(), 1e-6);
        compareNear(queue.arrivals(), 0.8 * (1.0 + queue.late()), 1e-6);
        const std::vector<double> all = queue.foundByAll();
        compareNear(std::accumulate(all.begin(), all.end(), 0.0), 1.0, 1e-9);
        QVERIFY(queue.lateAgain(0, 1) > queue.late());
    }

    // The same, whatever was solved before.
    void beginsWithWhatIsKnown() {
        LateRetrialQueue one;
        QVERIFY(one.solve(loadOf(1, 3.0, streamOf(0.3, 3.0, 2.0, 2))));
        QVERIFY(one.solve(loadOf(1, 3.0, streamOf(0.2, 3.0, 2.0, 2))));
        LateRetrialQueue other;
        QVERIFY(other.solve(loadOf(1, 3.0, streamOf(0.2, 3.0, 2.0, 2))));
        compareNear(one.late(), other.late(), 1e-6);
        compareNear(one.lateAgain(0, 2), other.lateAgain(0, 2), 1e-6);
    }

    // Three attempts of what is late are more than can be done; and of a limit of 2000 services nothing is
    // known.
    void whatHasNoLaw() {
        LateRetrialQueue queue;
        QVERIFY(!queue.solve(loadOf(1, 5.0, streamOf(0.5, 5.0, 0.0, 2))));
        QVERIFY(!queue.solve(loadOf(1, 2000.0, streamOf(0.1, 2000.0, 1.0, 1))));
        QVERIFY(queue.solve(loadOf(1, 5.0, streamOf(0.1, 5.0, 1.0, 1))));
    }
};

QTEST_GUILESS_MAIN(LateRetrialQueueTest)
#include "late_retrials_test.moc"
