#include "core/engine/solver/side_by_side.h"

#include <QtTest/QTest>
#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

namespace {

/// One of many designs that stand side by side without a connection, each of three components.
struct Alone {
    std::string components;
    std::string connections;
};

Alone alone(int number) {
    const std::string n = std::to_string(number);
    const std::string rate = std::to_string(100 + number);
    return {"{'id': 'users" + n + "', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': " +
                rate + "}]}" + service("web" + n, "4", ", 'service_cv': 1.5") +
                service("db" + n, "2", ", 'service_cv': 0.3"),
            call("in" + n, "users" + n, "web" + n) + "," + call("out" + n, "web" + n, "db" + n)};
}

}  // namespace

/// Work that is shared out among threads.
class SideBySideTest : public QObject {
    Q_OBJECT

  private slots:
    void eachShareOnce() {
        std::vector<std::atomic<int>> done(7);
        engine::solver::sideBySide(done.size(), [&](std::size_t share) { ++done[share]; });
        for (const auto& times : done) {
            QCOMPARE(times.load(), 1);
        }
    }

    void whatIsThrownArrives() {
        std::atomic<int> ended = 0;
        const auto work = [&](std::size_t share) {
            if (share == 2) {
                throw std::runtime_error("the third");
            }
            ++ended;
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::solver::sideBySide(4, work));
        QCOMPARE(ended.load(), 3);
    }

    // So many components that their latencies are worked out by several threads, where there are any: each of
    // them is what it is by itself, to the last bit.
    void answersAreThoseOfOneThread() {
        constexpr int count = 70;
        Alone all;
        for (int i = 0; i < count; ++i) {
            const Alone one = alone(i);
            all.components += (i == 0 ? "" : ", ") + one.components;
            all.connections += (i == 0 ? "" : ", ") + one.connections;
        }
        const results::Results together = solved(all.components, all.connections);
        QCOMPARE(together.components.size(), std::size_t{3} * count);
        for (int i = 0; i < count; ++i) {
            const results::Results one = solved(alone(i).components, alone(i).connections);
            QVERIFY(one.components.at("web" + std::to_string(i)).response_ms.p999 > 0.0);
            for (const auto& [id, component] : one.components) {
                results::ComponentResult here = together.components.at(id);
                // The prices of data fall with all of it.
                here.cost_parts = component.cost_parts;
                here.cost_usd_month = component.cost_usd_month;
                QVERIFY(here == component);
            }
            for (const auto& [id, connection] : one.connections) {
                QVERIFY(together.connections.at(id) == connection);
            }
        }
    }
};

QTEST_GUILESS_MAIN(SideBySideTest)
#include "side_by_side_test.moc"
