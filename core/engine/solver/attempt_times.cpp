#include "core/engine/solver/attempt_times.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/engine/solver/attempts.h"

namespace headroom::engine::solver {

using queueing::LatencyBranch;
using queueing::LatencyNode;

namespace {

constexpr int mostDistinct = 40;  // attempts that are put together one by one
constexpr double leastMass = 1e-10;
constexpr double longestMs = 1e14;

}  // namespace

AttemptTimes::Answer AttemptTimes::of(const Connection& connection, const Attempt& attempt, bool timed,
                                      double turnedBack, double horizonMs,
                                      const std::optional<AfterRejection>& after,
                                      const AfterTimeout& afterTimeout) {
    Answer answer;
    Attempt one = timed ? limited(connection, attempt, !afterTimeout.empty(), answer.attempt) : attempt;
    const auto success = program_.moments(nodeOf(one.success));
    const auto failure = program_.moments(nodeOf(one.failure));
    const auto rejected = program_.moments(nodeOf(one.rejected));
    answer.attempt.failing = failure.mass + rejected.mass;
    answer.attempt.openMs = success.mass * success.mean + failure.mass * failure.mean +
                            rejected.mass * rejected.mean +
                            std::max(1 - success.mass - answer.attempt.failing, 0.0) * horizonMs;
    if (turnedBack > 0) {
        one = {unlessImpossible(program_.mixture({{1 - turnedBack, nodeOf(one.success)}})),
               unlessImpossible(program_.mixture({{1 - turnedBack, nodeOf(one.failure)}})),
               unlessImpossible(program_.mixture({{1 - turnedBack, nodeOf(one.rejected)}}))};
    }
    const bool again = connection.retries > 0 || turnedBack > 0;
    const std::vector<double> lateAgain = withMemory(rejected.mass, afterTimeout);
    const std::optional<AfterRejection> memory =
        afterTimeout.empty() ? after
                             : AfterRejection{.way = program_.constant(connection.timeoutMs.value_or(0)),
                                              .full = rejected.mass,
                                              .again = lateAgain};
    const Attempt all = memory && one.rejected ? remembered(connection, one, turnedBack, *memory)
                                               : (again ? repeated(connection, one, turnedBack) : one);
    answer.success = all.success;
    answer.failure = all.failure;
    return answer;
}

LatencyNode AttemptTimes::nodeOf(MaybeNode node) {
    return node ? *node : program_.mixture({});
}

AttemptTimes::MaybeNode AttemptTimes::unlessImpossible(LatencyNode node) const {
    return program_.moments(node).mass > 0 ? MaybeNode(node) : std::nullopt;
}

AttemptTimes::Attempt AttemptTimes::limited(const Connection& connection, const Attempt& attempt, bool apart,
                                            AttemptAnswer& answer) {
    LatencyNode success = nodeOf(attempt.success);
    LatencyNode failure = nodeOf(attempt.failure);
    LatencyNode rejected = nodeOf(attempt.rejected);
    const double succeeds = program_.moments(success).mass;
    if (connection.hedgeAfterMs && succeeds > 0) {
        const auto hedged = cutter_.hedged(success, failure, *connection.hedgeAfterMs);
        success = hedged.success;
        answer.copies = hedged.copies;
        failure = program_.mixture({{1 - hedged.copies, failure}});
    }
    if (connection.timeoutMs) {
        success = cutter_.within(success, *connection.timeoutMs);
        failure = cutter_.within(failure, *connection.timeoutMs);
        rejected = cutter_.within(rejected, *connection.timeoutMs);
        const double all = program_.moments(nodeOf(attempt.failure)).mass;
        answer.failedInTime = all > 0 ? program_.moments(failure).mass / all : 1;
        const double late = 1 - program_.moments(success).mass - program_.moments(failure).mass -
                            program_.moments(rejected).mass;
        LatencyNode& at = apart ? rejected : failure;
        at = program_.mixture({{1, at}, {std::max(late, 0.0), program_.constant(*connection.timeoutMs)}});
    }
    if (attempt.success && success != *attempt.success) {
        origins_.mark(success, {.kind = OriginKind::limited, .of = attempt.success->index});
    }
    answer.rough = cutter_.takeRough();
    answer.answeredShare = succeeds > 0 ? program_.moments(success).mass / succeeds : 1;
    return {unlessImpossible(success), unlessImpossible(failure), unlessImpossible(rejected)};
}

// Uniform. Only the first is taken exactly: sums of uniform times are costly to invert, and a sum is smooth
// anyway, so the later ones are gamma with the same mean and variance.
LatencyNode AttemptTimes::backoff(double longest, bool first) {
    constexpr double uniformScv = 1.0 / 3;
    return first ? program_.wait(queueing::WaitDistribution::uniform(longest))
                 : program_.service(queueing::ServiceDistribution::gamma(0.5 * longest, uniformScv));
}

LatencyNode AttemptTimes::paused(LatencyNode failed, double granted, double longest, bool first) {
    const LatencyNode again = program_.mixture({{granted, failed}});
    const LatencyNode before =
        longest > 0 ? program_.sequence({again, backoff(longest, first)}) : program_.sequence({again});
    origins_.mark(before, {.kind = OriginKind::failed});
    return before;
}

// Attempt k + 1 comes after k that failed, each followed by a wait, uniform up to a longest one that doubles.
AttemptTimes::Attempt AttemptTimes::repeated(const Connection& connection, const Attempt& attempt,
                                             double turnedBack) {
    if (!attempt.failure) {
        return {attempt.success, turnedBack > 0
                                     ? MaybeNode(program_.mixture({{turnedBack, program_.constant(0)}}))
                                     : std::nullopt};
    }
    const double granted = retriesOf(connection, program_.moments(*attempt.failure).mass).granted;
    const int retries = std::min(connection.retries, mostDistinct);
    std::vector<LatencyBranch> successes;
    std::vector<LatencyBranch> failures;
    LatencyNode before = program_.constant(0);
    double longest = connection.backoffMs;
    for (int k = 0; k <= retries && program_.moments(before).mass > leastMass; ++k) {
        if (attempt.success) {
            successes.push_back(
                {1, k == 0 ? *attempt.success : program_.sequence({before, *attempt.success})});
        }
        if (turnedBack > 0) {
            failures.push_back({turnedBack, before});
        }
        const LatencyNode failed = k == 0 ? *attempt.failure : program_.sequence({before, *attempt.failure});
        failures.push_back({k < retries ? 1 - granted : 1, failed});
        before = paused(failed, granted, longest, k == 0);
        longest = std::min(2 * longest, longestMs);
    }
    return {successes.empty() ? std::nullopt : unlessImpossible(program_.mixture(successes)),
            unlessImpossible(program_.mixture(failures))};
}

AttemptTimes::Attempt AttemptTimes::remembered(const Connection& connection, const Attempt& attempt,
                                               double turnedBack, const AfterRejection& after) {
    const auto massOf = [&](const MaybeNode& node) { return program_.moments(nodeOf(node)).mass; };
    const queueing::AttemptChances fresh{.success = massOf(attempt.success),
                                         .rejected = massOf(attempt.rejected),
                                         .failed = massOf(attempt.failure)};
    const int most = std::min(connection.retries, mostDistinct);
    const double granted = queueing::retriesAfterRefusal(fresh, after.full, after.again, connection.retries,
                                                         budgetOf(connection))
                               .granted;
    std::vector<LatencyBranch> successes;
    std::vector<LatencyBranch> failures;
    MaybeNode anew = program_.constant(0);  // before an attempt that finds what fresh ones do
    MaybeNode returned;                     // before one that follows a rejection
    double longest = connection.backoffMs;
    for (int k = 0; k <= most && (anew || returned); ++k) {
        const auto last = std::min<std::size_t>(k, after.again.size());
        const queueing::AttemptChances later =
            last > 0 ? queueing::afterRejection(fresh, after.full, after.again[last - 1]) : fresh;
        std::vector<LatencyBranch> rejected;
        std::vector<LatencyBranch> failed;
        for (const auto& kind : {std::pair(anew, fresh), std::pair(returned, later)}) {
            const MaybeNode before = kind.first;
            const queueing::AttemptChances& now = kind.second;
            if (!before) {
                continue;
            }
            const auto then = [&](LatencyNode node) {
                return k == 0 ? node : program_.sequence({*before, node});
            };
            if (now.success > 0) {
                successes.push_back({now.success / fresh.success, then(*attempt.success)});
            }
            if (now.failed > 0) {
                failed.push_back({now.failed / fresh.failed, then(*attempt.failure)});
            }
            rejected.push_back({now.rejected, then(after.way)});
            if (turnedBack > 0) {
                failures.push_back({turnedBack, *before});
            }
        }
        const auto next = [&](const std::vector<LatencyBranch>& branches) -> MaybeNode {
            const LatencyNode all = program_.mixture(branches);
            failures.push_back({k < most ? 1 - granted : 1, all});
            return k < most && program_.moments(all).mass * granted > leastMass
                       ? MaybeNode(paused(all, granted, longest, k == 0))
                       : std::nullopt;
        };
        anew = next(failed);
        returned = next(rejected);
        longest = std::min(2 * longest, longestMs);
    }
    return {successes.empty() ? std::nullopt : unlessImpossible(program_.mixture(successes)),
            unlessImpossible(program_.mixture(failures))};
}

}  // namespace headroom::engine::solver
