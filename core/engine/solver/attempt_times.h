#pragma once

#include <optional>

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/origins.h"
#include "core/queueing/latency_cut.h"

namespace headroom::engine::solver {

/// The times of a call as its caller sees them: attempts up to the timeout, the waits before retries, a
/// second copy where there is no answer for long.
class AttemptTimes {
  public:
    using MaybeNode = std::optional<queueing::LatencyNode>;
    /// Of one attempt, network included. What has no probability has no node.
    struct Attempt {
        MaybeNode success;
        MaybeNode failure;
        /// By a full queue, or at the timeout, where retries meet what it was due to: else a failure.
        MaybeNode rejected = std::nullopt;
    };
    /// What attempts find that follow a rejection (`State::stillFull`).
    struct AfterRejection {
        queueing::LatencyNode way;  ///< until a rejection is known
        double full = 0;            ///< to fresh attempts
        const std::vector<double>& again;
    };
    /// The same where it is the timeout that they follow (`State::lateAgain`).
    using AfterTimeout = std::vector<double>;
    struct Answer {
        MaybeNode success;
        MaybeNode failure;
        AttemptAnswer attempt;  ///< of one of them
    };

    AttemptTimes(queueing::LatencyProgram& program, queueing::LatencyCutter& cutter, Origins& origins)
        : program_(program), cutter_(cutter), origins_(origins) {}

    /// timed: with the limits in time that the connection sets; turnedBack: the share of attempts that the
    /// caller refuses itself, at once and for good.
    [[nodiscard]] Answer of(const Connection& connection, const Attempt& attempt, bool timed,
                            double turnedBack, double horizonMs,
                            const std::optional<AfterRejection>& after = std::nullopt,
                            const AfterTimeout& afterTimeout = {});

  private:
    /// apart: what is late is not among what fails otherwise.
    [[nodiscard]] Attempt limited(const Connection& connection, const Attempt& attempt, bool apart,
                                  AttemptAnswer& answer);
    [[nodiscard]] Attempt repeated(const Connection& connection, const Attempt& attempt, double turnedBack);
    /// The same where attempts that follow a rejection go on apart from the others.
    [[nodiscard]] Attempt remembered(const Connection& connection, const Attempt& attempt, double turnedBack,
                                     const AfterRejection& after);
    /// What has failed and is granted another attempt, and the wait before that.
    [[nodiscard]] queueing::LatencyNode paused(queueing::LatencyNode failed, double granted, double longest,
                                               bool first);
    [[nodiscard]] queueing::LatencyNode backoff(double longest, bool first);
    [[nodiscard]] queueing::LatencyNode nodeOf(MaybeNode node);
    [[nodiscard]] MaybeNode unlessImpossible(queueing::LatencyNode node) const;

    queueing::LatencyProgram& program_;
    queueing::LatencyCutter& cutter_;
    Origins& origins_;
};

}  // namespace headroom::engine::solver
