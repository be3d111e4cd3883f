#include "core/queueing/latency_join.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/queueing/order_statistics.h"

namespace headroom::queueing {

namespace {

constexpr double kNoise = 1e-9;      // a probability from an inversion is not known better
constexpr double kSameTime = 1e-8;   // relative
constexpr double kLeastTail = 1e-6;  // of the whole: beyond it nothing is looked at
constexpr double kMostStages = 64;   // one by one
constexpr int kMostJoined = 12;      // from points; more would take too long
constexpr double kMostCounted = 4096;
constexpr std::size_t kMostEffort = 1000;  // instructions of one evaluation, of which there are hundreds

// All of a team: k for sure, and one more with the rest.
double allOf(double probability, double count) {
    const double whole = std::floor(count);
    const double rest = count - whole;
    return std::pow(probability, whole) * (1.0 - rest + rest * probability);
}

double numberOf(std::span<const CountedChance> teams) {
    return std::accumulate(teams.begin(), teams.end(), 0.0,
                           [](double sum, const CountedChance& team) { return sum + std::ceil(team.count); });
}

// As if each had the mean probability of all.
double likeOnAverage(std::span<const CountedChance> teams, double needed) {
    double count = 0.0;
    double done = 0.0;
    for (const CountedChance& team : teams) {
        count += team.count;
        done += team.count * team.probability;
    }
    const double whole = std::floor(count);
    const double rest = count - whole;
    const double each = done / count;
    const double few = needed <= whole ? kthOfN(each, needed, whole) : std::pow(each, whole);
    return rest > 0.0 ? (1.0 - rest) * few + rest * kthOfN(each, needed, whole + 1.0) : few;
}

// One more: shifts the numbers that succeeded, the last of which stands for all that is above it.
void addOne(std::vector<double>& found, double probability) {
    found.back() += found[found.size() - 2] * probability;
    for (std::size_t i = found.size() - 2; i > 0; --i) {
        found[i] = found[i] * (1.0 - probability) + found[i - 1] * probability;
    }
    found.front() *= 1.0 - probability;
}

}  // namespace

double atLeast(std::span<const CountedChance> teams, double needed) {
    if (needed < 1.0) {
        return 1.0;
    }
    if (needed >= numberOf(teams)) {
        return std::accumulate(teams.begin(), teams.end(), 1.0,
                               [](double product, const CountedChance& team) {
                                   return product * allOf(team.probability, team.count);
                               });
    }
    if (teams.size() == 1 || needed * numberOf(teams) > kMostCounted) {
        return likeOnAverage(teams, needed);
    }
    std::vector<double> found(static_cast<std::size_t>(needed) + 1, 0.0);
    found.front() = 1.0;
    for (const CountedChance& team : teams) {
        for (double i = 0.0; i < team.count; i += 1.0) {
            addOne(found, team.probability * std::min(1.0, team.count - i));
        }
    }
    return std::clamp(found.back(), 0.0, 1.0);
}

double LatencyJoiner::upTo(LatencyNode node, double t) {
    const auto rough = standIns_.find(node.index);
    if (rough != standIns_.end()) {
        return program_.moments(node).mass * rough->second.cdf(t);
    }
    const auto [known, isNew] = known_.try_emplace({node.index, t}, 0.0);
    if (isNew) {
        known->second = program_.moments(node).mass * distributions_.cdf(node, t);
    }
    return known->second;
}

void LatencyJoiner::chooseDetail(std::span<const LatencyTeam> teams) {
    constexpr std::size_t manyStarts = 24;
    standIns_.clear();
    known_.clear();
    const bool rough = rough_ || joined_ >= kMostJoined ||
                       std::any_of(teams.begin(), teams.end(), [&](const LatencyTeam& team) {
                           return distributions_.beginnings(team.node).size() > manyStarts ||
                                  distributions_.effort(team.node) > kMostEffort;
                       });
    for (std::size_t i = 0; rough && i < teams.size(); ++i) {
        const LatencyMoments& m = program_.moments(teams[i].node);
        const double scv = m.mean > 0.0 ? m.variance / (m.mean * m.mean) : 0.0;
        standIns_.emplace(teams[i].node.index, rough_ ? ServiceDistribution::lognormal(m.mean, scv)
                                                      : ServiceDistribution::gamma(m.mean, scv));
    }
}

LatencyNode LatencyJoiner::byMoments(double mass) {
    const double mean = first_ / mass;
    const double scv = mean > 0.0 ? std::max(second_ / mass / (mean * mean) - 1.0, 0.0) : 0.0;
    return program_.mixture({{mass, program_.service(ServiceDistribution::gamma(mean, scv))}});
}

double LatencyJoiner::doneBy(std::span<const LatencyTeam> teams, double needed, double t) {
    if (teams.size() == 1 && teams.front().alpha < 1.0 && teams.front().count <= mostTogether) {
        const LatencyTeam& team = teams.front();
        const double whole = std::floor(team.count);
        const double rest = team.count - whole;
        const auto doneOf = [&](double count) {
            return kthOfNTogether(1.0 - upTo(team.node, t), std::min(needed, count), count, team.alpha);
        };
        return rest > 0.0 ? (1.0 - rest) * doneOf(whole) + rest * doneOf(whole + 1.0) : doneOf(whole);
    }
    std::vector<CountedChance> chances;
    for (const LatencyTeam& team : teams) {
        chances.push_back({upTo(team.node, t), team.count});
    }
    return atLeast(chances, needed);
}

std::optional<ShiftedExponential> LatencyJoiner::exponential(LatencyNode node) {
    const LatencyMoments& m = program_.moments(node);
    const std::vector<double> starts = distributions_.beginnings(node);
    const double shift = starts.empty() ? 0.0 : starts.front();
    const double mean = m.mean - shift;
    if (starts.size() > 1 || !(mean > 0.0) || std::abs(m.variance - mean * mean) > 1e-9 * mean * mean) {
        return std::nullopt;
    }
    for (const double times : {0.25, 1.0, 4.0}) {
        if (std::abs(distributions_.cdf(node, shift + times * mean) + std::expm1(-times)) > 1e-7) {
            return std::nullopt;
        }
    }
    return ShiftedExponential{shift, mean};
}

// Exponential times in a row with the means mean / from, mean / (from + 1), ... mean / to; the many short
// ones together.
LatencyNode LatencyJoiner::stages(double mean, double from, double to) {
    std::vector<LatencyNode> parts;
    double restMean = 0.0;
    double restVariance = 0.0;
    for (double i = from; i <= to; i += 1.0) {
        const double one = mean / i;
        if (i - from < kMostStages) {
            parts.push_back(program_.service(ServiceDistribution::gamma(one, 1.0)));
        } else {
            restMean += one;
            restVariance += one * one;
        }
    }
    if (restMean > 0.0) {
        parts.push_back(
            program_.service(ServiceDistribution::gamma(restMean, restVariance / (restMean * restMean))));
    }
    return program_.sequence(parts);
}

LatencyNode LatencyJoiner::lastOfExponentials(double mean, double count) {
    const double rest = count - std::floor(count);
    const LatencyNode whole = stages(mean, rest + 1.0, count);
    if (!(rest > 1e-12)) {
        return whole;
    }
    // (1 - e^-t)^rest falls off as rest e^-t; what is left is given the mean that is missing.
    const double all = kthOfNExponentialMean(count, count);
    double known = 0.0;
    for (double i = rest + 1.0; i <= count; i += 1.0) {
        known += 1.0 / i;
    }
    const double quick = std::max((all - known - rest) / (1.0 - rest), 0.0);
    const LatencyBranch branches[] = {
        {rest, program_.service(ServiceDistribution::gamma(mean, 1.0))},
        {1.0 - rest, program_.service(ServiceDistribution::gamma(quick * mean, 1.0))}};
    return program_.sequence({whole, program_.mixture(branches)});
}

std::optional<LatencyNode> LatencyJoiner::byStages(std::span<const LatencyTeam> teams, double needed) {
    const auto first = exponential(teams.front().node);
    double count = 0.0;
    double mass = 1.0;
    for (const LatencyTeam& team : teams) {
        const auto own = team.node == teams.front().node ? first : exponential(team.node);
        const bool like = own && first && std::abs(own->shift - first->shift) <= kSameTime * first->mean &&
                          std::abs(own->mean - first->mean) <= kSameTime * first->mean;
        if (!like || team.alpha < 1.0 || team.count != std::floor(team.count)) {
            return std::nullopt;
        }
        count += team.count;
        mass *= allOf(program_.moments(team.node).mass, team.count);
    }
    const double k = std::min(needed, count);
    if (k < count && mass < 1.0) {
        return std::nullopt;
    }
    const LatencyNode times = stages(first->mean, count - k + 1.0, count);
    const LatencyNode all =
        first->shift > 0.0 ? program_.sequence({program_.constant(first->shift), times}) : times;
    shares_.clear();
    for (const LatencyTeam& team : teams) {
        shares_.push_back(team.count / count);
    }
    return mass < 1.0 ? program_.mixture({{mass, all}}) : all;
}

// Simpson's rule for what is still missing, and for twice that and t.
void LatencyJoiner::integrate(const Sample& from, const Sample& half, const Sample& to, double mass) {
    const double sixth = (to.t - from.t) / 6.0;
    first_ += sixth * ((mass - from.cdf) + 4.0 * (mass - half.cdf) + (mass - to.cdf));
    second_ += 2.0 * sixth *
               (from.t * (mass - from.cdf) + 4.0 * half.t * (mass - half.cdf) + to.t * (mass - to.cdf));
}

// Closer where much happens, and towards the end.
void LatencyJoiner::refine(const std::function<double(double)>& cdf, Sample from, Sample to, double mass) {
    const double share = to.cdf - from.cdf;
    const double middle = 0.5 * (from.t + to.t);
    const double allowed = std::min(0.04 * mass, std::max(0.3 * (mass - from.cdf), 4.0 * kLeastTail * mass));
    if (!(share > kNoise * mass) || to.t - from.t <= std::max(kSameTime * to.t, least_)) {
        integrate(from, {middle, from.cdf}, to, mass);
        samples_.push_back(to);
        return;
    }
    const Sample half{middle, std::clamp(cdf(middle), from.cdf, to.cdf)};
    if (share <= allowed) {
        integrate(from, half, to, mass);
        samples_.push_back(half);
        samples_.push_back(to);
        return;
    }
    refine(cdf, from, half, mass);
    refine(cdf, half, to, mass);
}

void LatencyJoiner::sample(const std::function<double(double)>& cdf, std::span<const LatencyTeam> teams,
                           double mass) {
    std::vector<double> starts{0.0};
    double end = 0.0;
    for (const LatencyTeam& team : teams) {
        if (standIns_.empty()) {
            for (const double t : distributions_.beginnings(team.node)) {
                starts.push_back(t * (1.0 - 0.1 * kSameTime));
                starts.push_back(t);
            }
        }
        const LatencyMoments& m = program_.moments(team.node);
        end = std::max(end, m.mean + 4.0 * std::sqrt(m.variance));
    }
    constexpr int mostDoublings = 60;
    for (int i = 0; i < mostDoublings && mass - cdf(end) > kLeastTail * mass; ++i) {
        end *= 1.5;
    }
    std::erase_if(starts, [&](double t) { return t >= end; });
    std::sort(starts.begin(), starts.end());
    starts.push_back(end);
    first_ = 0.0;
    second_ = 0.0;
    least_ = 1e-12 * end;
    samples_.assign(1, {0.0, std::min(cdf(0.0), mass)});
    for (std::size_t i = 1; i < starts.size(); ++i) {
        const Sample to{starts[i], i + 1 == starts.size() ? mass : std::min(cdf(starts[i]), mass)};
        refine(cdf, samples_.back(), to, mass);
    }
}

LatencyNode LatencyJoiner::bySamples(double mass) {
    std::vector<LatencyBranch> branches;
    Sample last{0.0, 0.0};
    for (const Sample& at : samples_) {
        const double share = at.cdf - last.cdf;
        const double length = at.t - last.t;
        if (share > 0.0) {
            const LatencyNode start = program_.constant(last.t);
            branches.push_back(
                {share, length > kSameTime * at.t
                            ? program_.sequence({start, program_.wait(WaitDistribution::uniform(length))})
                            : program_.constant(at.t)});
        }
        last = at;
    }
    const double mean = first_ / mass;
    return program_.assembled(branches, {mass, mean, std::max(second_ / mass - mean * mean, 0.0)});
}

void LatencyJoiner::shareOut(std::span<const LatencyTeam> teams) {
    shares_.assign(teams.size(), 0.0);
    double all = 0.0;
    if (rough_) {
        samples_.clear();  // evenly
    }
    std::vector<double> before(teams.size(), 0.0);
    for (const Sample& at : samples_) {
        for (std::size_t i = 0; i < teams.size(); ++i) {
            const double done = upTo(teams[i].node, at.t);
            const double part =
                at.t * teams[i].count * std::max(done - before[i], 0.0) / std::max(done, 1e-300);
            shares_[i] += part * at.cdf;
            all += part * at.cdf;
            before[i] = done;
        }
    }
    for (double& share : shares_) {
        share = all > 0.0 ? share / all : 1.0 / static_cast<double>(teams.size());
    }
}

LatencyNode LatencyJoiner::kth(std::span<const LatencyTeam> teams, double needed) {
    shares_.assign(teams.size(), 1.0);
    if (teams.empty() || needed < 1.0) {
        return program_.constant(0.0);
    }
    if (teams.size() == 1 && teams.front().count == 1.0) {
        return teams.front().node;
    }
    std::vector<CountedChance> ends;
    for (const LatencyTeam& team : teams) {
        ends.push_back({program_.moments(team.node).mass, team.count});
    }
    const double mass = atLeast(ends, needed);
    if (!(mass > kNoise)) {
        return program_.mixture({});
    }
    chooseDetail(teams);
    if (standIns_.empty()) {
        if (const auto exact = byStages(teams, needed)) {
            return *exact;
        }
    }
    sample([&](double t) { return doneBy(teams, needed, t); }, teams, mass);
    joined_ += standIns_.empty() ? 1 : 0;
    const LatencyNode node = standIns_.empty() ? bySamples(mass) : byMoments(mass);
    shareOut(teams);
    return node;
}

LatencyNode LatencyJoiner::last(std::span<const LatencyTeam> teams) {
    return kth(teams, 1e9);
}

}  // namespace headroom::queueing
