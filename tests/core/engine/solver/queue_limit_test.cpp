#include <QTest>
#include <cmath>
#include <vector>

#include "core/queueing/en_m_c_k.h"
#include "core/queueing/erlang.h"
#include "core/queueing/mm_c_k.h"
#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

namespace {

results::Results oneStation(const std::string& rps, const std::string& more, const std::string& onCall = "") {
    return solved(client(rps) + component("web", "service", "'instances': 1, " + more),
                  call("e", "users", "web", onCall));
}

results::Results inTurn(int machines, int workers, double places, double rho) {
    const double rps = rho * machines * workers * 100;
    return solved(
        client(shortest(rps)) +
            component("web", "service",
                      "'instances': " + std::to_string(machines) + ", 'workers': " + std::to_string(workers) +
                          ", 'service_time_ms': 10, 'queue_limit': " + shortest(places)),
        call("e", "users", "web", ", 'policy': 'round_robin'"));
}

// M/D/1 with room for `places` to wait: the chain of those left behind by departures, of which k arrive
// during a constant service with probability e^-a a^k / k!. With p0 of it, the share lost is
// 1 - 1 / (p0 + a) (Kleinrock 1975, section 5; K = places + 1).
double lostByConstantService(double a, int places) {
    const int states = places + 1;
    std::vector<double> left(static_cast<std::size_t>(states), 0);
    left[0] = 1;
    std::vector<double> arrive(static_cast<std::size_t>(states) + 1);
    for (std::size_t k = 0; k < arrive.size(); ++k) {
        arrive[k] =
            std::exp(-a + static_cast<double>(k) * std::log(a) - std::lgamma(static_cast<double>(k) + 1));
    }
    for (std::size_t k = 0; k + 1 < left.size(); ++k) {
        double into = left[k] - left[0] * arrive[k];
        for (std::size_t j = 1; j <= k; ++j) {
            into -= left[j] * arrive[k - j + 1];
        }
        left[k + 1] = into / arrive[0];
    }
    double all = 0;
    for (const double weight : left) {
        all += weight;
    }
    return 1 - 1 / (left[0] / all + a);
}

}  // namespace

class QueueLimitTest : public QObject {
    Q_OBJECT

  private slots:
    // What is let through is no Poisson stream, which matters to whoever stands behind.
    void whatIsLetThroughIsNamed() {
        const auto named = [](const char* rps, const std::string& behind) {
            const std::string web = component("web", "service",
                                              "'instances': 1, 'workers': 1, 'service_time_ms': 10, "
                                              "'queue_limit': 0");
            return hasFinding(
                solved(client(rps) + web + service("db", "1"), call("e", "users", "web") + behind),
                "approximate-room");
        };
        const std::string onward = "," + call("d", "web", "db");
        QVERIFY(named("50", onward));
        QVERIFY(!named("50", ""));
        QVERIFY(!named("0.01", onward));
    }

    // Erlang's loss formula holds for any service distribution: B(3, 2.4).
    void withoutRoomOnlyTheMeanServiceMatters() {
        for (const char* cv : {"0", "1", "3"}) {
            const auto r =
                oneStation("80", "'workers': 3, 'service_time_ms': 30, 'queue_limit': 0, 'service_cv': " +
                                     std::string(cv));
            COMPARE_WITHIN(r.components.at("web").error_rate, queueing::erlangB(2.4, 3), 1e-9);
            QCOMPARE(*r.components.at("web").wait_ms.mean, 0.0);
            QVERIFY(hasFinding(r, "queue-full"));
        }
    }

    // L = lambda W holds for those who wait, lambda being what is let in; nothing is served that was lost.
    void littlesLawAndFlow() {
        const auto r = oneStation("150", "'workers': 2, 'service_time_ms': 10, 'queue_limit': 7");
        const auto& web = r.components.at("web");
        COMPARE_WITHIN(web.queue_length, *web.throughput_rps * *web.wait_ms.mean / 1000, 1e-9);
        COMPARE_WITHIN(*web.throughput_rps + *web.dropped_rps, 150, 1e-12);
    }

    // Twice the load on one worker with room for four: most is turned away, nobody waits longer than five
    // services on average, and no queue grows.
    void overloadTurnsAwayAndDoesNotGrow() {
        const auto r = oneStation("200", "'workers': 1, 'service_time_ms': 10, 'queue_limit': 4");
        const auto& web = r.components.at("web");
        const queueing::MmckQueue queue(0.2, 0.1, 1, 5);
        COMPARE_WITHIN(web.error_rate, queue.blocked(), 1e-9);
        COMPARE_WITHIN(web.wait_ms.mean, queue.meanWait(), 1e-9);
        COMPARE_WITHIN(web.offered_utilization, 2, 1e-9);
        QCOMPARE(*web.backlog_growth_rps, 0.0);
        QCOMPARE(web.status, results::Status::degraded);
        QVERIFY(!hasFinding(r, "saturated"));
    }

    // One retry of what was turned away, long after, is a fresh arrival: lambda' = lambda (1 + B(lambda')).
    void retriesOfTheRejectedComeAgain() {
        const auto r = oneStation("70", "'workers': 1, 'service_time_ms': 10, 'queue_limit': 2",
                                  ", 'retries': 1, 'backoff_ms': 1000000000");
        double arrivals = 70;
        for (int i = 0; i < 200; ++i) {
            arrivals = 70 * (1 + queueing::MmckQueue(arrivals / 1000, 0.1, 1, 3).blocked());
        }
        COMPARE_WITHIN(r.components.at("web").arrival_rps, arrivals, 1e-6);
        const double lost = queueing::MmckQueue(arrivals / 1000, 0.1, 1, 3).blocked();
        COMPARE_WITHIN(r.system.error_rate, lost * lost, 1e-6);
        COMPARE_WITHIN(r.connections.at("e").retry_rps, 70 * lost, 1e-6);
    }

    // Each of four machines in turn gets every fourth request. With one worker and no room (Takacs 1957) the
    // share lost is A*(mu) = (4 lambda / (4 lambda + mu))^4 = (3.6 / 4.6)^4 = 0.375127 at 0.9 of full load:
    // 135.05 of 360 requests/s. No wait, and nothing approximate.
    void inTurnWithoutRoomByHand() {
        const auto r = inTurn(4, 1, 0, 0.9);
        COMPARE_WITHIN(r.components.at("web").error_rate, std::pow(3.6 / 4.6, 4), 1e-9);
        COMPARE_WITHIN(r.components.at("web").dropped_rps, 135.046, 1e-5);
        QCOMPARE(*r.components.at("web").wait_ms.mean, 0.0);
        QVERIFY(!hasFinding(r, "approximate-wait"));
    }

    // E_n/M/c/K with room, where loss and mean wait are exact; with more than one place the distribution of
    // waits is not, and that is said.
    // Constant services, four machines of one worker in turn at 70 %: of those that come while one is served,
    // E floor(N / 4) with N Poisson of mean 2.8 are lost before the next gets in.
    void inTurnWithoutRoomByCounting() {
        double probability = std::exp(-2.8);
        double during = 0;
        for (int n = 0; n < 60; ++n) {
            during += probability * (n / 4);
            probability *= 2.8 / (n + 1);
        }
        const auto r =
            solved(client("280") + component("lb", "load_balancer", "'service_time_ms': 0") +
                       component("s", "service",
                                 "'instances': 4, 'workers': 1, 'service_time_ms': 10, 'service_cv': "
                                 "0, 'queue_limit': 0"),
                   call("c", "users", "lb") + ", " + call("d", "lb", "s"));
        COMPARE_WITHIN(r.components.at("s").dropped_rps, 280 * during / (1 + during), 1e-9);
        QVERIFY(!hasFinding(r, "approximate-wait"));
    }

    void inTurnWithRoom() {
        for (const int workers : {1, 4}) {
            for (const int places : {1, 2, 9}) {
                const auto r = inTurn(3, workers, places, 1.1);
                const queueing::EnMckQueue queue(0.11 * workers, 3, 0.1, workers, workers + places);
                COMPARE_WITHIN(r.components.at("web").error_rate, queue.blocked(), 1e-9);
                COMPARE_WITHIN(r.components.at("web").wait_ms.mean, queue.meanWait(), 1e-6);
                QCOMPARE(hasFinding(r, "approximate-wait"), places > 1);
            }
        }
    }

    // A clock's ticks are taken as with 255 stages: lost is nearly A*(mu) = exp(-1 / 0.9) = 0.329193
    // (D/M/1/1); (255 x 0.9 / (255 x 0.9 + 1))^255 = 0.3300.
    void ticksAreNearlyExact() {
        const auto r = solved(client("90", ", 'arrival': 'deterministic'") +
                                  component("web", "service",
                                            "'instances': 1, 'workers': 1, 'service_time_ms': 10, "
                                            "'queue_limit': 0"),
                              call("e", "users", "web"));
        COMPARE_WITHIN(r.components.at("web").error_rate, std::exp(-1 / 0.9), 0.003);
        QVERIFY(hasFinding(r, "approximate-wait"));
    }

    // Where exact sums take too many states, fewer stages stand for many, and where there is not room for
    // sixteen of them the places are scaled, as for other services. All is finite and at once; just below and
    // above that the shares lost are within a tenth of each other.
    void inTurnOfAnySize() {
        const double below = *inTurn(4, 1, 990, 1.01).components.at("web").error_rate;
        const double above = *inTurn(4, 1, 1010, 1.01).components.at("web").error_rate;
        QVERIFY2(std::abs(above / below - 1) < 0.1, qPrintable(QString("%1 %2").arg(below).arg(above)));
        for (const int workers : {1, 1000, 1000000}) {
            for (const double places : {0.0, 1000.0, 1e9}) {
                for (const double rho : {1e-6, 0.9, 5.0}) {
                    const auto r = inTurn(workers < 1000000 ? 200 : 2, workers, places, rho);
                    const double lost = *r.components.at("web").error_rate;
                    QVERIFY(lost >= 0 && lost <= 1);
                    QVERIFY(lost >= 1 - 1 / rho - 1e-9);
                    QVERIFY(std::isfinite(*r.components.at("web").wait_ms.mean));
                    QVERIFY(std::isfinite(*r.components.at("web").wait_ms.p99));
                }
            }
        }
    }

    // Constant services have no closed form here: the scaled room stays within a quarter of the exact loss
    // where that is above one in ten thousand, and says that it is approximate.
    void constantServiceIsClose() {
        for (const double load : {0.7, 0.9, 1.2}) {
            for (const int places : {2, 5, 10}) {
                const double exact = lostByConstantService(load, places);
                if (exact < 1e-4) {
                    continue;
                }
                const auto r = oneStation(std::to_string(load * 100),
                                          "'workers': 1, 'service_time_ms': 10, 'service_cv': 0, "
                                          "'queue_limit': " +
                                              std::to_string(places));
                const double found = *r.components.at("web").error_rate;
                QVERIFY2(std::abs(found / exact - 1) < 0.25,
                         qPrintable(QString("%1 %2: %3 %4").arg(load).arg(places).arg(found).arg(exact)));
                QVERIFY(hasFinding(r, "approximate-wait"));
            }
        }
    }
};

QTEST_GUILESS_MAIN(QueueLimitTest)
#include "queue_limit_test.moc"
