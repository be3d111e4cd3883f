#pragma once

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "core/engine/solver/damping.h"
#include "core/engine/solver/newton_rounds.h"
#include "core/engine/solver/pseudo_time.h"
#include "core/engine/solver/slots.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// The numbers of the state that rounds work out from their own old values.
class Unknowns {
  public:
    /// What is shared out: between rounds, everything else follows from that.
    static Unknowns shares(const Model& model, State& state) {
        Unknowns u;
        for (Index visit = 0; visit < state.served.size(); ++visit) {
            const Index component = model.visits[visit].component;
            u.add(state.served[visit], component, leastShare, 1, 0, hasSlots(model.components[component]));
        }
        u.addOthers(model, state);
        return u;
    }
    /// What arrives, in place of what is served of it.
    static Unknowns rates(const Model& model, State& state) {
        Unknowns u;
        for (std::vector<double>* rates : {&state.rate, &state.fills}) {
            for (Index visit = 0; visit < rates->size(); ++visit) {
                u.add((*rates)[visit], model.visits[visit].component, 0, mostRate, 0);
            }
        }
        u.addOthers(model, state);
        return u;
    }

    [[nodiscard]] std::vector<double> values() const {
        std::vector<double> values;
        values.reserve(all_.size());
        for (const Unknown& unknown : all_) {
            values.push_back(*unknown.value);
        }
        return values;
    }
    void set(const std::vector<double>& values) {
        for (std::size_t i = 0; i < all_.size(); ++i) {
            *all_[i].value = values[i];
        }
    }
    /// Relative, or absolute where both ends of the range matter.
    [[nodiscard]] double error(std::size_t i, double before, double after) const {
        const double own = std::max(before, 1e-300);
        if (all_[i].scale == ofTheRest) {
            return std::abs(after - before) / std::max(1 - before, leastRest);
        }
        const double scale = all_[i].scale > 0 ? all_[i].scale : std::max(1.0, -all_[i].scale) * own;
        return std::abs(after - before) / scale;
    }
    [[nodiscard]] double error(const std::vector<double>& before) const {
        double most = 0;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            most = std::max(most, error(i, before[i], *all_[i].value));
        }
        return most;
    }
    /// Where something is further away from `before` than `settled`.
    [[nodiscard]] std::vector<Index> movers(const std::vector<double>& before, double settled) const {
        std::set<Index> components;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (error(i, before[i], *all_[i].value) > settled) {
                components.insert(all_[i].component);
            }
        }
        return {components.begin(), components.end()};
    }
    /// Leaves between `before` and now what swings, but for what is bracketed.
    void damp(const std::vector<double>& before, Damping& damping) {
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (all_[i].bracketed) {
                continue;
            }
            double& value = *all_[i].value;
            value = damping.next(i, before[i], value, all_[i].scale == 0 && before[i] > 0 && value > 0);
        }
    }
    [[nodiscard]] SelfConsistent problem() const {
        SelfConsistent problem;
        problem.error = [this](std::size_t i, double before, double after) {
            return error(i, before, after);
        };
        for (const Unknown& unknown : all_) {
            problem.least.push_back(unknown.least);
            problem.most.push_back(unknown.most);
        }
        return problem;
    }

    [[nodiscard]] PseudoTimeProblem problemInTime() const {
        SelfConsistent plain = problem();
        std::vector<char> byFactors;
        for (const Unknown& unknown : all_) {
            byFactors.push_back(unknown.scale <= 0 ? 1 : 0);
        }
        return {.round = {},
                .quick = {},
                .error = plain.error,
                .least = std::move(plain.least),
                .most = std::move(plain.most),
                .byFactors = std::move(byFactors)};
    }

  private:
    struct Unknown {
        double* value;
        Index component;  ///< where it belongs
        double least;
        double most;
        double scale;    ///< 0: relative to itself; below, to so many times itself; or `ofTheRest`
        bool bracketed;  ///< or follows from what is: settles by itself
    };
    static constexpr double leastShare = 1e-30;
    static constexpr double mostRate = 1e300;
    static constexpr double longestMs = 1e300;
    // Relative: where what is behind is nearly full, its waits are known by so much less than its rates.
    static constexpr double elsewhereScale = -1e2;
    static constexpr double mostAnswered = 1e6;
    static constexpr double mostReceives = 1e6;
    static constexpr double answerScale = 1;
    // Relative to what it leaves of 1, as far as that can be told.
    static constexpr double ofTheRest = HUGE_VAL;
    static constexpr double leastRest = 1e-6;
    // So that the share of misses, which may be as small, is good to 1e-6.
    static constexpr double missScale = 1e-3;

    void add(double& value, Index component, double least, double most, double scale,
             bool bracketed = false) {
        all_.push_back({&value, component, least, most, scale, bracketed});
    }

    void addOthers(const Model& model, State& state);
    void addShapes(const Model& model, State& state);
    void addStays(const Model& model, State& state);
    void addEchoes(const Model& model, State& state);
    void addLookup(LookupState& lookup, Index component);
    void addAnswers(const Model& model, State& state);
    void addTaken(const Model& model, State& state, Index broker);
    void addWeights(const Model& model, State& state, Index broker);

    std::vector<Unknown> all_;
};

}  // namespace headroom::engine::solver
