#include "core/queueing/erlang_a.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/erlang.h"
#include "core/queueing/erlang_tail.h"

namespace headroom::queueing {

namespace {

// The states with j waiting, in units of the one with all busy and nobody waiting:
// y^j / ((b + 1) ... (b + j)), y = lambda / theta, b = c mu / theta.
struct WaitingStates {
    double sum = 1.0;    // of all, j = 0, 1, ...
    double first = 0.0;  // sum of j times the state
};

WaitingStates bySeries(double y, double b) {
    WaitingStates states;
    double term = 1.0;
    for (double j = 1.0; j < 4e7; j += 1.0) {
        const double ratio = y / (b + j);
        term *= ratio;
        states.sum += term;
        states.first += j * term;
        if (ratio < 1.0 && j * term < 1e-17 * states.first * (1.0 - ratio)) {
            break;
        }
    }
    return states;
}

// The same sums by the incomplete gamma function: sum = P(Erlang(b) <= y) / (its density
// at y * y / b), and y sum = first + b (sum - 1) because what enters a state leaves it.
WaitingStates byIncompleteGamma(double y, double b) {
    const double sum = erlangCdf(b, y) / (erlangDensity(b, y) * y / b);
    return {.sum = sum, .first = (y - b) * sum + b};
}

}  // namespace

ErlangAAnswer erlangA(double arrivalRate, double serviceRate, std::int64_t servers, double patienceRate) {
    const double lambda = std::max(arrivalRate, 0.0);
    const double mu = std::max(serviceRate, 1e-300);
    const double theta = std::max(patienceRate, 1e-300);
    const auto c = static_cast<double>(std::max<std::int64_t>(servers, 1));
    const double busy = erlangB(lambda / mu, static_cast<std::int64_t>(c));
    if (!(busy > 0.0)) {
        return {.throughput = lambda, .utilization = lambda / (c * mu)};
    }
    const double y = lambda / theta;
    const double b = c * mu / theta;
    // Well below capacity the terms fall from the start; otherwise their sum is the
    // incomplete gamma function at a point where it does not vanish.
    const bool few = b - y > 10.0 * std::sqrt(b) || y < 1e4;
    const WaitingStates states = few ? bySeries(y, b) : byIncompleteGamma(y, b);
    ErlangAAnswer answer;
    if (!std::isfinite(states.sum)) {
        answer.waitProbability = 1.0;
        answer.queueLength = y - b;
    } else {
        const double all = (1.0 - busy) + busy * states.sum;
        answer.waitProbability = busy * states.sum / all;
        answer.queueLength = busy * states.first / all;
    }
    answer.abandoned = std::clamp(answer.queueLength / y, 0.0, 1.0);
    answer.meanWait = answer.queueLength / lambda;
    answer.throughput = std::min(lambda * (1.0 - answer.abandoned), c * mu);
    answer.utilization = answer.throughput / (c * mu);
    return answer;
}

}  // namespace headroom::queueing
