#include "core/queueing/anderson_mixing.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>

using namespace headroom::queueing;

namespace {

using Map = std::function<std::vector<double>(const std::vector<double>&)>;

int roundsOf(const Map& map, std::vector<double> x, bool mixes) {
    AndersonMixing mixing;
    for (int i = 1; i < 1000; ++i) {
        const std::vector<double> y = map(x);
        double moved = 0.0;
        for (std::size_t k = 0; k < x.size(); ++k) {
            moved = std::max(moved, std::abs(y[k] - x[k]));
        }
        if (moved < 1e-10) {
            return i;
        }
        if (mixes) {
            mixing.mix(x, y);
        } else {
            x = y;
        }
    }
    return 1000;
}

}  // namespace

class AndersonMixingTest : public QObject {
    Q_OBJECT

  private slots:
    // Two directions that shrink to 0.9 and -0.8 a round: with both known it is there.
    void straightMaps() {
        const Map map = [](const std::vector<double>& x) {
            return std::vector<double>{1.0 + 0.9 * x[0], 2.0 - 0.8 * x[1] + 0.1 * x[0]};
        };
        QVERIFY(roundsOf(map, {0.0, 0.0}, false) > 100);
        QVERIFY(roundsOf(map, {0.0, 0.0}, true) <= 6);
    }

    void bentMaps() {
        const Map map = [](const std::vector<double>& x) {
            return std::vector<double>{std::cos(x[0]), std::exp(-x[1]) + 0.1 * x[0],
                                       0.5 * std::sin(x[2]) + 0.3};
        };
        QVERIFY(roundsOf(map, {0.1, 3.0, 0.0}, true) < roundsOf(map, {0.1, 3.0, 0.0}, false) / 2);
    }

    // Where nothing moves there is no direction.
    void staysWhereItIs() {
        AndersonMixing mixing;
        std::vector<double> x{1.0, 2.0};
        for (int i = 0; i < 4; ++i) {
            mixing.mix(x, {1.0, 2.0});
        }
        QCOMPARE(x, (std::vector<double>{1.0, 2.0}));
    }
};

QTEST_GUILESS_MAIN(AndersonMixingTest)
#include "anderson_mixing_test.moc"
