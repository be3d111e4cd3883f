#include "core/queueing/latency_cut.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headroom::queueing {

namespace {

constexpr double kNoise = 1e-9;  // a probability from an inversion is not known better
// A tail that is rare, or as good as exponential, may be taken out of the transform.
constexpr double kRareTail = 0.1;
constexpr double kExponential = 0.02;

// Instructions of one evaluation, of which integrals need hundreds.
constexpr std::size_t kMostEffort = 200;

// Constants on the way that are looked at one by one.
constexpr std::size_t kMostStarts = 6;

// Gauss and Legendre, eight points.
constexpr std::array<double, 4> kPoint = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                          0.9602898564975363};
constexpr std::array<double, 4> kWeight = {0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                           0.1012285362903763};

struct Integrals {
    double first = 0.0;   // of f
    double second = 0.0;  // of 2 t f
};

template <typename Function>
void integrate(const Function& f, double from, double to, Integrals& sum) {
    const double middle = 0.5 * (from + to);
    const double half = 0.5 * (to - from);
    for (std::size_t i = 0; i < kPoint.size(); ++i) {
        for (const double t : {middle - half * kPoint[i], middle + half * kPoint[i]}) {
            const double value = half * kWeight[i] * f(t);
            sum.first += value;
            sum.second += 2.0 * t * value;
        }
    }
}

// From one point to another by steps that double, so that a steep beginning is met.
template <typename Function>
void integrateRising(const Function& f, double from, double to, double step, Integrals& sum) {
    while (from < to) {
        const double next = from + step >= to * (1.0 - 1e-12) ? to : from + step;
        integrate(f, from, next, sum);
        from = next;
        step *= 2.0;
    }
}

double leastScv(double mean, double variance) {
    constexpr double smooth = 1e-4;
    return mean > 0.0 ? std::max(variance / (mean * mean), smooth) : smooth;
}

// The distribution of a gamma, within a hundredth: its cube root is nearly normal (Wilson, Hilferty 1931).
double aboutGamma(double mean, double scv, double t) {
    const double spread = scv / 9.0;
    const double z = (std::cbrt(t / std::max(mean, 1e-300)) - (1.0 - spread)) / std::sqrt(spread);
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

}  // namespace

double LatencyCutter::upTo(LatencyNode node, double t) {
    if (quick_) {
        const LatencyMoments& m = program_.moments(node);
        return m.mass > 0.0 ? m.mass * aboutGamma(m.mean, leastScv(m.mean, m.variance), t) : 0.0;
    }
    return program_.moments(node).mass * distributions_.cdf(node, t);
}

// A gamma of its mean and variance in place of what takes too long to be looked at a thousand times.
LatencyNode LatencyCutter::manageable(LatencyNode node) {
    const LatencyMoments& m = program_.moments(node);
    if (quick_ || !(m.mass > 0.0) || distributions_.effort(node) <= kMostEffort) {
        return node;
    }
    rough_ = true;
    const Part all{m.mass, m.mean, m.variance};
    return program_.mixture({{all.mass, fitted(all)}});
}

LatencyCutter::Part LatencyCutter::below(LatencyNode node, double limit, double mass) {
    std::vector<double> starts = distributions_.beginnings(node);
    std::erase_if(starts, [&](double t) { return !(t > 0.0 && t < limit); });
    starts.resize(std::min<std::size_t>(starts.size(), kMostStarts));
    starts.insert(starts.begin(), 0.0);
    starts.push_back(limit);
    samples_.clear();
    const double deviation = std::sqrt(program_.moments(node).variance);
    Integrals sum;
    const auto missing = [&](double t) {
        samples_.push_back({t, std::min(upTo(node, t), mass)});
        return mass - samples_.back().cdf;
    };
    for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
        const double length = starts[i + 1] - starts[i];
        missing(starts[i] * (1.0 - 1e-9));
        missing(starts[i]);
        integrateRising(missing, starts[i], starts[i + 1],
                        std::max(std::min(deviation, length), length / 1024.0), sum);
    }
    samples_.push_back({limit, mass});
    std::sort(samples_.begin(), samples_.end(), [](const Sample& a, const Sample& b) { return a.t < b.t; });
    const double mean = sum.first / mass;
    return {mass, mean, std::max(sum.second / mass - mean * mean, 0.0)};
}

// tail(0) = mass; until nothing to speak of is left.
LatencyCutter::Part LatencyCutter::tailed(const Function& tail, double mass, double scale) {
    constexpr int mostSteps = 30;
    Integrals sum;
    double from = 0.0;
    double step = scale;
    for (int i = 0; i < mostSteps && tail(from) > std::max(1e-7 * mass, kNoise); ++i) {
        integrate(tail, from, from + step, sum);
        from += step;
        step *= 2.0;
    }
    const double mean = sum.first / mass;
    return {mass, mean, std::max(sum.second / mass - mean * mean, 0.0)};
}

LatencyCutter::Part LatencyCutter::beyond(LatencyNode node, double limit, double mass) {
    const double all = program_.moments(node).mass;
    const double deviation = std::sqrt(program_.moments(node).variance);
    return tailed([&](double t) { return std::max(all - upTo(node, limit + t), 0.0); }, mass,
                  std::max(deviation, 1e-9 * limit));
}

LatencyNode LatencyCutter::fitted(const Part& part) {
    const double scv = part.mean > 0.0 ? part.variance / (part.mean * part.mean) : 0.0;
    const bool exponential = std::abs(scv - 1.0) < kExponential;
    return program_.service(ServiceDistribution::gamma(part.mean, exponential ? 1.0 : scv));
}

// Wherever much happens between two samples, one more.
void LatencyCutter::refineSamples(LatencyNode node, double mass) {
    const std::size_t count = samples_.size();
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const double length = samples_[i + 1].t - samples_[i].t;
        if (samples_[i + 1].cdf - samples_[i].cdf > 0.03 * mass && length > 1e-8 * samples_[i].t) {
            for (const double part : {0.25, 0.5, 0.75}) {
                const double t = samples_[i].t + part * length;
                samples_.push_back({t, std::min(upTo(node, t), mass)});
            }
        }
    }
    std::sort(samples_.begin(), samples_.end(), [](const Sample& a, const Sample& b) { return a.t < b.t; });
}

// Linear between samples that are far enough apart, closer towards the end.
LatencyNode LatencyCutter::bySamples(const Part& all) {
    std::vector<LatencyBranch> branches;
    Sample last{samples_.front().t, 0.0};
    for (const Sample& sample : samples_) {
        const double share = sample.cdf - last.cdf;
        const bool ends = &sample == &samples_.back();
        if (!(share > 0.0) || (!ends && share < 0.015 * all.mass && share < 0.5 * (all.mass - last.cdf))) {
            continue;
        }
        const LatencyNode start = program_.constant(last.t);
        const double length = sample.t - last.t;
        branches.push_back(
            {share, length > 1e-8 * sample.t
                        ? program_.sequence({start, program_.wait(WaitDistribution::uniform(length))})
                        : program_.constant(sample.t)});
        last = sample;
    }
    return program_.assembled(branches, {all.mass, all.mean, all.variance});
}

// The moments of a gamma up to a limit are those of gammas with one and two phases more.
LatencyNode LatencyCutter::quicklyWithin(LatencyNode whole, double limit) {
    const LatencyMoments& m = program_.moments(whole);
    if (!(m.mass > 0.0) || !(m.mean > 0.0)) {
        return whole;
    }
    const double scv = leastScv(m.mean, m.variance);
    const auto partOf = [&](double more) {
        const double phases = 1.0 / scv + more;
        return aboutGamma(m.mean * scv * phases, 1.0 / phases, limit);
    };
    const double share = partOf(0.0);
    if (!(share > kNoise)) {
        return program_.mixture({});
    }
    const double mean = m.mean * partOf(1.0) / share;
    const double second = m.mean * m.mean * (1.0 + scv) * partOf(2.0) / share;
    return program_.mixture({{m.mass * share, fitted({m.mass, mean, std::max(second - mean * mean, 0.0)})}});
}

LatencyNode LatencyCutter::within(LatencyNode whole, double limit) {
    if (quick_) {
        return quicklyWithin(whole, limit);
    }
    const LatencyNode node = manageable(whole);
    const double all = program_.moments(node).mass;
    const double mass = upTo(node, limit);
    const double cut = all - mass;
    if (!(mass > kNoise * all)) {
        return program_.mixture({});
    }
    if (!(cut > kNoise * all)) {
        return whole;
    }
    const Part kept = below(node, limit, mass);
    const bool startsLater = distributions_.beginnings(node).back() > limit;
    if (!startsLater) {
        const Part rest = beyond(node, limit, cut);
        const double scv = rest.mean > 0.0 ? rest.variance / (rest.mean * rest.mean) : 0.0;
        if (rest.mean > 0.0 && (cut < kRareTail * all || std::abs(scv - 1.0) < kExponential)) {
            const LatencyNode late = program_.sequence({program_.constant(limit), fitted(rest)});
            const LatencyBranch branches[] = {{1.0, node}, {-cut, late}};
            return program_.assembled(branches, {kept.mass, kept.mean, kept.variance});
        }
    }
    refineSamples(node, mass);
    return bySamples(kept);
}

LatencyCutter::Hedged LatencyCutter::hedged(LatencyNode answered, LatencyNode failed, double delay) {
    const LatencyNode success = manageable(answered);
    const LatencyNode failure = manageable(failed);
    const double succeeds = program_.moments(success).mass;
    const double open = 1.0 - upTo(success, delay) - upTo(failure, delay);
    if (!(open > kNoise)) {
        return {answered, 0.0};
    }
    const double first = std::max(succeeds - upTo(success, delay), 0.0) / open;
    const double saved = 1.0 - (1.0 - first) * (1.0 - succeeds);
    const Function tail = [&](double t) {
        const double neither =
            (1.0 - (upTo(success, delay + t) - upTo(success, delay)) / open) * (1.0 - upTo(success, t));
        return std::max(neither - (1.0 - saved), 0.0);
    };
    const double deviation = std::sqrt(program_.moments(success).variance);
    const Part late = tailed(tail, saved, std::max(deviation, 1e-9 * delay));
    const LatencyNode early = within(success, delay);
    const LatencyNode after = program_.sequence({program_.constant(delay), fitted(late)});
    return {program_.mixture({{1.0, early}, {open * saved, after}}), open};
}

}  // namespace headroom::queueing
