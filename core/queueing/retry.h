// What retries make of a load: attempts, final failures, and the steady states of the
// loop "more attempts - more failures - more attempts" (mean field: attempts arrive as
// fresh ones do; Bronson et al. 2021, Huang et al. 2022).
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

// Mean attempts per request when each fails with that probability, independently, and is
// made at most 1 + maxRetries times: (1 - p^{r+1}) / (1 - p). failure 0 .. 1.
double meanAttempts(double failure, int maxRetries);

// P(all attempts fail): p^{r+1}.
double finalFailure(double failure, int maxRetries);

struct BudgetedRetries {
    double attempts = 1.0;  // mean per request
    double failed = 0.0;    // share of requests that fail for good
    double granted = 1.0;   // P(a wanted retry is allowed)
};
// The same where retries may be at most `budget` per request on average: every wanted
// retry is granted alike, so that attempts = 1 + budget where more are wanted.
BudgetedRetries budgetedRetries(double failure, int maxRetries, double budget);

// What becomes of an attempt. The rest is never known.
struct AttemptChances {
    double success = 0.0;
    double rejected = 0.0;  // by a queue that was full
    double failed = 0.0;    // otherwise
};

struct RefusedRetries {
    double attempts = 1.0;  // mean per request
    double success = 0.0;   // share of requests
    double failed = 0.0;    // for good
    double granted = 1.0;   // P(a wanted retry is allowed)
    // Attempts that are rejected beyond those that would be if all found the queue as a fresh one does:
    // without them, the others make its load.
    double echoes = 0.0;
};
// The next attempt after a rejection, where the queue is full again with that probability and was full to a
// fresh one with the other.
AttemptChances afterRejection(const AttemptChances& fresh, double full, double again);

// Attempts of which one that follows a rejection finds the queue as it has become since: full with the
// probability again[k - 1] after k attempts (the last of them for more), in place of `full`, which a fresh
// one sees. What is not rejected goes as it does for a fresh one. Budget as above.
RefusedRetries retriesAfterRefusal(const AttemptChances& fresh, double full, std::span<const double> again,
                                   int maxRetries, double budget);

// A server of that capacity, without queue, offered `fresh` requests (1/time) that retry
// what does not fit: the share of attempts that fails, (1 - capacity / fresh)^{1/(r+1)}.
double fluidRetryFailure(double fresh, double capacity, int maxRetries);

// Points at which the loop is looked at: a geometric grid from low to high, and points
// drawing near to each knee from below, where failures set in sharply.
std::vector<double> retryGrid(double low, double high, const std::vector<double>& knees);

// A rate of attempts and how many more a step of the loop would make of it.
struct RetryStep {
    double attempts = 0.0;
    double excess = 0.0;
};

// The steps at the points of the grid, and at one more wherever the excess comes nearest
// to a change of sign that the grid alone would step over.
template <typename Excess>
std::vector<RetryStep> retrySteps(Excess excess, const std::vector<double>& grid) {
    std::vector<RetryStep> coarse;
    coarse.reserve(grid.size());
    for (const double x : grid) {
        coarse.push_back({x, excess(x)});
    }
    std::vector<RetryStep> steps;
    steps.reserve(coarse.size() + 4);
    for (std::size_t i = 0; i < coarse.size(); ++i) {
        const double sign = coarse[i].excess > 0.0 ? 1.0 : -1.0;
        const auto nearer = [&](const RetryStep& other) {
            return sign * coarse[i].excess / coarse[i].attempts < sign * other.excess / other.attempts;
        };
        const bool turns = i > 0 && i + 1 < coarse.size() && nearer(coarse[i - 1]) && nearer(coarse[i + 1]);
        const double turn = turns ? lowestPoint([&](double x) { return sign * excess(x) / x; },
                                                coarse[i - 1].attempts, coarse[i + 1].attempts, 40)
                                  : coarse[i].attempts;
        const RetryStep between = turns ? RetryStep{turn, excess(turn)} : coarse[i];
        if (turn < coarse[i].attempts) {
            steps.push_back(between);
        }
        steps.push_back(coarse[i]);
        if (turn > coarse[i].attempts) {
            steps.push_back(between);
        }
    }
    return steps;
}

// All rates of attempts x (1/time) with x = fresh * meanAttempts(failure(x), r), ascending:
// one, or three of which the middle one is unstable. failure(x) is the probability that an
// attempt fails when x are made, rising from 0 to 1. knees: rates at which it rises
// sharply (the capacity of the callee). About 70 evaluations and 40 more for each knee.
template <typename Failure>
std::vector<double> retryFixedPoints(double fresh, int maxRetries, Failure failure,
                                     const std::vector<double>& knees = {}) {
    const auto excess = [&](double x) { return fresh * meanAttempts(failure(x), maxRetries) - x; };
    const double most = fresh * (1.0 + std::max(maxRetries, 0));
    std::vector<RetryStep> steps = retrySteps(excess, retryGrid(fresh, most, knees));
    // Where every attempt fails the end is a root, but for rounding.
    const bool endIsRoot = std::abs(steps.back().excess) <= 1e-13 * most;
    std::vector<double> roots;
    if (!(steps.front().excess > 0.0)) {
        roots.push_back(steps.front().attempts);
    }
    for (std::size_t i = 1; i < steps.size(); ++i) {
        const RetryStep& before = steps[i - 1];
        const RetryStep& now = steps[i];
        if (i + 1 == steps.size() && endIsRoot) {
            if (before.excess > 0.0) {
                roots.push_back(now.attempts);
            }
        } else if ((before.excess > 0.0) != (now.excess > 0.0)) {
            roots.push_back(
                findRoot(excess, before.attempts, now.attempts, before.excess, now.excess, 1e-14));
        }
    }
    return roots;
}

// The loads between which such a loop has two stable states.
struct MetastableLoads {
    bool exists = false;
    // Fresh requests per time from which a trigger can leave the loop in the storm, and
    // below which load must fall for it to recover.
    double vulnerable = 0.0;
    double collapse = 0.0;  // from here on there is no other state than the storm
};

// Fresh load as a function of the attempts, x / meanAttempts(failure(x)): where it first
// turns down lies `collapse`, its lowest point after that is `vulnerable`. Looked for in
// attempts low .. high (1/time).
template <typename Failure>
MetastableLoads metastableLoads(int maxRetries, Failure failure, double low, double high,
                                const std::vector<double>& knees = {}) {
    const auto fresh = [&](double x) { return x / meanAttempts(failure(x), maxRetries); };
    const std::vector<double> grid = retryGrid(low, high, knees);
    std::vector<double> load(grid.size());
    std::transform(grid.begin(), grid.end(), load.begin(), fresh);
    std::size_t top = 0;
    while (top + 1 < load.size() && load[top + 1] >= load[top]) {
        ++top;
    }
    if (top + 1 == load.size()) {
        return {};
    }
    const auto bottom = static_cast<std::size_t>(
        std::min_element(load.begin() + static_cast<std::ptrdiff_t>(top), load.end()) - load.begin());
    const auto around = [&](std::size_t i, double sign) {
        const double from = grid[i == 0 ? 0 : i - 1];
        const double to = grid[std::min(i + 1, grid.size() - 1)];
        return fresh(lowestPoint([&](double x) { return sign * fresh(x); }, from, to));
    };
    MetastableLoads answer{.exists = true};
    answer.collapse = std::max(load[top], around(top, -1.0));
    answer.vulnerable = std::min(load[bottom], around(bottom, 1.0));
    answer.exists = answer.vulnerable < answer.collapse * (1.0 - 1e-9);
    return answer;
}

}  // namespace headroom::queueing
