#include "core/queueing/latency_distributions.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "core/queueing/class_inverter.h"
#include "core/queueing/latency_lowering.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

constexpr double kLargestProbability = 1.0 - 1e-6;
constexpr double kRelativeTolerance = 1e-7;
constexpr double kSmallestTail = 1e-11;  // of a probability: below is noise
constexpr double kSameProbability = 1e-14;
constexpr int kMostSteps = 200;

// Where a rising function changes its sign; values are 0 as long as they are not known.
struct Bracket {
    double low = 0.0;
    double high = 0.0;
    double atLow = 0.0;
    double atHigh = 0.0;

    bool holds(double t) const { return t > low && t < high; }
    void take(double t, double value) {
        (value < 0.0 ? low : high) = t;
        (value < 0.0 ? atLow : atHigh) = value;
    }
};

// The root of what is close to a line of that slope, begun at a guess; none where it bends too much, or the
// root is not in the bracket, which is narrowed.
template <typename Function>
std::optional<double> bySecants(Function f, double at, double slope, Bracket& bracket) {
    constexpr int kMostSecants = 6;
    if (!bracket.holds(at)) {
        return std::nullopt;
    }
    double value = f(at);
    bracket.take(at, value);
    bool straight = false;
    for (int i = 0; i < kMostSecants; ++i) {
        const double next = at - value / slope;
        if (straight && std::abs(next - at) <= kRelativeTolerance * next) {
            return next;
        }
        if (!bracket.holds(next)) {
            return std::nullopt;
        }
        const double there = f(next);
        bracket.take(next, there);
        const double secant = (there - value) / (next - at);
        if (!(secant > 0.0)) {
            return std::nullopt;
        }
        straight = secant < 2.0 * slope && slope < 2.0 * secant;
        slope = secant;
        at = next;
        value = there;
    }
    return std::nullopt;
}

}  // namespace

class LatencyDistributions::Impl {
  public:
    explicit Impl(const LatencyProgram& program)
        : program_(program), lowering_(program), inverter_(lowering_.code()) {}

    double cdf(LatencyNode node, double t);
    std::size_t effort(LatencyNode node);
    double quantile(LatencyNode node, double p);
    LatencySummary summary(LatencyNode node);
    void prepare(std::span<const LatencyNode> nodes);
    std::vector<double> beginnings(LatencyNode node);
    std::size_t bytes() const { return inverter_.bytes(); }
    const LatencyMoments& moments(LatencyNode node) const { return program_.moments(node); }

  private:
    using Quantiles = std::array<double, kReportedQuantiles.size()>;
    // A quantile that is known already.
    struct Point {
        double p = 0.0;
        double t = 0.0;
    };
    // A node, given its outcome, is another one after a constant.
    struct Delayed {
        LatencyNode node;
        double delay = 0.0;
    };

    Delayed delayedOf(LatencyNode node) const;
    std::optional<Delayed> withoutOne(LatencyNode node) const;
    const Quantiles& quantiles(LatencyNode node);
    double quantile(LatencyNode node, double p, std::span<const Point> before);
    double massUpTo(const ShiftClasses& classes, double t);
    double massBefore(const ShiftClasses& classes, double t);
    double search(const ShiftClasses& classes, const LatencyMoments& m, double p, double low, double high,
                  std::span<const Point> before);

    const LatencyProgram& program_;
    LatencyLowering lowering_;
    ClassInverter inverter_;
    std::unordered_map<std::uint32_t, Quantiles> known_;
};

double LatencyDistributions::Impl::massUpTo(const ShiftClasses& classes, double t) {
    double sum = 0.0;
    for (const ShiftClass& c : classes) {
        sum += inverter_.cdf(c, t);
    }
    return sum;
}

double LatencyDistributions::Impl::massBefore(const ShiftClasses& classes, double t) {
    double sum = 0.0;
    for (const ShiftClass& c : classes) {
        sum += c.shift < t ? inverter_.cdf(c, t) : 0.0;
    }
    return sum;
}

double LatencyDistributions::Impl::cdf(LatencyNode node, double t) {
    const LatencyMoments& m = program_.moments(node);
    if (!(m.mass > 0.0) || t < 0.0) {
        return 0.0;
    }
    return std::clamp(massUpTo(lowering_.outcomesOf(node), t) / m.mass, 0.0, 1.0);
}

std::size_t LatencyDistributions::Impl::effort(LatencyNode node) {
    std::size_t sum = 0;
    for (const ShiftClass& c : lowering_.outcomesOf(node)) {
        sum += c.isAtom() ? 0 : inverter_.effort(c.slot);
    }
    return sum;
}

// The root of log((1 - p) / P(T > t)), which is close to linear in t in the tail: that, and the two quantiles
// before, give the first guess.
double LatencyDistributions::Impl::search(const ShiftClasses& classes, const LatencyMoments& m, double p,
                                          double low, double high, std::span<const Point> before) {
    const auto f = [&](double t) {
        return std::log((1.0 - p) / std::max(1.0 - massUpTo(classes, t) / m.mass, kSmallestTail));
    };
    const double spread = std::max(std::sqrt(m.variance), 1e-9 * m.mean);
    const bool knowsLow = !before.empty() && before.back().t == low;
    double at = std::max(m.mean + spread * (-std::log1p(-p) - 1.0), low + 0.1 * spread);
    if (knowsLow && before.size() > 1 && before[before.size() - 2].t < low) {
        const Point& earlier = before[before.size() - 2];
        at = low + (low - earlier.t) * std::log((1.0 - before.back().p) / (1.0 - p)) /
                       std::log((1.0 - earlier.p) / (1.0 - before.back().p));
    }
    if (classes.size() == 1) {
        const auto read = inverter_.quantileNear(classes.front(), p * m.mass, m.mass, at);
        if (read && *read > low && *read < high) {
            return *read;
        }
    }
    Bracket bracket{.low = low, .high = high};
    const double slope =
        at > low && knowsLow ? std::log((1.0 - before.back().p) / (1.0 - p)) / (at - low) : 1.0 / spread;
    if (const auto root = bySecants(f, at, slope, bracket)) {
        return *root;
    }
    if (bracket.atLow == 0.0) {
        bracket.atLow = knowsLow ? std::log((1.0 - p) / (1.0 - before.back().p)) : f(low);
        if (bracket.atLow >= 0.0) {
            return low;
        }
    }
    // One more step of this size should change the sign.
    const auto stride = [&](double value, int steps) {
        return spread * std::clamp(1.3 * std::abs(value), 0.05, 4.0) * (1 << std::min(steps / 2, 20));
    };
    if (bracket.atHigh > 0.0) {
        at = bracket.high - stride(bracket.atHigh, 0);
    } else if (bracket.low > low) {
        at = bracket.low + stride(bracket.atLow, 0);
    }
    const auto isClose = [&] { return bracket.low > low && bracket.atHigh > 0.0; };
    for (int i = 0; i < kMostSteps && bracket.holds(at) && !isClose(); ++i) {
        const double value = f(at);
        bracket.take(at, value);
        at += value < 0.0 ? stride(value, i) : -stride(value, i);
    }
    const double atHigh = bracket.atHigh > 0.0 ? bracket.atHigh : 1.0;
    return findRoot(f, bracket.low, bracket.high, bracket.atLow, atHigh, kRelativeTolerance);
}

double LatencyDistributions::Impl::quantile(LatencyNode node, double p, std::span<const Point> before) {
    const double atLeast = before.empty() ? 0.0 : before.back().t;
    const LatencyMoments& m = program_.moments(node);
    p = std::clamp(p, 0.0, kLargestProbability);
    const ShiftClasses& classes = lowering_.outcomesOf(node);
    if (!(m.mass > 0.0) || classes.empty()) {
        return 0.0;
    }
    if (classes.size() == 1) {
        if (const auto known = inverter_.knownQuantile(classes.front(), p)) {
            return std::max(atLeast, *known);
        }
    }
    // First between which two atoms, or on which.
    const double target = p * m.mass * (1.0 - 1e-12);
    double low = std::max(atLeast, classes.front().shift);
    double high = 1e300;
    std::vector<double> atoms;
    for (const ShiftClass& c : classes) {
        if (c.factor * c.atom > 0.0 && c.shift >= low) {
            atoms.push_back(c.shift);
        }
    }
    std::size_t below = 0;
    std::size_t end = atoms.size();
    while (below < end) {
        const std::size_t middle = (below + end) / 2;
        if (massUpTo(classes, atoms[middle]) >= target) {
            end = middle;
        } else {
            below = middle + 1;
        }
    }
    if (end < atoms.size()) {
        high = atoms[end];
        if (massBefore(classes, high) < target) {
            return high;
        }
    }
    low = end > 0 ? std::max(low, atoms[end - 1]) : low;
    return search(classes, m, p, low, high, before);
}

std::optional<LatencyDistributions::Impl::Delayed> LatencyDistributions::Impl::withoutOne(
    LatencyNode node) const {
    using Kind = LatencyOperation::Kind;
    const LatencyOperation& operation = program_.operations()[node.index];
    const auto operands = program_.operands(operation);
    if (operation.kind == Kind::Mixture) {
        // One outcome with some probability, or the same one several times.
        const bool same = std::ranges::all_of(operands, [&](const LatencyBranch& branch) {
            return branch.node == operands.front().node && branch.probability > 0.0;
        });
        return same && !operands.empty() ? std::optional(Delayed{operands.front().node, 0.0}) : std::nullopt;
    }
    if (operation.kind != Kind::Sequence) {
        return std::nullopt;
    }
    std::optional<LatencyNode> only;
    double delay = 0.0;
    for (const LatencyBranch& part : operands) {
        const LatencyOperation& of = program_.operations()[part.node.index];
        if (of.kind == Kind::Constant) {
            delay += of.value;
        } else if (only) {
            return std::nullopt;
        } else {
            only = part.node;
        }
    }
    return only ? std::optional(Delayed{*only, delay}) : std::nullopt;
}

LatencyDistributions::Impl::Delayed LatencyDistributions::Impl::delayedOf(LatencyNode node) const {
    Delayed all{node, 0.0};
    while (const auto less = withoutOne(all.node)) {
        all = {less->node, all.delay + less->delay};
    }
    return all;
}

const LatencyDistributions::Impl::Quantiles& LatencyDistributions::Impl::quantiles(LatencyNode node) {
    const auto [known, isNew] = known_.try_emplace(node.index);
    if (isNew) {
        std::array<Point, kReportedQuantiles.size()> points;
        for (std::size_t i = 0; i < kReportedQuantiles.size(); ++i) {
            const double p = kReportedQuantiles[i];
            points[i] = {p, quantile(node, p, std::span<const Point>(points).first(i))};
            known->second[i] = points[i].t;
        }
    }
    return known->second;
}

// Those of the summary are the summary's.
double LatencyDistributions::Impl::quantile(LatencyNode node, double p) {
    if (!(program_.moments(node).mass > 0.0)) {
        return 0.0;
    }
    const Delayed delayed = delayedOf(node);
    for (std::size_t i = 0; i < kReportedQuantiles.size(); ++i) {
        if (std::abs(p - kReportedQuantiles[i]) < kSameProbability) {
            return delayed.delay + quantiles(delayed.node)[i];
        }
    }
    return delayed.delay + quantile(delayed.node, p, {});
}

LatencySummary LatencyDistributions::Impl::summary(LatencyNode node) {
    const LatencyMoments& m = program_.moments(node);
    const Delayed delayed = delayedOf(node);
    const Quantiles& q = quantiles(delayed.node);
    const double d = m.mass > 0.0 ? delayed.delay : 0.0;
    return {m.mass, m.mean, d + q[0], d + q[1], d + q[2], d + q[3], d + q[4]};
}

void LatencyDistributions::Impl::prepare(std::span<const LatencyNode> nodes) {
    for (const LatencyNode node : nodes) {
        lowering_.outcomesOf(delayedOf(node).node);
    }
}

std::vector<double> LatencyDistributions::Impl::beginnings(LatencyNode node) {
    std::vector<double> all;
    for (const ShiftClass& c : lowering_.classesOf(node)) {
        all.push_back(c.shift);
    }
    std::sort(all.begin(), all.end());
    return all;
}

LatencyDistributions::LatencyDistributions(const LatencyProgram& program)
    : impl_(std::make_unique<Impl>(program)) {}

LatencyDistributions::~LatencyDistributions() = default;
LatencyDistributions::LatencyDistributions(LatencyDistributions&&) noexcept = default;
LatencyDistributions& LatencyDistributions::operator=(LatencyDistributions&&) noexcept = default;

double LatencyDistributions::cdf(LatencyNode node, double t) {
    return impl_->cdf(node, t);
}

std::size_t LatencyDistributions::effort(LatencyNode node) {
    return impl_->effort(node);
}

double LatencyDistributions::quantile(LatencyNode node, double p) {
    return impl_->quantile(node, p);
}

LatencySummary LatencyDistributions::summary(LatencyNode node) {
    return impl_->summary(node);
}

void LatencyDistributions::prepare(std::span<const LatencyNode> nodes) {
    impl_->prepare(nodes);
}

std::size_t LatencyDistributions::bytes() const {
    return impl_->bytes();
}

std::vector<double> LatencyDistributions::beginnings(LatencyNode node) {
    return impl_->beginnings(node);
}

}  // namespace headroom::queueing
