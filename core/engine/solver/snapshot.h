#pragma once

#include <cstring>
#include <type_traits>
#include <vector>

#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// A state and the model that it belongs to, to be compared with others later.
struct Snapshot {
    ModelNumbers numbers;
    State state;

    /// By component, whether anything of it is other than in the snapshot, to the last bit: what it is, its
    /// connections, what requests do there, and all numbers of these. All, where the models are of different
    /// shape. Afterwards the snapshot is that of this state.
    std::vector<char> update(const Model& model, const State& now);
    /// Whether, at the last update, rates, outcomes, hit ratios or what they follow from were other.
    bool flowsMoved = true;
};

/// Of nothing but numbers, without gaps between them.
template <class T>
inline constexpr bool isNumbers = std::is_arithmetic_v<T>;
template <>
inline constexpr bool isNumbers<CallOutcome> = sizeof(CallOutcome) == 10 * sizeof(double);
template <>
inline constexpr bool isNumbers<LookupState> = sizeof(LookupState) == 6 * sizeof(double);
template <>
inline constexpr bool isNumbers<Elsewhere> = sizeof(Elsewhere) == 2 * sizeof(double);

/// Whether numbers have the same bits, and all else is equal.
template <class T>
bool sameBits(const T& a, const T& b) {
    if constexpr (isNumbers<T>) {
        return std::memcmp(&a, &b, sizeof(T)) == 0;
    } else {
        return a == b;
    }
}
template <class T>
bool sameBits(const std::vector<T>& a, const std::vector<T>& b) {
    if constexpr (isNumbers<T>) {
        return a.size() == b.size() &&
               (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
    } else {
        return a == b;
    }
}

/// What has changed, and all that call it.
std::vector<char> withCallers(const Model& model, std::vector<char> changed);
/// What has changed, and all that call it or are called by it.
std::vector<char> withNeighbours(const Model& model, std::vector<char> changed);

}  // namespace headroom::engine::solver
