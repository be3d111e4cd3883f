#include "core/queueing/hash_placement.h"
#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Results;

namespace {

std::string farm(const std::string& policy, const std::string& machines) {
    return component("lb", "load_balancer", "'service_time_ms': 0, 'policy': " + policy) + machines;
}

std::string machines(const std::string& id, int count, double serviceMs, const std::string& more = "") {
    return component(id, "service",
                     "'instances': " + std::to_string(count) +
                         ", 'workers': 1, 'service_time_ms': " + headroom::shortest(serviceMs) + more);
}

/// Ten machines that are 90 % busy with work of a second.
double meanOfTen(const std::string& policy) {
    const Results r = solved(client("9") + farm(policy, machines("s", 10, 1000)),
                             call("c", "users", "lb") + "," + call("d", "lb", "s"));
    return r.system.latency_ms.mean.value_or(0);
}

Results ofTwoKinds(const std::string& policy, double rps, const std::string& more = "") {
    return solved(client(headroom::shortest(rps)) +
                      farm(policy, machines("fast", 4, 1000, more) + machines("slow", 4, 3000, more)),
                  call("c", "users", "lb") + "," + call("f", "lb", "fast") + "," + call("s", "lb", "slow"));
}

}  // namespace

/// Policies that pick among machines.
class BalancingTest : public QObject {
    Q_OBJECT

  private slots:
    // Random: 1 / (1 - 0.9) = 10 s. One queue for all: M/M/10, 1 + C / (10 - 9) with C = 0.6687 is 1.669 s.
    // The shortest queue of all lies between that and two choices, for which infinitely many machines give
    // 2.6137 s (the sum of 0.9^(2^i - 2)); round robin is E_10/M/1.
    void everyPolicyHasItsOwnAnswer() {
        const double random = meanOfTen("'random'");
        const double turns = meanOfTen("'round_robin'");
        const double two = meanOfTen("'power_of_two'");
        const double three = meanOfTen("'power_of_two', 'choices': 3");
        const double shortest = meanOfTen("'least_connections'");
        COMPARE_WITHIN(random, 10000, 1e-9);
        QVERIFY(random > turns && turns > two && two > three && three > shortest && shortest > 1669);
        const Results pooled = solved(client("9") + component("s", "service",
                                                              "'instances': 1, 'workers': 10, "
                                                              "'service_time_ms': 1000"),
                                      call("c", "users", "s"));
        COMPARE_WITHIN(pooled.system.latency_ms.mean, 1668.7, 1e-3);
    }

    // One choice is chance; as many as there are machines is the shortest queue of all.
    void choicesReachFromChanceToAll() {
        COMPARE_WITHIN(meanOfTen("'power_of_two', 'choices': 1"), 10000, 1e-6);
        COMPARE_WITHIN(meanOfTen("'power_of_two', 'choices': 10"), meanOfTen("'least_connections'"), 1e-9);
    }

    // Without weights by what they can do: 4 / 1 s against 4 / 3 s is 3 to 1. With weights by these.
    void weightsAreByCapacityWhereNobodySetsThem() {
        const Results r = ofTwoKinds("'weighted_round_robin'", 4);
        COMPARE_WITHIN(r.components.at("fast").arrival_rps, 3, 1e-9);
        COMPARE_WITHIN(r.components.at("slow").arrival_rps, 1, 1e-9);
        const Results set = solved(client("4") + farm("'weighted_round_robin'",
                                                      machines("fast", 4, 1000) + machines("slow", 4, 3000)),
                                   call("c", "users", "lb") + "," + call("f", "lb", "fast", ", 'weight': 4") +
                                       "," + call("s", "lb", "slow"));
        COMPARE_WITHIN(set.components.at("fast").arrival_rps, 3.2, 1e-9);
    }

    // In turn both kinds get the same, and the slow ones are full at 8 / 3 requests a second. Who looks at
    // queues sends less there, so that nobody is full below 16 / 3.
    void slowMachinesGetLess() {
        QCOMPARE(ofTwoKinds("'round_robin'", 4.27).components.at("slow").status,
                 headroom::results::Status::saturated);
        const Results open = ofTwoKinds("'least_connections'", 4.27);
        const Results timed = ofTwoKinds("'least_response_time'", 4.27);
        QVERIFY(open.components.at("slow").utilization < 1.0);
        QVERIFY(timed.components.at("slow").arrival_rps < open.components.at("slow").arrival_rps);
        QVERIFY(timed.system.latency_ms.mean < open.system.latency_ms.mean);
        COMPARE_WITHIN(*open.components.at("slow").arrival_rps + *open.components.at("fast").arrival_rps,
                       4.27, 1e-9);
    }

    // Nothing waits: at almost no load an idle machine is drawn by chance, half of the time a slow one. Above
    // what all can do, each gets what it can.
    void theEndsOfTheLoad() {
        const Results quiet = ofTwoKinds("'least_connections'", 1e-6);
        COMPARE_WITHIN(quiet.components.at("slow").arrival_rps, 0.5e-6, 1e-5);
        COMPARE_WITHIN(quiet.system.latency_ms.mean, 2000, 1e-5);
        const Results full = ofTwoKinds("'least_connections'", 20);
        QVERIFY(full.converged);
        COMPARE_WITHIN(full.components.at("fast").arrival_rps, 15, 0.01);
    }

    // With nowhere to wait a request is turned away when all ten are busy: Erlang's B(9, 10) = 0.1680; by
    // chance it is when its own is, 0.9 / 1.9.
    void roomIsSharedBehindTheShortestQueue() {
        const auto lost = [](const std::string& policy) {
            return solved(client("9") + farm(policy, machines("s", 10, 1000, ", 'queue_limit': 0")),
                          call("c", "users", "lb") + "," + call("d", "lb", "s"))
                .system.error_rate;
        };
        COMPARE_WITHIN(lost("'least_connections'"), 0.16796, 1e-4);
        COMPARE_WITHIN(lost("'random'"), 0.9 / 1.9, 1e-9);
    }

    // Three clients, all alike, on two machines: hash64(1), hash64(2), hash64(3) modulo 2. Whoever gets two
    // of them has two thirds of the load; both are M/M/1.
    void clientsKeepTheirMachine() {
        using headroom::queueing::hash64;
        const double odd = static_cast<double>(hash64(1) % 2 + hash64(2) % 2 + hash64(3) % 2);
        const double most = std::max(odd, 3 - odd) / 3;
        const Results r =
            solved(client("0.9", ", 'clients': {'count': 3}") + farm("'ip_hash'", machines("s", 2, 1000)),
                   call("c", "users", "lb") + "," + call("d", "lb", "s"));
        const double mean = most / (1 - 0.9 * most) + (1 - most) / (1 - 0.9 * (1 - most));
        COMPARE_WITHIN(r.components.at("s").offered_utilization, 0.9 * most, 1e-9);
        COMPARE_WITHIN(r.system.latency_ms.mean, 1000 * mean, 1e-9);
    }

    // Countless clients: modulo the machines they are even, on a ring each machine has its part of it.
    void ringsAreUneven() {
        const auto busiest = [](const std::string& policy) {
            return solved(client("5") + farm(policy, machines("s", 10, 1000)),
                          call("c", "users", "lb") + "," + call("d", "lb", "s"))
                .components.at("s")
                .offered_utilization.value_or(0);
        };
        const auto shares = headroom::queueing::ringShares(10, 20);
        COMPARE_WITHIN(busiest("'ip_hash'"), 0.5, 1e-9);
        COMPARE_WITHIN(busiest("'consistent_hash', 'virtual_nodes': 20"),
                       5 * *std::max_element(shares.begin(), shares.end()), 1e-9);
        QVERIFY(busiest("'consistent_hash', 'virtual_nodes': 1000") <
                busiest("'consistent_hash', 'virtual_nodes': 20"));
    }

    // The parts of the ring are dealt over the targets of a balancer in their order.
    void aRingOverTwoTargets() {
        const auto shares = headroom::queueing::ringShares(5, 100);
        const Results r =
            solved(client("2") + farm("'consistent_hash'", machines("a", 2, 1000) + machines("b", 3, 1000)),
                   call("c", "users", "lb") + "," + call("to-a", "lb", "a") + "," + call("to-b", "lb", "b"));
        COMPARE_WITHIN(r.components.at("a").arrival_rps, 2 * (shares[0] + shares[1]), 1e-9);
    }

    void whatIsApproximateIsNamed() {
        QVERIFY(hasFinding(ofTwoKinds("'least_connections'", 3), "approximate-balancing"));
        QVERIFY(!hasFinding(ofTwoKinds("'random'", 1), "approximate-balancing"));
        const auto called = [](const char* policy, const char* calls) {
            return solved(client("1") + farm(policy, machines("a", 1, 1) + machines("b", 1, 1)),
                          call("c", "users", "lb", std::string(", 'calls': ") + calls) + "," +
                              call("to-a", "lb", "a") + "," + call("to-b", "lb", "b"));
        };
        QVERIFY(hasFinding(called("'round_robin'", "2"), "approximate-turns"));
        QVERIFY(!hasFinding(called("'round_robin'", "1"), "approximate-turns"));
        QVERIFY(!hasFinding(called("'random'", "2"), "approximate-turns"));
    }
};

QTEST_GUILESS_MAIN(BalancingTest)
#include "balancing_test.moc"
