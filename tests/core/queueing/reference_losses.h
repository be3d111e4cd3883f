// Reference families of stations that lose requests.
#pragma once

#include <cmath>

#include "core/queueing/client_timeout.h"
#include "core/queueing/erlang_a.h"
#include "core/queueing/mm_c_k.h"
#include "core/queueing/mm_c_timeout.h"
#include "core/queueing/retry.h"
#include "tests/core/queueing/reference_support.h"

namespace headroom::queueing {

inline Answers boundedQueue(const Json& in) {
    const MmckQueue queue(number(in, "arrival_rate"), number(in, "service_rate"), whole(in, "servers"),
                          whole(in, "capacity_total"));
    Answers out = {{"p_block", queue.blocked()},        {"throughput", queue.throughput()},
                   {"L", queue.meanInSystem()},         {"Lq", queue.meanQueueLength()},
                   {"W", queue.meanResponse()},         {"Wq", queue.meanWait()},
                   {"utilisation", queue.utilization()}};
    for (const auto& [key, p] : kQuantiles) {
        out["T_" + key] = queue.responseQuantile(p);
    }
    return out;
}

inline Answers impatient(const Json& in) {
    const ErlangAAnswer queue = erlangA(number(in, "arrival_rate"), number(in, "service_rate"),
                                        whole(in, "servers"), number(in, "abandon_rate"));
    return {{"p_wait", queue.waitProbability},
            {"p_abandon", queue.abandoned},
            {"p_abandon_given_wait", queue.abandoned / queue.waitProbability},
            {"Lq", queue.queueLength},
            {"W_all", queue.meanWait},
            {"throughput", queue.throughput},
            {"utilisation", queue.utilization}};
}

inline Answers timedQueue(const Json& in) {
    const MmcTimeoutQueue queue(number(in, "arrival_rate"), number(in, "service_rate"), whole(in, "servers"),
                                number(in, "queue_timeout"));
    return {{"p_wait", queue.waitProbability()},
            {"p_abandon", queue.abandoned()},
            {"W_all", queue.meanWaitOfAll()},
            {"throughput", queue.throughput()},
            {"utilisation", queue.utilization()}};
}

inline Answers wastedWork(const Json& in) {
    const double lambda = number(in, "arrival_rate");
    const double mu = number(in, "service_rate");
    const double late = clientTimeoutShare(lambda, mu, 1, number(in, "client_timeout"));
    return {{"p_timeout", late}, {"goodput", lambda * (1.0 - late)}, {"server_utilisation", lambda / mu}};
}

inline Answers retries(const Json& in) {
    const auto most = static_cast<int>(whole(in, "max_retries"));
    if (in.contains("layers")) {
        return {{"amplification", std::pow(meanAttempts(number(in, "p_fail"), most), number(in, "layers"))}};
    }
    if (!in.contains("service_mean")) {
        const double p = number(in, "p_fail");
        return {{"mean_attempts", meanAttempts(p, most)}, {"p_final_failure", finalFailure(p, most)}};
    }
    // Exponential answers cut at the timeout: an attempt lasts (1 - e^{-tau / S}) S on average.
    const double mean = number(in, "service_mean");
    const double late = std::exp(-number(in, "per_try_timeout") / mean);
    const double attempts = meanAttempts(late, most);
    return {{"p_try_timeout", late},
            {"mean_attempts", attempts},
            {"p_success", 1.0 - finalFailure(late, most)},
            {"mean_total_time", attempts * mean * (1.0 - late)}};
}

inline Answers boundedRetryLoop(double lambda, double mu, std::int64_t capacity, int most) {
    const auto failure = [&](double x) { return MmckQueue(x, mu, 1, capacity).blocked(); };
    const auto rates = retryFixedPoints(lambda, most, failure, {mu});
    const double fail = failure(rates.front());
    const double lost = finalFailure(fail, most);
    return {{"offered_rate", rates.front()},    {"n_fixed_points", double(rates.size())},
            {"p_fail_per_try", fail},           {"p_final_failure", lost},
            {"goodput", lambda * (1.0 - lost)}, {"amplification", rates.front() / lambda}};
}

inline Answers retryStorm(const Json& in) {
    const double lambda = number(in, "arrival_rate");
    const auto most = static_cast<int>(whole(in, "max_retries"));
    if (!in.contains("service_rate")) {
        const double fail = fluidRetryFailure(lambda, number(in, "capacity"), most);
        const double lost = finalFailure(fail, most);
        return {{"offered_rate", lambda * meanAttempts(fail, most)},
                {"p_fail_per_try", fail},
                {"p_final_failure", lost},
                {"goodput", lambda * (1.0 - lost)}};
    }
    const double mu = number(in, "service_rate");
    if (in.contains("capacity")) {
        return boundedRetryLoop(lambda, mu, whole(in, "capacity"), most);
    }
    const double timeout = number(in, "client_timeout");
    const auto failure = [&](double x) { return clientTimeoutShare(x, mu, 1, timeout); };
    const auto rates = retryFixedPoints(lambda, most, failure, {mu});
    const MetastableLoads loads = metastableLoads(most, failure, 1e-3 * mu, 1e2 * mu, {mu});
    return {{"lowest", rates.front()},
            {"highest", rates.back()},
            {"n_fixed_points", double(rates.size())},
            {"metastable", rates.size() > 1 ? 1.0 : 0.0},
            {"sustaining_threshold_lambda", loads.vulnerable}};
}

inline Families lossFamilies() {
    return {{"M/M/c/K", {boundedQueue, 5}},
            {"M/M/c+M (Erlang-A)", {impatient, 4}},
            {"M/M/c+D (deterministic timeout in queue)", {timedQueue, 4}},
            {"client timeout with wasted work", {wastedWork, 3}},
            {"retry amplification", {retries, 9}},
            {"retry storm fixed point", {retryStorm, 9}}};
}

}  // namespace headroom::queueing
