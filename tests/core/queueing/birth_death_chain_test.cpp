#include "core/queueing/birth_death_chain.h"

#include <QTest>
#include <cmath>

#include "core/queueing/mm_c_k.h"
#include "tests/core/queueing/nearness.h"

using namespace headroom::queueing;
using headroom::queueing::testing::near;

class BirthDeathChainTest : public QObject {
    Q_OBJECT

  private slots:
    // The same rate everywhere: M/M/c/K, also where the lower states are one.
    void likeMmck_data() {
        QTest::addColumn<int>("servers");
        QTest::addColumn<int>("capacity");
        QTest::addRow("one") << 1 << 1;
        QTest::addRow("few") << 3 << 8;
        QTest::addRow("waiting in one state") << 3 << 500;
        QTest::addRow("serving in one state") << 300 << 310;
        QTest::addRow("loss in one state") << 300 << 300;
    }
    void likeMmck() {
        QFETCH(int, servers);
        QFETCH(int, capacity);
        for (const double load : {0.8, 0.99, 1.3}) {
            BirthDeathChain chain(2.0, servers, capacity);
            const double rate = 2.0 * load * servers;
            chain.setArrivals(std::vector<double>(chain.size(), rate));
            const MmckQueue exact(rate, 2.0, servers, capacity);
            QVERIFY(near(chain.full(), exact.blocked(), 1e-9));
            const BirthDeathChain::Admitted admitted = chain.admitted();
            QVERIFY(near(admitted.rate, exact.throughput(), 1e-9));
            QVERIFY(std::abs(admitted.waits - exact.waitProbability()) < 1e-9);
            QVERIFY(std::abs(admitted.waits * (1.0 + admitted.ahead) / (2.0 * servers) - exact.meanWait()) <
                    1e-9 * (1.0 + exact.meanWait()));
        }
    }

    // Two servers, room for one more, 3, 2 and 1 per time arrive in the states: by hand, births over deaths:
    // 1, 3 / 1, 3 x 2 / 2 and 3 x 1 / 2.
    void byHand() {
        BirthDeathChain chain(1.0, 2, 3);
        chain.setArrivals({3.0, 2.0, 1.0, 7.0});
        QVERIFY(near(chain.law()[0], 1.0 / 8.5, 1e-12));
        QVERIFY(near(chain.law()[1], 3.0 / 8.5, 1e-12));
        QVERIFY(near(chain.law()[2], 3.0 / 8.5, 1e-12));
        QVERIFY(near(chain.full(), 1.5 / 8.5, 1e-12));
        QVERIFY(near(chain.admitted().rate, 12.0 / 8.5, 1e-12));
        QVERIFY(near(chain.admitted().waits, 3.0 / 12.0, 1e-12));
        QVERIFY(chain.admitted().ahead == 0.0);
    }

    // One server without room: full with (0.7 + e^-1.7 t) / 1.7 after it was; of second order in the step.
    void steps() {
        const auto after = [](double time, int count, double more) {
            BirthDeathChain chain(1.0, 1, 1);
            chain.setArrivals({0.7 - more, 0.0});
            std::vector<double> p{0.0, 1.0};
            for (int i = 0; i < count; ++i) {
                chain.step(time / count, more, 0.0, p);
            }
            return p[1];
        };
        const double exact = (0.7 + std::exp(-1.7)) / 1.7;
        QVERIFY(near(after(1.0, 100, 0.0), exact, 1e-5));
        QVERIFY(near(after(1.0, 100, 0.2), exact, 1e-5));
        const double coarse = std::abs(after(1.0, 5, 0.0) - exact);
        const double fine = std::abs(after(1.0, 10, 0.0) - exact);
        QVERIFY(coarse / fine > 3.0 && coarse / fine < 5.0);
        // One step far beyond all that it remembers leaves the long run.
        QVERIFY(near(after(1e9, 1, 0.0), 0.7 / 1.7, 1e-6));
    }

    void noRateIsBelowTheLeast() {
        BirthDeathChain chain(1.0, 1, 1);
        chain.setArrivals({0.7, 0.0});
        std::vector<double> p{1.0, 0.0};
        chain.step(1e9, -5.0, 0.25, p);
        QVERIFY(near(p[1], 0.25 / 1.25, 1e-6));
        QVERIFY(near(p[0] + p[1], 1.0, 1e-6));
    }
};

QTEST_GUILESS_MAIN(BirthDeathChainTest)
#include "birth_death_chain_test.moc"
