#include "core/queueing/latency_lowering.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/queueing/mg1.h"

namespace headroom::queueing {

namespace {

using Kind = LatencyOperation::Kind;

// A deviation this small against the mean is below what is promised of a percentile.
constexpr double kAsGoodAsConstant = 2e-4;

// A time that stays this many deviations above nothing is split into a constant and
// the rest. The constant ends where its distribution has not begun to speak of.
constexpr double kNarrowDeviations = 12.0;
constexpr double kSafeDeviations = 7.0;

// Uniform times in a row that are split into ramps; of more, the ramps cancel.
constexpr int kMostRamps = 2;

double constantPart(double mean, double variance) {
    const double deviation = std::sqrt(variance);
    return mean > kNarrowDeviations * deviation ? mean - kSafeDeviations * deviation : 0.0;
}

ShiftClass atomAt(double shift) {
    return {.shift = shift};
}

bool isLeaf(Kind kind) {
    return kind == Kind::Constant || kind == Kind::Service || kind == Kind::Wait;
}

}  // namespace

LatencyLowering::LatencyLowering(const LatencyProgram& program)
    : program_(program), classes_(program.size()), lowered_(program.size(), false) {}

const ShiftClasses& LatencyLowering::classesOf(LatencyNode node) {
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

void LatencyLowering::lowerNeeded(LatencyNode node) {
    // Operands come before their users, so one sweep down marks and one up lowers.
    std::vector<bool> needed(node.index + 1, false);
    needed[node.index] = true;
    const auto operations = program_.operations();
    for (std::uint32_t i = node.index + 1; i-- > 0;) {
        if (needed[i] && !lowered_[i] && !isLeaf(operations[i].kind)) {
            for (const LatencyBranch& branch : program_.operands(operations[i])) {
                needed[branch.node.index] = true;
            }
        }
    }
    for (std::uint32_t i = 0; i <= node.index; ++i) {
        // Leaves are lowered where they are used, since a station takes two in one.
        if (needed[i] && !lowered_[i] && !isLeaf(operations[i].kind)) {
            classes_[i] = lower(operations[i]);
            lowered_[i] = true;
        }
    }
}

ShiftClasses LatencyLowering::lower(const LatencyOperation& operation) {
    switch (operation.kind) {
        case Kind::Constant:
            return {atomAt(operation.value)};
        case Kind::Service:
            return lowerService(program_.serviceOf(operation));
        case Kind::Wait:
            return lowerWait(program_.waitOf(operation));
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

ShiftClass LatencyLowering::smoothService(const ServiceDistribution& service) {
    const double mean = service.baseMean();
    const double scv = service.baseScv();
    const double variance = scv * mean * mean;
    if (scv <= kAsGoodAsConstant * kAsGoodAsConstant) {
        return atomAt(mean);
    }
    if (service.shape() == ServiceShape::Hyperexponential) {
        const BalancedHyperexponential h = balancedHyperexponential(mean, scv);
        const TransformTerm terms[] = {{.factor = h.probability1, .a = code_.exponential(h.rate1)},
                                       {.factor = h.probability2, .a = code_.exponential(h.rate2)}};
        return smoothClass(code_.combine(terms), mean, variance);
    }
    const double ahead = constantPart(mean, variance);
    if (ahead > 0.0) {
        const auto rest = [service, ahead](Complex s) { return service.aheadTransform(s, ahead); };
        ShiftClass c = smoothClass(code_.function(rest), mean - ahead, variance);
        c.shift = ahead;
        return c;
    }
    const double phases = 1.0 / scv;
    if (service.shape() == ServiceShape::Gamma && phases == std::nearbyint(phases)) {
        const Slot phase = code_.exponential(phases / mean);
        return smoothClass(phases == 1.0 ? phase : code_.power(phase, static_cast<unsigned>(phases)), mean,
                           variance);
    }
    const auto f = [service](Complex s) { return service.transform(s); };
    return smoothClass(code_.function(f), mean, variance);
}

ShiftClasses LatencyLowering::lowerService(const ServiceDistribution& service) {
    if (service.slowShare() == 0.0) {
        return {smoothService(service)};
    }
    const auto part = [&](double factor, double share) {
        ShiftClass c = smoothService([&] {
            const double mean = service.baseMean() * factor;
            switch (service.shape()) {
                case ServiceShape::Lognormal:
                    return ServiceDistribution::lognormal(mean, service.baseScv());
                case ServiceShape::Hyperexponential:
                    return ServiceDistribution::hyperexponential(mean, service.baseScv());
                default:
                    return ServiceDistribution::gamma(mean, service.baseScv());
            }
        }());
        c.factor = share;
        c.time.weight = share;
        return PendingClass{c, kUnitSlot};
    };
    return gather({part(1.0, 1.0 - service.slowShare()), part(service.slowFactor(), service.slowShare())},
                  code_);
}

ShiftClasses LatencyLowering::lowerWait(const WaitDistribution& wait) {
    switch (wait.kind()) {
        case WaitDistribution::Kind::None:
            return {atomAt(0.0)};
        case WaitDistribution::Kind::Exponential: {
            const Slot slot = code_.atomExponential(wait.probability(), wait.rate());
            return {smoothClass(slot, wait.mean(), wait.variance(), 1.0 - wait.probability())};
        }
        case WaitDistribution::Kind::Mg1:
            return {pollaczekKhinchine(wait)};
        case WaitDistribution::Kind::Uniform:
            break;
    }
    // (1 - e^{-sa}) / (sa): a ramp that starts at 0 and one taken away that starts at a.
    ShiftClass up = smoothClass(code_.ramp(wait.longest()), 0.0, 0.0);
    up.ramps = 1;
    ShiftClass down = up;
    down.shift = wait.longest();
    down.factor = -1.0;
    return {up, down};
}

ShiftClass LatencyLowering::pollaczekKhinchine(const WaitDistribution& wait) {
    const Mg1Queue queue(wait.arrivalRate(), wait.service());
    const auto f = [queue](Complex s) { return queue.waitTransform(s); };
    ShiftClass c = smoothClass(code_.function(f), wait.mean(), wait.variance(), 1.0 - wait.probability());
    // A regular service gives poles on both sides of the real axis, nearly above each
    // other for a constant one: -log(2 pi n / rho) +- i 2 pi n, over the service time.
    // They have died out after a few services; until then the vertical line is used.
    if (queue.service().scv() < 0.4) {
        c.horizon = 8.0 * queue.service().mean();
    }
    return c;
}

std::optional<ShiftClass> LatencyLowering::fusedStation(LatencyNode waitNode, LatencyNode serviceNode) {
    const LatencyOperation& first = program_.operations()[waitNode.index];
    const LatencyOperation& second = program_.operations()[serviceNode.index];
    if (first.kind != Kind::Wait || second.kind != Kind::Service) {
        return std::nullopt;
    }
    const WaitDistribution& wait = program_.waitOf(first);
    const ServiceDistribution& service = program_.serviceOf(second);
    if (wait.kind() != WaitDistribution::Kind::Exponential || !service.isExponential()) {
        return std::nullopt;
    }
    const Slot slot = code_.station(wait.probability(), wait.rate(), 1.0 / service.mean());
    return smoothClass(slot, wait.mean() + service.mean(), wait.variance() + service.variance());
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
            c.time.weight *= branch.probability;
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
