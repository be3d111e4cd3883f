#include "core/queueing/availability.h"

#include <rapidcheck.h>

#include <QTest>
#include <array>
#include <cmath>
#include <vector>

using namespace headroom::queueing;

class AvailabilityTest : public QObject {
    Q_OBJECT
  private slots:
    void smallUnavailabilityKeepsItsDigits();
    void oneDomainIsBinomial();
    void zonesFailWhole();
    void domainsByEnumeration();
    void quorumsByCounting();
    void staleness();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void AvailabilityTest::smallUnavailabilityKeepsItsDigits() {
    // Three of three down at 1e-6 each: 1e-18, which 1 - availability cannot say.
    close(kOfNUnavailability(1.0 - 1e-6, 1, 3), 1e-18, 1e-9);
    close(nines(1e-5), 5.0, 1e-14);
    close(downtimeMinutesPerYear(1e-4), 52.596, 1e-14);
    close(steadyAvailability(999.0, 1.0), 0.999, 1e-15);
    QCOMPARE(steadyAvailability(std::numeric_limits<double>::infinity(), 1.0), 1.0);
}

void AvailabilityTest::oneDomainIsBinomial() {
    QVERIFY(rc::check([] {
        const int n = *rc::gen::inRange(1, 40);
        const int k = *rc::gen::inRange(0, n + 1);
        const double a = *rc::gen::inRange(0, 1001) / 1000.0;
        const std::array<FailureDomain, 1> domain = {{{1.0, n, a}}};
        RC_ASSERT(std::abs(domainAvailability(domain, k) - (1.0 - kOfNUnavailability(a, k, n))) < 1e-12);
    }));
}

void AvailabilityTest::zonesFailWhole() {
    // Two zones at 0.99 with two sure machines each. Two are needed: one zone is enough,
    // 1 - 0.01^2; three: both, 0.99^2. Four in one zone: 0.99.
    const std::array<FailureDomain, 2> two = {{{0.99, 2, 1.0}, {0.99, 2, 1.0}}};
    close(domainAvailability(two, 2), 0.9999, 1e-14);
    close(domainAvailability(two, 3), 0.9801, 1e-14);
    QCOMPARE(domainAvailability(two, 5), 0.0);
    QCOMPARE(domainAvailability(two, 0), 1.0);
    const std::array<FailureDomain, 1> one = {{{0.99, 4, 1.0}}};
    close(domainAvailability(one, 2), 0.99, 1e-14);
}

void AvailabilityTest::domainsByEnumeration() {
    QVERIFY(rc::check([] {
        std::vector<FailureDomain> domains;
        int machines = 0;
        for (int i = 0; i < 3; ++i) {
            domains.push_back({*rc::gen::inRange(0, 101) / 100.0, *rc::gen::inRange(0, 4),
                               *rc::gen::inRange(0, 101) / 100.0});
            machines += int(domains.back().machines);
        }
        const int needed = *rc::gen::inRange(0, machines + 2);
        double sum = 0.0;
        for (int zones = 0; zones < 8; ++zones) {
            for (int mask = 0; mask < (1 << machines); ++mask) {
                double probability = 1.0;
                int up = 0;
                int bit = 0;
                for (int d = 0; d < 3; ++d) {
                    const bool alive = (zones >> d & 1) != 0;
                    probability *= alive ? domains[d].availability : 1.0 - domains[d].availability;
                    for (int m = 0; m < domains[d].machines; ++m, ++bit) {
                        const bool runs = (mask >> bit & 1) != 0;
                        const double a = domains[d].machineAvailability;
                        probability *= runs ? a : 1.0 - a;
                        up += runs && alive ? 1 : 0;
                    }
                }
                sum += up >= needed ? probability : 0.0;
            }
        }
        RC_ASSERT(std::abs(domainAvailability(domains, needed) - sum) < 1e-12);
    }));
}

void AvailabilityTest::quorumsByCounting() {
    // N = 3, R = W = 1: two of three copies are old: 2/3. N = 5, R = W = 2: C(3,2) / C(5,2) = 3/10.
    close(quorumMissProbability(3, 1, 1), 2.0 / 3.0, 1e-15);
    close(quorumMissProbability(5, 2, 2), 0.3, 1e-15);
    QCOMPARE(quorumMissProbability(3, 2, 2), 0.0);
    QVERIFY(quorumsOverlap(3, 2, 2));
    QVERIFY(!quorumsOverlap(4, 2, 2));
    QVERIFY(rc::check([] {
        const int n = *rc::gen::inRange(1, 12);
        const int r = *rc::gen::inRange(1, n + 1);
        const int w = *rc::gen::inRange(1, n + 1);
        int all = 0;
        int miss = 0;
        for (int mask = 0; mask < (1 << n); ++mask) {
            if (__builtin_popcount(unsigned(mask)) == r) {
                ++all;
                miss += (mask & ((1 << w) - 1)) == 0 ? 1 : 0;
            }
        }
        RC_ASSERT(std::abs(quorumMissProbability(n, r, w) - double(miss) / all) < 1e-13);
    }));
}

void AvailabilityTest::staleness() {
    // One write a second, half a second behind: 1 - e^{-1/2}.
    close(staleReadProbability(1.0, 0.5), -std::expm1(-0.5), 1e-15);
    QCOMPARE(staleReadProbability(0.0, 5.0), 0.0);
}

QTEST_GUILESS_MAIN(AvailabilityTest)
#include "availability_test.moc"
