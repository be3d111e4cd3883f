#include "core/engine/solver/attempt_times.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace headroom::engine::solver {

using queueing::LatencyBranch;
using queueing::LatencyNode;

AttemptTimes::Answer AttemptTimes::of(const Connection& connection, const Attempt& attempt, bool timed,
                                      double turnedBack, double horizonMs) {
    Answer answer;
    Attempt one = timed ? limited(connection, attempt, answer.attempt) : attempt;
    const auto success = program_.moments(nodeOf(one.success));
    const auto failure = program_.moments(nodeOf(one.failure));
    answer.attempt.failing = failure.mass;
    answer.attempt.openMs = success.mass * success.mean + failure.mass * failure.mean +
                            std::max(1 - success.mass - failure.mass, 0.0) * horizonMs;
    if (turnedBack > 0) {
        one = {unlessImpossible(program_.mixture({{1 - turnedBack, nodeOf(one.success)}})),
               unlessImpossible(program_.mixture({{1 - turnedBack, nodeOf(one.failure)}}))};
    }
    const bool again = connection.retries > 0 || turnedBack > 0;
    const Attempt all = again ? repeated(connection, one, turnedBack) : one;
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

AttemptTimes::Attempt AttemptTimes::limited(const Connection& connection, const Attempt& attempt,
                                            AttemptAnswer& answer) {
    LatencyNode success = nodeOf(attempt.success);
    LatencyNode failure = nodeOf(attempt.failure);
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
        const double late = 1 - program_.moments(success).mass - program_.moments(failure).mass;
        failure =
            program_.mixture({{1, failure}, {std::max(late, 0.0), program_.constant(*connection.timeoutMs)}});
    }
    if (attempt.success && success != *attempt.success) {
        origins_.mark(success, {.kind = OriginKind::limited, .of = attempt.success->index});
    }
    answer.rough = cutter_.takeRough();
    answer.answeredShare = succeeds > 0 ? program_.moments(success).mass / succeeds : 1;
    return {unlessImpossible(success), unlessImpossible(failure)};
}

// Uniform. Only the first is taken exactly: sums of uniform times are costly to invert, and a sum is smooth
// anyway, so the later ones are gamma with the same mean and variance.
LatencyNode AttemptTimes::backoff(double longest, bool first) {
    constexpr double uniformScv = 1.0 / 3;
    return first ? program_.wait(queueing::WaitDistribution::uniform(longest))
                 : program_.service(queueing::ServiceDistribution::gamma(0.5 * longest, uniformScv));
}

// Attempt k + 1 comes after k that failed, each followed by a wait, uniform up to a longest one that doubles.
AttemptTimes::Attempt AttemptTimes::repeated(const Connection& connection, const Attempt& attempt,
                                             double turnedBack) {
    constexpr int mostDistinct = 40;
    constexpr double leastMass = 1e-10;
    constexpr double longestMs = 1e14;
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
        const LatencyNode again = program_.mixture({{granted, failed}});
        before =
            longest > 0 ? program_.sequence({again, backoff(longest, k == 0)}) : program_.sequence({again});
        origins_.mark(before, {.kind = OriginKind::failed});
        longest = std::min(2 * longest, longestMs);
    }
    return {successes.empty() ? std::nullopt : unlessImpossible(program_.mixture(successes)),
            unlessImpossible(program_.mixture(failures))};
}

}  // namespace headroom::engine::solver
