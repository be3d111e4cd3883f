#include "core/engine/solver/fixed_point.h"

#include <QtTest/QTest>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>

#include "core/engine/solver/autoscaling.h"
#include "core/engine/solver/compiler.h"
#include "core/engine/solver/solved_parts.h"
#include "core/engine/solver/users.h"
#include "tests/core/engine/solved.h"
#include "tests/core/engine/solver/random_designs.h"

using namespace headroom;
using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

/// What a design settles at, and how far that is from what one more round makes of it.
struct Rest {
    bool converged = false;
    bool namesWhere = false;
    double residual = 0;
};

std::optional<Rest> restOf(const nlohmann::json& text) {
    const auto loaded = format::read(text.dump(), shippedCatalog());
    if (!loaded) {
        return std::nullopt;
    }
    solver::SolvedParts parts(false);
    results::Results results;
    const auto conditions = solver::scaledConditionsOf(loaded->design, shippedCatalog(), parts.records(), {});
    solver::Model& model = parts.model().compile(loaded->design, shippedCatalog(), conditions,
                                                 parts.records(), results.findings);
    const auto& groups = parts.model().groups();
    const solver::Settled settled = solver::settleWithUsers(model, groups, {}, &parts);
    return Rest{.converged = settled.converged,
                .namesWhere = !settled.moving.empty(),
                .residual = solver::residualOf(model, groups, *settled.state)};
}

}  // namespace

/// What has settled is a steady state: another round, from nothing but the state, leaves it where it is.
class FixedPointTest : public QObject {
    Q_OBJECT

  private slots:
    // Slots, breakers, bulkheads, timeouts, retries and caches near full load: of 220 two do not settle
    // and say so, none of the first forty.
    void stressedDesignsSettle() {
        int unsettled = 0;
        for (std::uint32_t seed = 0; seed < 40; ++seed) {
            std::mt19937 random(seed);
            const auto rest = restOf(stressedDesign(random));
            QVERIFY2(rest.has_value(), std::to_string(seed).c_str());
            unsettled += rest->converged ? 0 : 1;
            QVERIFY(rest->converged || rest->namesWhere);
            if (rest->converged) {
                QVERIFY2(
                    rest->residual <= 2e-9,
                    (std::to_string(seed) + ": " + std::to_string(1e9 * rest->residual) + "e-9").c_str());
            }
        }
        QCOMPARE(unsettled, 0);
    }
};

QTEST_GUILESS_MAIN(FixedPointTest)
#include "fixed_point_test.moc"
