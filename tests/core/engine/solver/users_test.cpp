// Closed workloads by the solver: closed forms, laws and limits.
#include <rapidcheck.h>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

namespace {

std::string users(double count, double thinkMs, const std::string& more = "") {
    return "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'users': " +
           shortest(count) + ", 'think_time_ms': " + shortest(thinkMs) + more + "}]}";
}

std::string machines(double instances, double workers, double serviceMs, const std::string& more = "") {
    return component("s", "service",
                     "'instances': " + shortest(instances) + ", 'workers': " + shortest(workers) +
                         ", 'service_time_ms': " + shortest(serviceMs) + more);
}

void holdsLittlesLaw(const results::Results& r, double count, double thinkMs) {
    const double there = *r.system.offered_rps * (thinkMs + *r.system.latency_ms.mean) / 1000;
    RC_ASSERT(std::abs(there - count) <= 1e-6 * count);
}

}  // namespace

class UsersTest : public QObject {
    Q_OBJECT

  private slots:
    // N = 1: X = 1 / (Z + S) = 1 / 0.5 s. N = 2, Z = 0 on one worker: always busy, X = 1 / S and R = 2 S.
    void byHand() {
        COMPARE_WITHIN(
            solved(users(1, 400) + machines(1, 1, 100), call("c", "users", "s")).system.offered_rps, 2,
            1e-12);
        const results::Results r = solved(users(2, 0) + machines(1, 1, 100), call("c", "users", "s"));
        COMPARE_WITHIN(r.system.offered_rps, 10, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 200, 1e-9);
        COMPARE_WITHIN(r.components.at("s").utilization, 1, 1e-12);
        QVERIFY(!hasFinding(r, "saturated"));
    }

    // Two who always find each other: R = 2 services, Erlang of two stages. P(R > t) = e^-x (1 + x) = 0.01
    // at x = 6.6384.
    void percentilesByHand() {
        const results::Results r = solved(users(2, 0) + machines(1, 1, 100), call("c", "users", "s"));
        COMPARE_WITHIN(r.system.latency_ms.p99, 663.84, 1e-4);
    }

    // Whoever nobody waits for makes nobody wait: with a message published on the way to another machine,
    // 6 users who think for 200 ms and take 50 at one worker send as fast as without. By mean value analysis
    // R(n) = 50 (1 + Q(n - 1)), X(n) = n / (200 + R(n)), Q(n) = X(n) R(n).
    void messagesBesideDoNotMatter() {
        double queue = 0;
        double rate = 0;
        for (int n = 1; n <= 6; ++n) {
            const double response = 50 * (1 + queue);
            rate = n / (200 + response);
            queue = rate * response;
        }
        const std::string alone = users(6, 200) + machines(1, 1, 50);
        const std::string calls = call("c", "users", "s");
        const std::string aside =
            ", {'id': 'd', 'from': 's', 'to': 'mail', 'kind': 'publish', 'params': "
            "{'latency_ms': 0}}";
        for (const auto& r : {solved(alone, calls), solved(alone + service("mail", "40"), calls + aside)}) {
            COMPARE_WITHIN(r.system.offered_rps, 1000 * rate, 1e-9);
            COMPARE_WITHIN(r.system.latency_ms.mean, queue / rate, 1e-9);
        }
        const std::string queued =
            component("q", "message_queue", "'instances': 1, 'workers': 1, 'service_time_ms': 0") +
            component("worker", "worker", "'instances': 1, 'workers': 2, 'service_time_ms': 40");
        const std::string handed =
            ", {'id': 'd', 'from': 's', 'to': 'q', 'kind': 'publish', 'params': "
            "{'latency_ms': 0}}, " +
            call("e", "q", "worker");
        const auto r = solved(alone + queued, calls + handed);
        COMPARE_WITHIN(r.system.offered_rps, 1000 * rate, 1e-9);
        COMPARE_WITHIN(r.components.at("worker").throughput_rps, 1000 * rate, 1e-9);
        QVERIFY(hasFinding(r, "approximate-users"));  // how the messages wait
        QVERIFY(!hasFinding(solved(alone, calls), "approximate-users"));
    }

    // Failures send users round, too: with half the answers errors, X stays and half of it is goodput.
    void errorsComeBack() {
        const results::Results r =
            solved(users(1, 400) + machines(1, 1, 100, ", 'error_rate': 0.5"), call("c", "users", "s"));
        COMPARE_WITHIN(r.system.offered_rps, 2, 1e-12);
        COMPARE_WITHIN(r.system.goodput_rps, 1, 1e-12);
    }

    // Nobody waits longer than the timeout: one user, one worker that always takes 100 ms, given up at 50:
    // X = 1 / (0.1 s + 0.05 s).
    void timeoutsComeBack() {
        const results::Results r = solved(users(1, 100) + machines(1, 1, 100, ", 'service_cv': 0"),
                                          call("c", "users", "s", ", 'timeout_ms': 50"));
        COMPARE_WITHIN(r.system.offered_rps, 1 / 0.15, 1e-6);
        COMPARE_WITHIN(r.system.goodput_rps, 0, 1e-6);
    }

    void lawsAndBounds() {
        rc::check("N = X (Z + R), X at most min(N / (Z + D), capacity), and at least N / (Z + N D)", [] {
            const double count = *rc::gen::inRange(1, 300);
            const double thinkMs = *rc::gen::inRange(0, 3000);
            const double serviceMs = *rc::gen::inRange(1, 400) / 4.0;
            const double instances = *rc::gen::inRange(1, 5);
            const double workers = *rc::gen::inRange(1, 20);
            const char* more = *rc::gen::element("", ", 'service_cv': 0", ", 'service_cv': 1.5");
            const std::string policy = *rc::gen::element("random", "round_robin", "least_connections");
            const std::string to = call("c", "users", "s", ", 'policy': '" + policy + "'");
            const std::string behind = machines(instances, workers, serviceMs, more);
            const results::Results r = solved(users(count, thinkMs) + behind, to);
            RC_ASSERT(r.converged);
            holdsLittlesLaw(r, count, thinkMs);
            const double x = *r.system.offered_rps;
            RC_ASSERT(x <= 1000 * count / (thinkMs + serviceMs) * (1 + 1e-9));
            RC_ASSERT(x <= 1000 * instances * workers / serviceMs * (1 + 1e-9));
            if (!hasFinding(r, "approximate-users")) {
                RC_ASSERT(x >= 1000 * count / (thinkMs + count * serviceMs) * (1 - 1e-9));
                const results::Results larger = solved(users(count + 1, thinkMs) + behind, to);
                RC_ASSERT(*larger.system.offered_rps >= x * (1 - 1e-9));
            }
        });
    }

    // Open traffic that fills half of a worker, and users beside it, for whom every service takes twice as
    // long: by mean value analysis R(n) = 20 (1 + Q(n - 1)), X(n) = n / (100 + R(n)), Q(n) = X(n) R(n).
    // Whoever comes by chance finds all users as they are: 10 (1 + Q(40)) / (1 - 0.5) until the answer.
    void besideARate() {
        const std::string both =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'users': 40, "
            "'think_time_ms': 100}, {'id': 'open', 'rps': 50}]}";
        const results::Results r = solved(both + machines(1, 1, 10), call("c", "users", "s"));
        double queue = 0;
        double rate = 0;
        for (int n = 1; n <= 40; ++n) {
            const double response = 20 * (1 + queue);
            rate = n / (100 + response);
            queue = rate * response;
        }
        COMPARE_WITHIN(r.workloads.at("users.open").goodput_rps, 50, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.r").offered_rps, 1000 * rate, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.r").latency_ms.mean, queue / rate, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.open").latency_ms.mean, 20 * (1 + queue), 1e-9);
        QVERIFY(!hasFinding(r, "approximate-users"));
        QVERIFY(!hasFinding(r, "approximate-priority"));
        QVERIFY(*r.components.at("s").utilization < 1);
    }

    // What only one of them comes to, and what open traffic sends elsewhere besides, changes nothing: at b
    // there is M/M/1 at half load.
    void openTrafficElsewhere() {
        const std::string both =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'users': 5, "
            "'think_time_ms': 100}, {'id': 'open', 'rps': 50, 'op': 'write'}]}";
        const results::Results r = solved(both + machines(1, 1, 10) + service("b", "10"),
                                          call("c", "users", "s", ", 'ops': ['read']") + ", " +
                                              call("d", "users", "b", ", 'ops': ['write']"));
        COMPARE_WITHIN(r.components.at("b").residence_ms.mean, 20, 1e-9);
        QVERIFY(!hasFinding(r, "approximate-users"));
    }

    void twoGroupsOfUsers() {
        const std::string both =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'users': 40, "
            "'think_time_ms': 100}, {'id': 'w', 'users': 10, 'think_time_ms': 1000, 'op': 'write'}]}";
        const results::Results r = solved(both + machines(1, 1, 10), call("c", "users", "s"));
        QVERIFY(r.converged);
        for (const auto& [name, count, thinkS] : {std::tuple("users.r", 40.0, 0.1), {"users.w", 10.0, 1.0}}) {
            const auto& w = r.workloads.at(name);
            COMPARE_WITHIN(*w.offered_rps * (thinkS + *w.latency_ms.mean / 1000), count, 1e-6);
        }
        QVERIFY(*r.system.offered_rps < 100);
    }

    // The traffic of the scenario and its curve multiply the users, whole ones.
    void trafficMultipliesUsers() {
        const std::string more =
            "'scenario': {'load_factor': 3, 'view_at_s': 5, 'load': [{'at_s': 0, "
            "'factor': 1.5}]}";
        const std::string one = machines(1, 100, 100);
        const results::Results r = solved(users(1, 900) + one, call("c", "users", "s"), more);
        COMPARE_WITHIN(r.system.offered_rps, 5, 1e-12);  // 4.5 users are 5
    }

    void whatIsSaidOfRates() {
        const results::Results r =
            solved(users(1, 900, ", 'rps': 500") + machines(1, 1, 100), call("c", "users", "s"));
        COMPARE_WITHIN(r.system.offered_rps, 1, 1e-12);
        QVERIFY(hasFinding(r, "users-and-rate"));
        QVERIFY(!hasFinding(solved(users(1, 900) + machines(1, 1, 100), call("c", "users", "s")),
                            "users-and-rate"));
    }

    // A billion without thinking: the machines are full, and who waits does so for N / X.
    void withoutEnd() {
        const results::Results r =
            solved(users(1e9, 0) + machines(4, 16, 5), call("c", "users", "s", ", 'policy': 'round_robin'"));
        COMPARE_WITHIN(r.system.offered_rps, 12800, 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.mean, 1e9 / 12.8, 1e-6);
        QVERIFY(!hasFinding(r, "saturated"));
        // Nobody there: everything fails at once, and none comes round in less than a microsecond.
        const std::string dead =
            "'scenario': {'view_at_s': 1, 'events': [{'type': 'kill', 'component': 's'}]}";
        const results::Results none = solved(users(10, 0) + machines(1, 1, 5), call("c", "users", "s"), dead);
        COMPARE_WITHIN(none.system.offered_rps, 1e7, 1e-9);
        COMPARE_WITHIN(none.system.error_rate, 1, 1e-12);
        COMPARE_WITHIN(solved(users(0, 10) + machines(1, 1, 5), call("c", "users", "s")).system.offered_rps,
                       0, 1e-12);
    }

    // Open traffic alone fills the machine: of the users, whoever is not served is held for the horizon.
    void behindAnOverload() {
        const std::string both =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'users': 4, "
            "'think_time_ms': 100}, {'id': 'open', 'rps': 200}]}";
        const results::Results r = solved(both + machines(1, 1, 10), call("c", "users", "s"));
        QVERIFY(r.converged);
        QVERIFY(*r.workloads.at("users.r").offered_rps < 4 / 150.0);
        QVERIFY(*r.workloads.at("users.r").offered_rps > 0);
    }

    // A balancer that hardly works adds its 0.05 ms, and no wait: one beside which nothing can be told from 0
    // used to have percentiles beyond all bounds.
    void throughAnIdleBalancer() {
        const std::string timeout = ", 'timeout_ms': 360";
        const results::Results r = solved(
            users(5, 1000) + component("lb", "load_balancer", "'policy': 'round_robin'") + machines(1, 2, 24),
            call("in", "users", "lb") + ", " + call("out", "lb", "s", timeout));
        const results::Results direct =
            solved(users(5, 1000) + machines(1, 2, 24), call("out", "users", "s", timeout));
        COMPARE_WITHIN(r.system.latency_ms.p99, *direct.system.latency_ms.p99 + 0.05, 1e-3);
        COMPARE_WITHIN(r.components.at("lb").wait_ms.mean, 0, 1e-12);
    }

    // Users of what has no numbers have no rate.
    void unknownStaysUnknown() {
        const results::Results r =
            solved(users(10, 100) + component("x", "no_such_kind", ""), call("c", "users", "x"));
        QVERIFY(!r.system.offered_rps);
        QVERIFY(!r.workloads.at("users.r").offered_rps);
        QVERIFY(!r.connections.at("c").rps);
    }
};

QTEST_GUILESS_MAIN(UsersTest)
#include "users_test.moc"
