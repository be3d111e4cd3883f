#include "core/queueing/retrial_times.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

namespace {

constexpr double leastSteps = 8.0;
constexpr double mostSteps = 32.0;
constexpr double stepsPerOctave = 1.5;
constexpr double finestAtPeaks = 1.0 / 512.0;  // of the steps that are there

// How far so many steps lead when each is `growth` times the one before, and the first is 1.
double reachOf(double steps, double growth) {
    const double more = growth - 1.0;
    return more < 1e-9 ? steps : std::expm1(steps * std::log1p(more)) / more;
}

}  // namespace

TimeGrid::TimeGrid(double first, double longest, const std::vector<double>& peaks) {
    const double ratio = std::max(longest / first, 1.0);
    const double steps =
        std::min(std::ceil(leastSteps + stepsPerOctave * std::log2(1.0 + ratio / leastSteps)), mostSteps);
    double low = 1.0;
    double high = 1e6;
    for (int i = 0; i < 60; ++i) {
        const double growth = std::sqrt(low * high);
        (reachOf(steps, growth) < ratio ? low : high) = growth;
    }
    const double all = reachOf(steps, low);
    for (double i = 0.0; i <= steps; i += 1.0) {
        points_.push_back(longest * reachOf(i, low) / all);
    }
    addPeaks(first, peaks);
}

// Steps that double, as long as they are shorter than those that are there.
void TimeGrid::addPeaks(double first, const std::vector<double>& peaks) {
    const double longest = points_.back();
    std::vector<double> more;
    for (const double peak : peaks) {
        const Place at = placeOf(peak);
        const double step = points_[at.point + 1] - points_[at.point];
        if (!(peak > 0.0) || step <= first) {
            continue;
        }
        more.push_back(peak);
        const double least = std::max(first, step * finestAtPeaks);
        for (double away = least; away < step; away *= 2.0) {
            more.push_back(peak - away);
            more.push_back(peak + away);
        }
    }
    std::erase_if(more, [&](double t) { return !(t > 0.0 && t < longest); });
    points_.insert(points_.end(), more.begin(), more.end());
    std::ranges::sort(points_);
    const auto isClose = [&](double a, double b) { return b - a < 1e-9 * longest; };
    points_.erase(std::unique(points_.begin(), points_.end(), isClose), points_.end());
    points_.back() = longest;
}

TimeGrid::Place TimeGrid::placeOf(double time) const {
    const auto above = std::upper_bound(points_.begin() + 1, points_.end() - 1, time);
    const auto i = static_cast<std::size_t>(above - points_.begin()) - 1;
    const double part = (time - points_[i]) / (points_[i + 1] - points_[i]);
    return {.point = static_cast<std::uint32_t>(i), .part = std::clamp(part, 0.0, 1.0)};
}

void TimeGrid::integrate(std::span<const double> f, std::vector<double>& sums) const {
    sums.resize(size());
    sums[0] = 0.0;
    for (std::size_t i = 1; i < size(); ++i) {
        sums[i] = sums[i - 1] + 0.5 * (points_[i] - points_[i - 1]) * (f[i] + f[i - 1]);
    }
}

double TimeGrid::integralTo(const Place& at, std::span<const double> f, std::span<const double> sums) const {
    const double step = points_[at.point + 1] - points_[at.point];
    const double rise = f[at.point + 1] - f[at.point];
    return sums[at.point] + at.part * step * (f[at.point] + 0.5 * at.part * rise);
}

std::vector<double> TimeGrid::weightsOf(const UniformSpan& span) const {
    const Place from = placeOf(span.from);
    const Place to = placeOf(span.to());
    std::vector<double> weights;
    std::vector<double> one(size());
    std::vector<double> sums;
    for (std::size_t i = 0; i < size(); ++i) {
        one.assign(size(), 0.0);
        one[i] = 1.0;
        if (span.isPoint()) {
            weights.push_back(from.of(one));
            continue;
        }
        integrate(one, sums);
        weights.push_back((integralTo(to, one, sums) - integralTo(from, one, sums)) / span.length);
    }
    return weights;
}

namespace {

// Functions change fast near both ends of the wait only: more kinks than this elsewhere tell nothing.
constexpr double close = 0.15;

std::vector<double> kinksOf(const TimeGrid& grid, const UniformSpan& wait, double at) {
    if (wait.isPoint()) {
        return {wait.from};
    }
    std::vector<double> kinks;
    for (const double t : grid.points()) {
        for (const double w : {t, at - t, at + t}) {
            if (w > wait.from && w < wait.to()) {
                kinks.push_back(w);
            }
        }
    }
    std::ranges::sort(kinks);
    std::vector<double> kept{wait.from};
    for (const double w : kinks) {
        const double apart = close * std::min(w, std::abs(w - at));
        if (w > kept.back() && (w == at || w - kept.back() >= apart)) {
            kept.push_back(w);
        }
    }
    kept.push_back(wait.to());
    return kept;
}

}  // namespace

std::vector<WaitNodes> waitNodes(const TimeGrid& grid, const UniformSpan& wait) {
    std::vector<WaitNodes> all;
    for (const double at : grid.points()) {
        const std::vector<double> waits = kinksOf(grid, wait, at);
        WaitNodes nodes;
        for (std::size_t i = 0; i < waits.size(); ++i) {
            const double left = waits[i > 0 ? i - 1 : i];
            const double right = waits[i + 1 < waits.size() ? i + 1 : i];
            nodes.weight.push_back(waits.size() > 1 ? 0.5 * (right - left) / wait.length : 1.0);
            nodes.wait.push_back(grid.placeOf(waits[i]));
            nodes.at.push_back(grid.placeOf(std::abs(at - waits[i])));
            nodes.after += waits[i] <= at ? 1 : 0;
        }
        all.push_back(std::move(nodes));
    }
    return all;
}

}  // namespace headroom::queueing
