#include "core/queueing/latency_distributions.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/class_inverter.h"
#include "core/queueing/latency_lowering.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

constexpr double kLargestProbability = 1.0 - 1e-6;
constexpr double kRelativeTolerance = 1e-7;
constexpr double kSmallestTail = 1e-11;  // of a probability: below is noise
constexpr int kMostSteps = 200;

}  // namespace

class LatencyDistributions::Impl {
  public:
    explicit Impl(const LatencyProgram& program)
        : program_(program), lowering_(program), inverter_(lowering_.code()) {}

    double cdf(LatencyNode node, double t);
    double quantile(LatencyNode node, double p, double atLeast);
    LatencySummary summary(LatencyNode node);
    std::vector<double> beginnings(LatencyNode node);
    const LatencyMoments& moments(LatencyNode node) const { return program_.moments(node); }

  private:
    double massUpTo(const ShiftClasses& classes, double t);
    double massBefore(const ShiftClasses& classes, double t);
    double search(const ShiftClasses& classes, const LatencyMoments& m, double p, double low, double high);

    const LatencyProgram& program_;
    LatencyLowering lowering_;
    ClassInverter inverter_;
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
    return std::clamp(massUpTo(lowering_.classesOf(node), t) / m.mass, 0.0, 1.0);
}

// The root of log((1 - p) / P(T > t)), which is close to linear in t in the tail.
double LatencyDistributions::Impl::search(const ShiftClasses& classes, const LatencyMoments& m, double p,
                                          double low, double high) {
    const auto f = [&](double t) {
        return std::log((1.0 - p) / std::max(1.0 - massUpTo(classes, t) / m.mass, kSmallestTail));
    };
    const double spread = std::max(std::sqrt(m.variance), 1e-9 * m.mean);
    const double start = low;
    double flow = f(low);
    if (flow >= 0.0) {
        return low;
    }
    double fhigh = 1.0;
    double at = std::max(m.mean + spread * (-std::log1p(-p) - 1.0), low + 0.1 * spread);
    bool above = false;  // high has been evaluated
    for (int i = 0; i < kMostSteps && at > low && at < high; ++i) {
        const double value = f(at);
        // One more step of this size should change the sign.
        const double stride =
            spread * std::clamp(1.3 * std::abs(value), 0.05, 4.0) * (1 << std::min(i / 2, 20));
        if (value < 0.0) {
            low = at;
            flow = value;
            if (above) {
                break;
            }
            at += stride;
        } else {
            const bool close = low > start;
            high = at;
            fhigh = value;
            above = true;
            if (close) {
                break;
            }
            at -= stride;
        }
    }
    return findRoot(f, low, high, flow, fhigh, kRelativeTolerance);
}

double LatencyDistributions::Impl::quantile(LatencyNode node, double p, double atLeast) {
    const LatencyMoments& m = program_.moments(node);
    p = std::clamp(p, 0.0, kLargestProbability);
    const ShiftClasses& classes = lowering_.classesOf(node);
    if (!(m.mass > 0.0) || classes.empty()) {
        return 0.0;
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
    return search(classes, m, p, low, high);
}

LatencySummary LatencyDistributions::Impl::summary(LatencyNode node) {
    const LatencyMoments& m = program_.moments(node);
    LatencySummary s{.mass = m.mass, .mean = m.mean};
    double last = 0.0;
    double* const fields[] = {&s.p50, &s.p90, &s.p95, &s.p99, &s.p999};
    for (std::size_t i = 0; i < kReportedQuantiles.size(); ++i) {
        last = quantile(node, kReportedQuantiles[i], last);
        *fields[i] = last;
    }
    return s;
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

double LatencyDistributions::quantile(LatencyNode node, double p) {
    return impl_->quantile(node, p, 0.0);
}

LatencySummary LatencyDistributions::summary(LatencyNode node) {
    return impl_->summary(node);
}

std::vector<double> LatencyDistributions::beginnings(LatencyNode node) {
    return impl_->beginnings(node);
}

}  // namespace headroom::queueing
