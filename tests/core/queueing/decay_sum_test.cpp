#include <QtTest/QtTest>

#include <cmath>
#include <limits>
#include <random>

#include "core/queueing/decay_sum.h"
#include "core/queueing/zipf_ranks.h"

namespace {

using namespace headroom::queueing;

class DecaySumTest : public QObject {
    Q_OBJECT

  private slots:
    // One term is its own formula, whatever its size: a tenth of a percent of nothing, half, all but e^-700.
    void oneTerm_data() {
        QTest::addColumn<double>("exponent");
        for (const double x :
             {0.0, 1e-300, 1e-15, 1e-3, 0.1, 0.34, 0.35, 0.6931, 1.0, 5.0, 36.5, 700.0, 1e6}) {
            QTest::addRow("%g", x) << x;
        }
    }
    void oneTerm() {
        QFETCH(double, exponent);
        DecaySum sum;
        sum.add(exponent / 8, 3.0);
        const double truth = -3.0 * std::expm1(-exponent);
        QVERIFY2(std::abs(sum.at(8.0) - truth) <= 4e-16 * truth,
                 qPrintable(QString::number(sum.at(8.0), 'g', 17)));
    }

    void forEver() {
        DecaySum sum;
        sum.add(1e-3, 2.0);
        sum.add(0.0, 5.0);  // never begins
        QCOMPARE(sum.at(std::numeric_limits<double>::infinity()), 2.0);
        QCOMPARE(DecaySum().at(1.0), 0.0);
    }

    // Numbers of terms that fill eight places and that do not, against one after the other.
    void manyTerms() {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> exponents(-12.0, 4.0);
        for (const int terms : {7, 8, 9, 131}) {
            DecaySum sum;
            double truth = 0.0;
            for (int i = 0; i < terms; ++i) {
                const double rate = std::exp(exponents(random));
                sum.add(rate, 1.0 + i);
                truth -= (1.0 + i) * std::expm1(-rate * 2.5);
            }
            QVERIFY(std::abs(sum.at(2.5) - truth) <= 1e-15 * terms * truth);
        }
    }

    // The weights of Zipf's law are powers of the rank, found by logarithms.
    void weightsOfRanks() {
        for (const double exponent : {0.0, 0.7, 1.0, 2.5, 20.0}) {
            const std::vector<ZipfRank> ranks = zipfRanks(50.5, exponent);
            QCOMPARE(ranks.size(), std::size_t{51});
            for (std::size_t i = 0; i < ranks.size(); ++i) {
                const double truth = std::pow(static_cast<double>(i + 1), -exponent);
                QVERIFY(std::abs(ranks[i].weight - truth) <= 2e-14 * truth);
                QCOMPARE(ranks[i].keys, i < 50 ? 1.0 : 0.5);
            }
        }
    }
};

}  // namespace

QTEST_APPLESS_MAIN(DecaySumTest)
#include "decay_sum_test.moc"
