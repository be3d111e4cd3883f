// Reference families of networks, priorities, flows over time and pools.
#pragma once

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/queueing/closed_network.h"
#include "core/queueing/fluid.h"
#include "core/queueing/latency_distributions.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/priority_queue.h"
#include "core/queueing/traffic_equations.h"
#include "core/queueing/transient.h"
#include "tests/core/queueing/reference_support.h"

namespace headroom::queueing {

// Percentiles of the time from station 0 to the exit, where requests only go forward.
inline void addPathPercentiles(const Json& in, const std::vector<MmcQueue>& stations, Answers& out) {
    const std::size_t n = stations.size();
    LatencyProgram program;
    std::vector<LatencyNode> after(n);
    for (std::size_t i = n; i-- > 0;) {
        const double mean = in.at("service_mean")[i].get<double>();
        double leaves = 1.0;
        std::vector<LatencyBranch> branches;
        for (std::size_t j = 0; j < n; ++j) {
            const double share = in.at("routing")[i][j].get<double>();
            if (share > 0.0 && j <= i) {
                return;  // goes back
            }
            if (share > 0.0) {
                branches.push_back({share, after[j]});
                leaves -= share;
            }
        }
        branches.push_back({std::max(leaves, 0.0), program.constant(0.0)});
        after[i] = program.sequence({program.wait(WaitDistribution::exponential(stations[i].wait())),
                                     program.service(ServiceDistribution::exponential(mean)),
                                     program.mixture(branches)});
    }
    LatencyDistributions latency(program);
    for (const auto& [key, p] : kQuantiles) {
        out["T_" + key] = latency.quantile(after[0], p);
    }
}

inline Answers jackson(const Json& in) {
    const auto external = in.at("external_rate").get<std::vector<double>>();
    std::vector<double> routing;
    for (const Json& row : in.at("routing")) {
        for (const Json& share : row) {
            routing.push_back(share.get<double>());
        }
    }
    const std::vector<double> rates = trafficRates(external, routing);
    Answers out;
    double offered = 0.0;
    double inside = 0.0;
    std::vector<MmcQueue> stations;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        stations.emplace_back(rates[i], 1.0 / in.at("service_mean")[i].get<double>(),
                              in.at("servers")[i].get<std::int64_t>());
        const std::string name = std::to_string(i + 1);
        out["lambda" + name] = rates[i];
        out["rho" + name] = stations.back().utilization();
        out["L" + name] = stations.back().meanInSystem();
        out["R" + name] = stations.back().meanResponse();
        inside += stations.back().meanInSystem();
        offered += external[i];
    }
    out["L_total"] = inside;
    out["W"] = inside / offered;
    out["throughput"] = offered;
    addPathPercentiles(in, stations, out);
    return out;
}

inline Answers closedNetwork(const Json& in) {
    const auto population = whole(in, "population");
    const double thinking = number(in, "think_time");
    if (!in.contains("demand")) {
        const ClosedAnswer answer =
            machineRepairman(population, thinking, number(in, "service_rate"), whole(in, "servers"));
        return {{"X", answer.throughput},
                {"L", answer.queues[0]},
                {"R", answer.response},
                {"utilisation", answer.throughput / number(in, "service_rate") / number(in, "servers")},
                {"R_check_interactive_law", double(population) / answer.throughput - thinking}};
    }
    std::vector<ClosedStation> stations;
    for (const Json& demand : in.at("demand")) {
        stations.push_back({.demand = demand.get<double>()});
    }
    const ClosedAnswer answer = meanValueAnalysis(stations, thinking, population);
    const ClosedBounds bounds = closedBounds(stations, thinking, double(population));
    Answers out = {{"X", answer.throughput},
                   {"R", answer.response},
                   {"R_check_interactive_law", double(population) / answer.throughput - thinking},
                   {"bound_X_asymptotic", bounds.throughput},
                   {"N_star", bounds.knee}};
    for (std::size_t i = 0; i < stations.size(); ++i) {
        const std::string name = std::to_string(i + 1);
        out["Q" + name] = answer.queues[i];
        out["R" + name] = answer.residences[i];
        out["U" + name] = answer.throughput * stations[i].demand;
    }
    return out;
}

inline Answers priorities(const Json& in) {
    std::vector<PriorityClass> classes;
    for (std::size_t i = 0; i < in.at("arrival_rate").size(); ++i) {
        classes.push_back({.arrivalRate = in.at("arrival_rate")[i].get<double>(),
                           .serviceMean = in.at("service_mean")[i].get<double>()});
    }
    const auto waits = nonpreemptiveWaits(classes);
    const auto responses = preemptiveResponses(classes);
    return {{"nonpreemptive_Wq_high", waits[0]},
            {"nonpreemptive_Wq_low", waits[1]},
            {"preemptive_resume_W_high", responses[0]},
            {"preemptive_resume_W_low", responses[1]}};
}

inline Answers processorSharing(const Json& in) {
    const double mean = number(in, "service_mean");
    const double rate = number(in, "arrival_rate");
    const double response = processorSharingResponse(rate * mean, mean);
    return {{"W", response},
            {"L", rate * response},
            {"W_given_size_2", processorSharingResponse(rate * mean, 2.0)}};
}

inline Answers backlog(const Json& in) {
    const bool outage = in.contains("outage");
    const double length = number(in, outage ? "outage" : "peak_duration");
    const double base = number(in, "base_rate");
    const SurgeAnswer answer = drainSurge({.duration = length,
                                           .surgeRate = outage ? base : number(in, "peak_rate"),
                                           .surgeCapacity = outage ? 0.0 : number(in, "capacity"),
                                           .baseRate = base,
                                           .capacity = number(in, "capacity")});
    return {{"backlog_peak", answer.peakBacklog},
            {"drain_time", answer.drainTime},
            {"max_delay", answer.longestDelay},
            {"total_delay_integral", answer.totalDelay},
            {"total_affected_time", length + answer.drainTime}};
}

inline Answers consumerGroup(const Json& in) {
    const PartitionShares shares =
        dealPartitions(whole(in, "partitions"), whole(in, "consumers"), number(in, "per_consumer_rate"),
                       number(in, "arrival_rate"));
    return {{"active_consumers", double(shares.active)},
            {"idle_consumers", double(shares.idle)},
            {"raw_capacity", shares.rawCapacity},
            {"max_partitions_per_consumer", double(shares.mostPartitions)},
            {"balanced_capacity", shares.balancedCapacity},
            {"busiest_consumer_utilisation", shares.busiestUtilization},
            {"lag_growth_rate", shares.lagGrowth}};
}

inline Answers little(const Json& in) {
    if (in.contains("throughput")) {
        return {{"L", number(in, "throughput") * number(in, "residence")}};
    }
    const MmcQueue pool(number(in, "arrival_rate"), 1.0 / number(in, "hold_time"), whole(in, "pool"));
    return {{"concurrency_mean", pool.offeredLoad()},
            {"utilisation", pool.utilization()},
            {"p_wait_for_connection", pool.waitProbability()},
            {"Wq", pool.meanWait()},
            {"L_total", pool.meanInSystem()},
            {"L_check_lambda_W", number(in, "arrival_rate") * pool.meanResponse()}};
}

inline Answers scalability(const Json& in) {
    const double sigma = number(in, "sigma");
    const double kappa = number(in, "kappa");
    Answers out = {{"n_peak", scalabilityPeak(sigma, kappa)}, {"X_limit", number(in, "gamma") / sigma}};
    for (const int n : {1, 8, 32, 128}) {
        out["X_" + std::to_string(n)] = scalableThroughput(number(in, "gamma"), sigma, kappa, n);
    }
    return out;
}

inline Answers overTime(const Json& in) {
    const bool step = in.at("arrival_rate").get<std::string>() != "0.9";
    const std::vector<RatePiece> pieces =
        step ? std::vector<RatePiece>{{0, 0.5}, {50, 1.5}, {70, 0.5}} : std::vector<RatePiece>{{0, 0.9}};
    const std::vector<double> times =
        step ? std::vector<double>{50, 60, 70, 80, 100, 140} : std::vector<double>{5, 20, 50, 100, 200, 400};
    const auto exact = transientMeans(pieces, 1.0, 1, times, 300);
    const auto fluid = fluidFlowMeans(pieces, 1.0, times);
    Answers out;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const std::string name = "_t" + std::to_string(int(times[i]));
        out["EN" + name] = exact[i];
        out["PSFFA" + name] = fluid[i];
    }
    return out;
}

inline Answers infiniteServers(const Json& in) {
    const SineLoad load{.base = number(in, "base"),
                        .amplitude = number(in, "amplitude"),
                        .period = number(in, "period"),
                        .serviceRate = number(in, "service_rate")};
    return {{"mean_at_quarter_period", infiniteServersMean(load, load.period / 4.0)},
            {"peak_mean", infiniteServersPeak(load)},
            {"peak_lag", infiniteServersLag(load)}};
}

inline Families networkFamilies() {
    return {{"open Jackson network", {jackson, 5}},
            {"closed network exact MVA", {closedNetwork, 6}},
            {"M/M/1 two priorities", {priorities, 2}},
            {"M/G/1-PS (processor sharing)", {processorSharing, 2}},
            {"backlog drain (fluid)", {backlog, 2}},
            {"Kafka consumer group", {consumerGroup, 4}},
            {"Little's law", {little, 4}},
            {"scalability law (USL/Amdahl)", {scalability, 2}},
            {"transient M_t/M/1", {overTime, 2}},
            {"transient M_t/M/inf", {infiniteServers, 2}}};
}

}  // namespace headroom::queueing
