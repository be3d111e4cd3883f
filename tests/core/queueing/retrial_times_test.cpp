#include "core/queueing/retrial_times.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/core/queueing/nearness.h"

using namespace headroom::queueing;
using headroom::queueing::testing::near;

namespace {

std::vector<double> line(const TimeGrid& grid, double start, double slope) {
    std::vector<double> f;
    for (const double t : grid.points()) {
        f.push_back(start + slope * t);
    }
    return f;
}

}  // namespace

class RetrialTimesTest : public QObject {
    Q_OBJECT

  private slots:
    void grids() {
        const TimeGrid grid(0.1, 1000.0);
        QVERIFY(grid[0] == 0.0);
        QVERIFY(near(grid[grid.size() - 1], 1000.0, 1e-12));
        QVERIFY(grid[1] > 0.05 && grid[1] < 0.2);
        QVERIFY(grid.size() < 34);
        for (std::size_t i = 2; i < grid.size(); ++i) {
            QVERIFY(grid[i] - grid[i - 1] >= grid[i - 1] - grid[i - 2]);
        }
        // Short against the first step: even.
        const TimeGrid brief(1.0, 0.5);
        QVERIFY(near(brief[1], 0.5 / static_cast<double>(brief.size() - 1), 1e-6));
    }

    void peaks() {
        const TimeGrid grid(0.1, 1000.0, {300.0, 300.0});
        const auto at = std::ranges::find(grid.points(), 300.0) - grid.points().begin();
        QVERIFY(static_cast<std::size_t>(at) < grid.size());
        const auto i = static_cast<std::size_t>(at);
        QVERIFY(grid[i + 1] - grid[i] < 1.0);
        QVERIFY(grid[i] - grid[i - 1] < 1.0);
        for (std::size_t k = 1; k < grid.size(); ++k) {
            QVERIFY(grid[k] > grid[k - 1]);
        }
    }

    // Straight functions exactly: 2 + 3 t has 2 + 3 x 25 in the middle of 10 .. 40, and 2 x 40 + 1.5 x 1600.
    void straight() {
        const TimeGrid grid(0.1, 100.0);
        const std::vector<double> f = line(grid, 2.0, 3.0);
        QVERIFY(near(grid.placeOf(25.0).of(f), 77.0, 1e-12));
        QVERIFY(near(grid.placeOf(1e6).of(f), 302.0, 1e-12));
        std::vector<double> sums;
        grid.integrate(f, sums);
        QVERIFY(near(grid.integralTo(grid.placeOf(40.0), f, sums), 2480.0, 1e-12));
        const std::vector<double> weights = grid.weightsOf({.from = 10.0, .length = 30.0});
        QVERIFY(near(std::inner_product(weights.begin(), weights.end(), f.begin(), 0.0), 77.0, 1e-12));
        const std::vector<double> point = grid.weightsOf({.from = 10.0, .length = 0.0});
        QVERIFY(near(std::inner_product(point.begin(), point.end(), f.begin(), 0.0), 32.0, 1e-12));
    }

    // At 20, waits of 10 to 40: a third of them began after 0.
    void nodes() {
        const TimeGrid grid(0.1, 100.0);
        const UniformSpan wait{.from = 10.0, .length = 30.0};
        const std::vector<WaitNodes> all = waitNodes(grid, wait);
        const std::vector<double> f = line(grid, 0.0, 1.0);
        for (std::size_t m = 0; m < grid.size(); ++m) {
            const WaitNodes& nodes = all[m];
            double waits = 0.0;
            double left = 0.0;
            for (std::size_t i = 0; i < nodes.weight.size(); ++i) {
                waits += nodes.weight[i] * nodes.wait[i].of(f);
                left += nodes.weight[i] * (i < nodes.after ? 1.0 : -1.0) * nodes.at[i].of(f);
            }
            QVERIFY(near(waits, 25.0, 1e-9));
            QVERIFY(std::abs(left - (grid[m] - 25.0)) < 1e-9 * (25.0 + grid[m]));
            QVERIFY(near(std::accumulate(nodes.weight.begin(), nodes.weight.end(), 0.0), 1.0, 1e-12));
        }
        const std::vector<WaitNodes> fixed = waitNodes(grid, {.from = 10.0, .length = 0.0});
        QCOMPARE(fixed[0].weight, std::vector<double>{1.0});
        QCOMPARE(fixed[0].after, std::size_t(0));
        QCOMPARE(fixed.back().after, std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(RetrialTimesTest)
#include "retrial_times_test.moc"
