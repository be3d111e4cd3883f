// Reference families of single stations without losses.
#pragma once

#include <cmath>

#include "core/queueing/erlang.h"
#include "core/queueing/gg_c.h"
#include "core/queueing/gi_m_c.h"
#include "core/queueing/latency_distributions.h"
#include "core/queueing/lru_cache.h"
#include "core/queueing/md1.h"
#include "core/queueing/md_c.h"
#include "core/queueing/mg1.h"
#include "core/queueing/mm_c.h"
#include "tests/core/queueing/reference_support.h"

namespace headroom::queueing {

template <typename Queue>
void addPercentiles(Answers& out, const Queue& queue) {
    for (const auto& [key, p] : kQuantiles) {
        out["T_" + key] = queue.responseQuantile(p);
        out["Wq_" + key] = queue.waitQuantile(p);
    }
}

inline Answers poissonExponential(const Json& in) {
    const auto servers = in.at("servers").get<std::int64_t>();
    const MmcQueue queue(number(in, "arrival_rate"), number(in, "service_rate"), servers);
    const double rho = queue.utilization();
    Answers out = {{"rho", rho},
                   {"L", queue.meanInSystem()},
                   {"Lq", queue.meanQueueLength()},
                   {"W", queue.meanResponse()},
                   {"Wq", queue.meanWait()},
                   {"p_wait", queue.waitProbability()},
                   {"erlang_c", queue.waitProbability()},
                   {"erlang_b", erlangB(queue.offeredLoad(), servers)}};
    if (servers == 1) {
        out["var_N"] = rho / ((1.0 - rho) * (1.0 - rho));
        out["p_N_ge_10"] = std::pow(rho, 10);
    }
    addPercentiles(out, queue);
    return out;
}

inline Answers erlangLoss(const Json& in) {
    const double load = number(in, "offered_erlangs");
    if (in.contains("max_block")) {
        const auto servers = serversForBlocking(load, number(in, "max_block"));
        return {{"min_servers", double(servers)}, {"p_block", erlangB(load, servers)}};
    }
    const auto servers = in.at("servers").get<std::int64_t>();
    const double blocked = erlangB(load, servers);
    const double carried = load * (1.0 - blocked);
    return {{"p_block", blocked}, {"carried", carried}, {"utilisation", carried / double(servers)}};
}

inline ServiceDistribution serviceOf(const Json& in) {
    const auto kind = in.at("service").get<std::string>();
    const double mean = number(in, "service_mean");
    const double scv = number(in, "service_scv");
    if (kind == "lognormal") {
        return ServiceDistribution::lognormal(mean, scv);
    }
    return kind.starts_with("hyper") ? ServiceDistribution::hyperexponential(mean, scv)
                                     : ServiceDistribution::gamma(mean, scv);
}

inline Answers generalService(const Json& in) {
    const Mg1Queue queue(number(in, "arrival_rate"), serviceOf(in));
    Answers out = {{"rho", queue.utilization()},    {"p_wait", queue.waitProbability()},
                   {"Wq", queue.meanWait()},        {"W", queue.meanResponse()},
                   {"Lq", queue.meanQueueLength()}, {"L", queue.meanQueueLength() + queue.utilization()}};
    if (queue.service().isDeterministic()) {
        const Md1Wait wait(queue.utilization());
        for (const auto& [key, p] : kQuantiles) {
            out["Wq_" + key] = wait.quantile(p) * queue.service().mean();
            out["T_" + key] = (wait.quantile(p) + 1.0) * queue.service().mean();
        }
        return out;
    }
    LatencyProgram program;
    const auto waiting = program.wait(WaitDistribution::mg1(queue.arrivalRate(), queue.service()));
    const auto response = program.sequence({waiting, program.service(queue.service())});
    LatencyDistributions latency(program);
    for (const auto& [key, p] : kQuantiles) {
        out["Wq_" + key] = latency.quantile(waiting, p);
        out["T_" + key] = latency.quantile(response, p);
    }
    return out;
}

inline Answers generalArrivals(const Json& in) {
    const auto kind = in.at("interarrival").get<std::string>();
    const double mean = 1.0 / number(in, "arrival_rate");
    const double scv = kind == "deterministic" ? 0.0
                       : kind == "erlang-2"    ? 0.5
                                               : in.value("interarrival_scv", 4.0);
    const auto arrivals =
        scv > 1.0 ? ServiceDistribution::hyperexponential(mean, scv) : ServiceDistribution::gamma(mean, scv);
    const GiMcQueue queue(arrivals, number(in, "service_rate"), in.value("servers", std::int64_t{1}));
    Answers out = {{"sigma", queue.sigma()},
                   {"p_wait", queue.waitProbability()},
                   {"Wq", queue.meanWait()},
                   {"W", queue.meanResponse()},
                   {"Lq", queue.meanQueueLength()}};
    addPercentiles(out, queue);
    return out;
}

inline Answers roundRobin(const Json& in) {
    const double rho = number(in, "rho");
    const double mean = number(in, "service_mean");
    const auto arrivals = ServiceDistribution::erlang(mean / rho, in.at("servers").get<int>());
    const GiMcQueue queue(arrivals, 1.0 / mean, 1);
    Answers out = {{"sigma", queue.sigma()},
                   {"W", queue.meanResponse()},
                   {"W_random", MmcQueue(rho / mean, 1.0 / mean, 1).meanResponse()}};
    addPercentiles(out, queue);
    return out;
}

inline Answers twoMoments(const Json& in) {
    const GgcInput input{.arrivalRate = number(in, "arrival_rate"),
                         .serviceMean = number(in, "service_mean"),
                         .servers = in.at("servers").get<std::int64_t>(),
                         .arrivalScv = number(in, "ca2"),
                         .serviceScv = number(in, "cs2")};
    return {
        {"Wq_allen_cunneen", allenCunneenWait(input)},
        {"Wq_KLB", kraemerLangenbachBelzWait(input)},
        {"erlang_c", MmcQueue(input.arrivalRate, 1.0 / input.serviceMean, input.servers).waitProbability()}};
}

inline Answers leastRecentlyUsed(const Json& in) {
    const ZipfPopularity keys(in.at("items").get<std::int64_t>(), number(in, "zipf_alpha"));
    const LruAnswer answer = lruByChe(keys, number(in, "capacity"));
    return {{"hit_ratio", answer.hitRatio},
            {"characteristic_time_requests", answer.characteristicTime},
            {"hit_item_1", lruHitOfKey(keys.probability(1.0), answer.characteristicTime)}};
}

inline Answers constantService(const Json& in) {
    const double rho = number(in, "arrival_rate") / number(in, "servers");
    const MdcWait wait(rho, whole(in, "servers"));
    Answers out = {{"rho", rho},
                   {"p_wait", wait.waitProbability()},
                   {"Lq", wait.mean() * number(in, "arrival_rate")},
                   {"Wq", wait.mean()},
                   {"W", wait.mean() + 1.0}};
    for (const auto& [key, p] : kQuantiles) {
        out["Wq_" + key] = wait.quantile(p);
        out["T_" + key] = wait.quantile(p) + 1.0;
    }
    return out;
}

inline Families stationFamilies() {
    return {
        {"M/M/1", {poissonExponential, 5}},
        {"M/M/c", {poissonExponential, 6}},
        {"Erlang B", {erlangLoss, 7}},
        {"M/G/1 (Pollaczek-Khinchine)", {generalService, 9}},
        {"M/D/c", {constantService, 4}},
        {"G/M/1", {generalArrivals, 4}},
        {"G/M/c", {generalArrivals, 1}},
        {"round robin (E_n/M/1)", {roundRobin, 9}},
        {"G/G/c Allen-Cunneen", {twoMoments, 5}},
        {"cache LRU (Che approximation)", {leastRecentlyUsed, 9}},
    };
}

}  // namespace headroom::queueing
