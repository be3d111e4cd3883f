// Closed and open networks, priorities, and flows over time.
#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <vector>

#include "core/queueing/closed_network.h"
#include "core/queueing/fluid.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/priority_queue.h"
#include "core/queueing/product_form.h"
#include "core/queueing/traffic_equations.h"
#include "core/queueing/transient.h"

using namespace headroom::queueing;

class NetworkTest : public QObject {
    Q_OBJECT
  private slots:
    void mvaByHand();
    void mvaKeepsItsLaws();
    void schweitzerIsClose();
    void repairmanByHand();
    void repairmanOfOneServerIsMva();
    void productFormIsMvaAndRepairman();
    void productFormByHand();
    void productFormBesideOpenTraffic();
    void populationFindsItsRate();
    void feedbackByHand();
    void trafficConservesFlow();
    void prioritiesConserveWork();
    void equalServicesOnManyServers();
    void surgesByHand();
    void partitionsAreAllDealt();
    void transientSettles();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void NetworkTest::mvaByHand() {
    // D = 1 and 2, no thinking. N = 1: R = 3, X = 1/3, Q = 1/3, 2/3. N = 2: R1 = 4/3, R2 =
    // 10/3, X = 2 / (14/3) = 3/7.
    const std::vector<ClosedStation> two = {{.demand = 1.0}, {.demand = 2.0}};
    close(meanValueAnalysis(two, 0.0, 1).throughput, 1.0 / 3.0, 1e-15);
    const ClosedAnswer answer = meanValueAnalysis(two, 0.0, 2);
    close(answer.throughput, 3.0 / 7.0, 1e-15);
    close(answer.residences[1], 10.0 / 3.0, 1e-15);
    close(answer.queues[0] + answer.queues[1], 2.0, 1e-15);
    QCOMPARE(meanValueAnalysis(two, 0.0, 0).throughput, 0.0);
}

std::vector<ClosedStation> someStations() {
    std::vector<ClosedStation> stations;
    const int count = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i) {
        stations.push_back(
            {.demand = *rc::gen::inRange(1, 100) / 10.0, .servers = double(*rc::gen::inRange(1, 4))});
    }
    return stations;
}

void NetworkTest::mvaKeepsItsLaws() {
    QVERIFY(rc::check([] {
        const auto stations = someStations();
        const double thinking = *rc::gen::inRange(0, 500) / 10.0;
        const int population = *rc::gen::inRange(1, 200);
        const ClosedAnswer answer = meanValueAnalysis(stations, thinking, population);
        const ClosedAnswer more = meanValueAnalysis(stations, thinking, population + 1);
        double inside = 0.0;
        for (const double queue : answer.queues) {
            inside += queue;
        }
        RC_ASSERT(std::abs(inside + answer.throughput * thinking - population) < 1e-9 * population);
        RC_ASSERT(std::abs(population / answer.throughput - thinking - answer.response) <
                  1e-9 * (1.0 + answer.response + thinking));
        const ClosedBounds bounds = closedBounds(stations, thinking, population);
        RC_ASSERT(answer.throughput <= bounds.throughput * (1.0 + 1e-9));
        RC_ASSERT(more.throughput >= answer.throughput * (1.0 - 1e-12));
        RC_ASSERT(more.response >= answer.response * (1.0 - 1e-12));
    }));
}

void NetworkTest::schweitzerIsClose() {
    double worst = 0.0;
    QVERIFY(rc::check([&worst] {
        const auto stations = someStations();
        const double thinking = *rc::gen::inRange(0, 500) / 10.0;
        const int population = *rc::gen::inRange(1, 400);
        const double exact = meanValueAnalysis(stations, thinking, population).throughput;
        const double quick = schweitzerMva(stations, thinking, population).throughput;
        worst = std::max(worst, std::abs(quick / exact - 1.0));
        RC_ASSERT(quick <= exact * (1.0 + 1e-9));
        RC_ASSERT(quick >= exact * 0.93);
    }));
    qInfo("Schweitzer's throughput is at most %.2f %% low", 100.0 * worst);
    const std::vector<ClosedStation> stations = {{.demand = 0.01}, {.demand = 0.02}};
    close(schweitzerMva(stations, 5.0, 1.0).throughput, 1.0 / 5.03, 1e-12);
    close(schweitzerMva(stations, 5.0, 1e9).throughput, 50.0, 1e-6);
}

void NetworkTest::repairmanByHand() {
    // N = 2, Z = 1, mu = 1, c = 1: p ~ 1, 2, 2: X = 4/5, L = 6/5. With c = 2 nobody waits:
    // X = N / (Z + 1 / mu) = 1.
    close(machineRepairman(2, 1.0, 1.0, 1).throughput, 0.8, 1e-14);
    close(machineRepairman(2, 1.0, 1.0, 1).queues[0], 1.2, 1e-14);
    close(machineRepairman(2, 1.0, 1.0, 2).throughput, 1.0, 1e-14);
    close(machineRepairman(100000, 10.0, 1.0, 50).throughput, 50.0, 1e-12);
}

void NetworkTest::repairmanOfOneServerIsMva() {
    QVERIFY(rc::check([] {
        const int population = *rc::gen::inRange(1, 300);
        const double thinking = *rc::gen::inRange(1, 3000) / 10.0;
        const std::vector<ClosedStation> one = {{.demand = 1.0}};
        const double x = meanValueAnalysis(one, thinking, population).throughput;
        RC_ASSERT(std::abs(machineRepairman(population, thinking, 1.0, 1).throughput / x - 1.0) < 1e-10);
    }));
}

// Single servers against mean value analysis, several against birth and death; response by Little's law.
void NetworkTest::productFormIsMvaAndRepairman() {
    rc::check("throughput and waits", [] {
        const auto population = *rc::gen::inRange<std::int64_t>(1, 60);
        const double thinking = *rc::gen::inRange(0, 50) / 5.0;
        std::vector<ClosedMachines> machines;
        std::vector<ClosedStation> stations;
        for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
            machines.push_back(
                {.demand = *rc::gen::inRange(1, 100) / 10.0, .machines = *rc::gen::inRange(1, 4)});
            stations.insert(stations.end(), static_cast<std::size_t>(machines.back().machines),
                            {.demand = machines.back().demand});
        }
        const ProductFormAnswer answer = productForm(machines, thinking, population);
        const ClosedAnswer mva = meanValueAnalysis(stations, thinking, population);
        RC_ASSERT(std::abs(answer.throughput - mva.throughput) <= 1e-10 * mva.throughput);
        RC_ASSERT(std::abs(machines[0].demand * (1 + answer.waits[0].mean) - mva.residences[0]) <=
                  1e-9 * mva.residences[0]);
        const auto servers = *rc::gen::inRange<std::int64_t>(1, 40);
        const ClosedMachines one{.demand = 2.0, .servers = servers};
        const ProductFormAnswer several = productForm({&one, 1}, thinking + 1, population);
        const ClosedAnswer repairman = machineRepairman(population, thinking + 1, 0.5, servers);
        RC_ASSERT(std::abs(several.throughput - repairman.throughput) <= 1e-10 * repairman.throughput);
        RC_ASSERT(std::abs(2 * (1 + several.waits[0].mean) - repairman.response) <=
                  1e-9 * repairman.response);
    });
    // Where everything is idle, or full, however many there are.
    const std::vector<ClosedMachines> two = {{.demand = 1.0, .servers = 64, .machines = 3}, {.demand = 0.1}};
    close(productForm(two, 1e9, 3000).throughput, 3000 / (1e9 + 3.1), 1e-6);
    close(productForm(two, 10.0, 20000).throughput, 10.0, 1e-12);
}

// One customer never waits. Two on one server, Z = 0, S = 1: each finds the other, so that W is one
// exponential service: P 1, mean 1, variance 1. Three on two servers: nobody waits less than half a service.
void NetworkTest::productFormByHand() {
    const ClosedMachines one{.demand = 1.0};
    QCOMPARE(productForm({&one, 1}, 0.0, 1).waits[0].probability, 0.0);
    const ProductFormAnswer both = productForm({&one, 1}, 0.0, 2);
    close(both.throughput, 1.0, 1e-14);
    close(both.waits[0].probability, 1.0, 1e-14);
    close(both.waits[0].mean, 1.0, 1e-14);
    close(both.waits[0].variance, 1.0, 1e-14);
    const ClosedMachines pair{.demand = 1.0, .servers = 2};
    const ProductFormAnswer three = productForm({&pair, 1}, 0.0, 3);
    close(three.throughput, 2.0, 1e-14);
    close(three.waits[0].mean, 0.5, 1e-14);
    close(three.waits[0].variance, 0.25, 1e-14);
}

// By the states themselves: k of N customers at one station of c servers, o others there, weight
// Z^(N - k) / (N - k)! (k + o)! / (k! o!) D^k a^o / (min(1, c) ... min(k + o, c)). One customer alone finds
// an M/M/c queue, and one who comes by chance finds 1 + rho times as many at M/M/1 as without the customer.
void NetworkTest::productFormBesideOpenTraffic() {
    struct Sums {
        double all = 0.0;
        double probability = 0.0;
        double mean = 0.0;
        double second = 0.0;
    };
    const auto sumsOf = [](int customers, double thinking, double demand, double open, int servers) {
        Sums sums;
        for (int k = 0; k <= customers; ++k) {
            double weight = std::pow(thinking, customers - k) / std::tgamma(customers - k + 1.0);
            for (int i = 1; i <= k; ++i) {
                weight *= demand / std::min(i, servers);
            }
            for (int o = 0; o <= 3000; ++o) {
                weight *= o == 0 ? 1.0 : (k + o) * open / o / std::min(k + o, servers);
                sums.all += weight;
                const double ahead = std::max(k + o + 1 - servers, 0);
                sums.probability += ahead > 0 ? weight : 0.0;
                sums.mean += weight * ahead / servers;
                sums.second += weight * ahead * (ahead + 1.0) / servers / servers;
            }
        }
        return sums;
    };
    const auto closeWait = [](const ClosedWait& wait, const Sums& sums) {
        close(wait.probability, sums.probability / sums.all, 1e-12);
        close(wait.mean, sums.mean / sums.all, 1e-12);
        close(wait.variance + wait.mean * wait.mean, sums.second / sums.all, 1e-12);
    };
    for (const int servers : {1, 2, 5}) {
        for (const double busy : {0.1, 0.6, 0.95}) {
            for (const int customers : {1, 2, 9}) {
                const double open = busy * servers;
                const ClosedMachines machines{.demand = 0.7, .servers = servers, .openLoad = open};
                const ProductFormAnswer answer = productForm({&machines, 1}, 3.0, customers);
                const Sums now = sumsOf(customers, 3.0, 0.7, open, servers);
                const Sums before = sumsOf(customers - 1, 3.0, 0.7, open, servers);
                close(answer.throughput, before.all / now.all, 1e-12);
                closeWait(answer.waits[0], before);
                closeWait(answer.openWaits[0], now);
            }
        }
    }
    const ClosedMachines one{.demand = 1.0, .openLoad = 0.5};
    close(productForm({&one, 1}, 3.0, 1).waits[0].mean, 1.0, 1e-14);
    // S = 2, so that x (3 + 2) = 1, and of the time 2 / 5 the customer is there: 1 + 2 * 2 / 5.
    close(productForm({&one, 1}, 3.0, 1).openWaits[0].mean, 1.8, 1e-14);
}

void NetworkTest::populationFindsItsRate() {
    // M/M/1, mu = 1: x (Z + 1 / (1 - x)) = N with Z = 10, N = 7: x = 0.6 gives 6 + 1.5 = 7.5.
    const auto response = [](double x) { return 1.0 / (1.0 - x); };
    close(populationFixedPoint(7.5, 10.0, response, 1.0 - 1e-9), 0.6, 1e-10);
    QCOMPARE(populationFixedPoint(0.0, 10.0, response, 1.0 - 1e-9), 0.0);
    QCOMPARE(populationFixedPoint(1e30, 10.0, response, 1.0 - 1e-9), 1.0 - 1e-9);
}

void NetworkTest::feedbackByHand() {
    // 1 / (1 - 0.3); and a loop that feeds itself wholly has no rates.
    close(trafficRates(std::vector<double>{1.0}, std::vector<double>{0.3})[0], 1.0 / 0.7, 1e-15);
    QVERIFY(trafficRates(std::vector<double>{1.0, 0.0}, std::vector<double>{0.0, 1.0, 1.0, 0.0}).empty());
}

void NetworkTest::trafficConservesFlow() {
    QVERIFY(rc::check([] {
        const std::size_t n = *rc::gen::inRange<std::size_t>(1, 12);
        std::vector<double> external(n);
        std::vector<double> routing(n * n);
        for (double& rate : external) {
            rate = *rc::gen::inRange(0, 1000);
        }
        for (double& share : routing) {
            share = *rc::gen::inRange(0, 95) / 100.0 / double(n);
        }
        const auto rates = trafficRates(external, routing);
        RC_ASSERT(rates.size() == n);
        for (std::size_t j = 0; j < n; ++j) {
            double in = external[j];
            for (std::size_t i = 0; i < n; ++i) {
                in += rates[i] * routing[i * n + j];
            }
            RC_ASSERT(std::abs(in - rates[j]) < 1e-9 * (1.0 + rates[j]));
        }
    }));
}

void NetworkTest::prioritiesConserveWork() {
    // Sum of rho_i W_i is what first come, first served would give (Kleinrock 1965).
    QVERIFY(rc::check([] {
        std::vector<PriorityClass> classes;
        double work = 0.0;
        double residual = 0.0;
        for (int i = 0; i < 4; ++i) {
            const PriorityClass c{.arrivalRate = *rc::gen::inRange(1, 20) / 100.0,
                                  .serviceMean = *rc::gen::inRange(10, 110) / 100.0,
                                  .serviceScv = *rc::gen::inRange(0, 40) / 10.0};
            work += c.arrivalRate * c.serviceMean;
            residual += 0.5 * c.arrivalRate * c.serviceMean * c.serviceMean * (1.0 + c.serviceScv);
            classes.push_back(c);
        }
        RC_PRE(work < 0.98);
        const auto waits = nonpreemptiveWaits(classes);
        double sum = 0.0;
        for (std::size_t i = 0; i < classes.size(); ++i) {
            sum += classes[i].arrivalRate * classes[i].serviceMean * waits[i];
            if (i > 0) {  // the macro evaluates both sides of an "or"
                RC_ASSERT(waits[i] >= waits[i - 1]);
            }
        }
        RC_ASSERT(std::abs(sum / (work * residual / (1.0 - work)) - 1.0) < 1e-11);
        RC_ASSERT(preemptiveResponses(classes)[0] <= waits[0] + classes[0].serviceMean + 1e-12);
    }));
}

void NetworkTest::equalServicesOnManyServers() {
    // M/M/5, load 2 + 2 of 5: the urgent wait C / (5 - 2), the others C / ((1 - 0.4)(1 - 0.8) 5).
    const std::vector<PriorityClass> classes = {{.arrivalRate = 2.0}, {.arrivalRate = 2.0}};
    const double busy = MmcQueue(4.0, 1.0, 5).waitProbability();
    const auto waits = nonpreemptiveWaits(classes, 5);
    close(waits[0], busy / 3.0, 1e-10);
    close(waits[1], busy / (0.6 * 0.2 * 5.0), 1e-10);
    QVERIFY(std::isfinite(nonpreemptiveWaits(std::vector<PriorityClass>{{9.0}, {9.0}}, 5)[1]));
}

void NetworkTest::surgesByHand() {
    // Half capacity for 10 at 1.5 of it: (1.5 - 0.5) * 10 = 10 left; last in waits 10 / 1.
    const SurgeAnswer answer = drainSurge({10.0, 1.5, 0.5, 0.5, 1.0});
    close(answer.peakBacklog, 10.0, 1e-15);
    close(answer.drainTime, 20.0, 1e-15);
    close(answer.longestDelay, 10.0, 1e-15);
    QCOMPARE(drainSurge({10.0, 0.4, 0.5, 0.4, 1.0}).peakBacklog, 0.0);
    QVERIFY(std::isinf(drainSurge({10.0, 1.5, 1.0, 1.0, 1.0}).drainTime));
    // X(2) = 2 / (1 + 0.1 + 2 * 0.01).
    close(scalableThroughput(1.0, 0.1, 0.01, 2.0), 2.0 / 1.12, 1e-15);
}

void NetworkTest::partitionsAreAllDealt() {
    QVERIFY(rc::check([] {
        const int partitions = *rc::gen::inRange(1, 200);
        const int consumers = *rc::gen::inRange(1, 200);
        const double rate = *rc::gen::inRange(1, 1000);
        const PartitionShares shares = dealPartitions(partitions, consumers, 10.0, rate);
        RC_ASSERT(shares.active + shares.idle == consumers);
        RC_ASSERT(shares.throughput <= std::min(rate, shares.rawCapacity) + 1e-9);
        RC_ASSERT((rate > shares.balancedCapacity * 1.0001) == (shares.lagGrowth > rate * 1e-9) ||
                  std::abs(rate / shares.balancedCapacity - 1.0) < 1e-3);
    }));
}

void NetworkTest::transientSettles() {
    // From empty to the steady state of M/M/4 at rho 0.5, and M/M/inf: 1 - e^{-t}.
    const std::vector<RatePiece> steady = {{0.0, 2.0}};
    const std::vector<double> late = {60.0};
    close(transientMeans(steady, 1.0, 4, late, 80)[0], MmcQueue(2.0, 1.0, 4).meanInSystem(), 1e-10);
    const std::vector<double> early = {0.5, 1.0};
    const auto many = transientMeans(steady, 1.0, 1000, early, 60);
    close(many[0], 2.0 * -std::expm1(-0.5), 1e-11);
    close(many[1], 2.0 * -std::expm1(-1.0), 1e-11);
    close(fluidFlowMeans(std::vector<RatePiece>{{0.0, 0.5}}, 1.0, late)[0], 1.0, 1e-6);
    // A slow wave is followed at once: base + amplitude at its peak.
    close(infiniteServersPeak({100.0, 50.0, 1e6, 1.0}), 150.0, 1e-9);
}

QTEST_GUILESS_MAIN(NetworkTest)
#include "network_test.moc"
