#include "core/queueing/latency_lowering.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/queueing/latency_leaves.h"

namespace headroom::queueing {

namespace {

using Kind = LatencyOperation::Kind;

// Uniform times in a row that are split into ramps; of more, the ramps cancel.
constexpr int kMostRamps = 2;

bool isLeaf(Kind kind) {
    return kind == Kind::Constant || kind == Kind::Service || kind == Kind::Wait;
}

// Closer to them than to its shift, only the vertical line gets at it.
bool hasCornersInside(const ShiftClass& c) {
    return c.slack > 0.0 || c.horizon > 0.0;
}

}  // namespace

LatencyLowering::LatencyLowering(const LatencyProgram& program)
    : program_(program), classes_(program.size()), lowered_(program.size(), false) {}

const ShiftClasses& LatencyLowering::classesOf(LatencyNode node) {
    classes_.resize(std::max(classes_.size(), program_.size()));
    lowered_.resize(classes_.size(), false);
    if (!lowered_[node.index]) {
        const LatencyOperation& operation = program_.operations()[node.index];
        if (isLeaf(operation.kind)) {
            classes_[node.index] = lower(operation);
            lowered_[node.index] = true;
        } else {
            lowerNeeded(node);
        }
    }
    return classes_[node.index];
}

// Of so many outcomes that few classes had to hold very unlike ones.
bool LatencyLowering::isBetterApart(LatencyNode node) {
    constexpr std::uint32_t kMany = 64;
    const LatencyOperation& operation = program_.operations()[node.index];
    if (operation.kind != Kind::Mixture || operation.count <= kMany) {
        return false;
    }
    const ShiftClasses& whole = classesOf(node);
    const auto transforms = std::ranges::count_if(whole, [](const ShiftClass& c) { return !c.isAtom(); });
    return transforms >= static_cast<std::ptrdiff_t>(kMostClasses) &&
           std::ranges::any_of(whole, hasCornersInside);
}

const ShiftClasses& LatencyLowering::outcomesOf(LatencyNode node) {
    if (!isBetterApart(node)) {
        return classesOf(node);
    }
    const auto [known, isNew] = outcomes_.try_emplace(node.index);
    if (isNew) {
        known->second = apart(node);
    }
    return known->second;
}

ShiftClasses LatencyLowering::apart(LatencyNode node) {
    ShiftClasses all;
    for (const LatencyBranch& branch : program_.operands(program_.operations()[node.index])) {
        for (ShiftClass c : classesOf(branch.node)) {
            c.factor *= branch.probability;
            c.time.weight *= std::abs(branch.probability);
            all.push_back(c);
        }
    }
    std::ranges::stable_sort(all, {}, &ShiftClass::start);
    return all;
}

void LatencyLowering::lowerNeeded(LatencyNode node) {
    // Depth first with a stack of its own, since a chain may be long. Leaves are lowered
    // where they are used: a station takes two of them in one.
    std::vector<std::uint32_t> open = {node.index};
    const auto operations = program_.operations();
    while (!open.empty()) {
        const std::uint32_t top = open.back();
        const std::size_t before = open.size();
        if (!lowered_[top]) {
            for (const LatencyBranch& branch : program_.operands(operations[top])) {
                const std::uint32_t operand = branch.node.index;
                if (!lowered_[operand] && !isLeaf(operations[operand].kind)) {
                    open.push_back(operand);
                }
            }
        }
        if (open.size() == before) {
            if (!lowered_[top]) {
                classes_[top] = lower(operations[top]);
                lowered_[top] = true;
            }
            open.pop_back();
        }
    }
}

ShiftClasses LatencyLowering::lower(const LatencyOperation& operation) {
    switch (operation.kind) {
        case Kind::Constant:
            return {atomAt(operation.value)};
        case Kind::Service:
            return classesOfService(program_.serviceOf(operation), code_);
        case Kind::Wait:
            return classesOfWait(program_.waitOf(operation), code_);
        case Kind::Sequence:
            return lowerSequence(operation);
        case Kind::Mixture:
            return lowerMixture(operation);
        case Kind::Repeat:
            return lowerRepeat(operation);
        case Kind::Geometric:
            return lowerGeometric(operation);
    }
    return {};
}

std::optional<ShiftClass> LatencyLowering::fusedStation(LatencyNode wait, LatencyNode service) {
    const LatencyOperation& first = program_.operations()[wait.index];
    const LatencyOperation& second = program_.operations()[service.index];
    if (first.kind != Kind::Wait || second.kind != Kind::Service) {
        return std::nullopt;
    }
    return classOfStation(program_.waitOf(first), program_.serviceOf(second), code_);
}

ShiftClasses LatencyLowering::lowerSequence(const LatencyOperation& operation) {
    const auto parts = program_.operands(operation);
    ShiftClasses singles;
    std::vector<ShiftClasses> several;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i + 1 < parts.size()) {
            if (const auto station = fusedStation(parts[i].node, parts[i + 1].node)) {
                singles.push_back(*station);
                ++i;
                continue;
            }
        }
        const ShiftClasses& classes = classesOf(parts[i].node);
        if (classes.empty()) {
            return {};
        }
        if (classes.size() == 1) {
            singles.push_back(classes.front());
        } else {
            several.push_back(classes);
        }
    }
    ShiftClasses result = {productOfAll(std::move(singles))};
    for (const ShiftClasses& classes : several) {
        result = convolve(result, classes);
    }
    return result;
}

ShiftClass LatencyLowering::productOfAll(ShiftClasses singles) {
    // Those that vary least first: their sum is the bulk that the others spread out.
    std::stable_sort(singles.begin(), singles.end(), [](const ShiftClass& a, const ShiftClass& b) {
        return a.time.bulkSpread < b.time.bulkSpread;
    });
    ShiftClass all = atomAt(0.0);
    std::vector<Slot> factors;
    for (const ShiftClass& c : singles) {
        if (!c.isAtom()) {
            factors.push_back(c.slot);
        }
        all = productOf(all, c).shape;
    }
    if (factors.size() > 1) {
        all.slot = code_.product(factors);
    }
    return all;
}

ShiftClasses LatencyLowering::convolve(const ShiftClasses& a, const ShiftClasses& b) {
    if (mostRamps(a) + mostRamps(b) > kMostRamps) {
        return convolve(withoutRamps(a, code_), withoutRamps(b, code_));
    }
    std::vector<PendingClass> pieces;
    pieces.reserve(a.size() * b.size());
    for (const ShiftClass& x : a) {
        for (const ShiftClass& y : b) {
            pieces.push_back(productOf(x, y));
        }
    }
    return gather(std::move(pieces), code_);
}

ShiftClasses LatencyLowering::lowerMixture(const LatencyOperation& operation) {
    std::vector<PendingClass> pieces;
    for (const LatencyBranch& branch : program_.operands(operation)) {
        for (ShiftClass c : classesOf(branch.node)) {
            c.factor *= branch.probability;
            c.time.weight *= std::abs(branch.probability);
            pieces.push_back({c, kUnitSlot});
        }
    }
    return gather(std::move(pieces), code_);
}

ShiftClass LatencyLowering::powerOf(const ShiftClass& base, unsigned exponent) {
    ShiftClass once = base;
    if (base.isAtom() || exponent == 1) {
        return repeatedClass(once, exponent);
    }
    const double n = exponent;
    const double ahead =
        base.atom > 0.0 ? 0.0 : constantPart(n * base.time.bulkMean, n * base.time.bulkSpread) / n;
    if (ahead > 0.0) {
        const Slot factors[] = {base.slot, code_.decay(-ahead)};
        once.slot = code_.product(factors);
        once.shift += ahead;
        once.time.mean -= ahead;
        once.time.bulkMean -= ahead;
        once.time.idle = std::max(0.0, once.time.idle - ahead);
        once.time.sharpest.mean = std::max(0.0, once.time.sharpest.mean - ahead);
    }
    once.slot = code_.power(once.slot, exponent);
    return repeatedClass(once, n);
}

ShiftClasses LatencyLowering::powerOf(const ShiftClasses& base, unsigned exponent) {
    if (exponent == 0) {
        return {atomAt(0.0)};
    }
    if (base.size() == 1) {
        return {powerOf(base.front(), exponent)};
    }
    ShiftClasses square = base;
    ShiftClasses result = {atomAt(0.0)};
    for (unsigned n = exponent; n > 0; n /= 2) {
        if (n % 2 == 1) {
            result = convolve(result, square);
        }
        if (n > 1) {
            square = convolve(square, square);
        }
    }
    return result;
}

ShiftClasses LatencyLowering::lowerRepeat(const LatencyOperation& operation) {
    const ShiftClasses base = classesOf(program_.operands(operation).front().node);
    if (base.empty()) {
        return {};
    }
    const double whole = std::floor(operation.value);
    const double rest = operation.value - whole;
    const ShiftClasses sure = powerOf(base, static_cast<unsigned>(whole));
    if (rest == 0.0) {
        return sure;
    }
    ShiftClasses chance = base;
    for (ShiftClass& c : chance) {
        c.factor *= rest;
        c.time.weight *= rest;
    }
    ShiftClass none = atomAt(0.0);
    none.factor = none.time.weight = 1.0 - rest;
    chance.insert(chance.begin(), none);
    return convolve(sure, chance);
}

ShiftClasses LatencyLowering::lowerGeometric(const LatencyOperation& operation) {
    const LatencyNode node = program_.operands(operation).front().node;
    const ShiftClasses once = classesOf(node);
    const double again = operation.value;
    if (once.empty() || again == 0.0) {
        return once;
    }
    // sum_n (1 - q) q^n A^{n+1} = A (1 - q) / (1 - q A), the loop with its constants inside.
    std::vector<TransformTerm> terms;
    double slack = 0.0;
    double atom = 0.0;
    for (const ShiftClass& c : once) {
        TransformTerm term{.factor = c.factor, .a = c.slot};
        term.decay = c.shift > 0.0 ? code_.decay(c.shift) : kUnitSlot;
        terms.push_back(term);
        slack = std::max(slack, c.shift + c.slack);
        atom += c.shift == 0.0 ? c.factor * c.atom : 0.0;
    }
    const LatencyMoments& m = program_.moments(node);
    const double q = again * m.mass;
    ShiftClass loops = smoothClass(code_.geometric(code_.combine(terms), again), q / (1.0 - q) * m.mean,
                                   q / (1.0 - q) * m.variance + q / (1.0 - q) / (1.0 - q) * m.mean * m.mean,
                                   (1.0 - again) / (1.0 - again * atom));
    loops.time.weight = (1.0 - again) / (1.0 - q);
    // A loop that is not close to exponential has poles beside the real axis.
    if (slack > 0.0 || m.variance < 0.4 * m.mean * m.mean) {
        loops.horizon = std::numeric_limits<double>::max();
    }
    return convolve({loops}, once);
}

}  // namespace headroom::queueing
