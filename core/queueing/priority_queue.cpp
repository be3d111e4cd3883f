#include "core/queueing/priority_queue.h"

#include <algorithm>

#include "core/queueing/gg_c.h"
#include "core/queueing/mm_c.h"

namespace headroom::queueing {

namespace {

double idleShare(double load) {
    return std::max(1.0 - load, 1.0 - kMaxUtilization);
}

double residualWork(const PriorityClass& c) {
    return 0.5 * c.arrivalRate * c.serviceMean * c.serviceMean * (1.0 + c.serviceScv);
}

}  // namespace

std::vector<double> nonpreemptiveWaits(std::span<const PriorityClass> classes, std::int64_t servers) {
    const double c = static_cast<double>(std::max<std::int64_t>(servers, 1));
    double rate = 0.0;
    double work = 0.0;
    double residual = 0.0;
    for (const PriorityClass& one : classes) {
        rate += one.arrivalRate;
        work += one.arrivalRate * one.serviceMean;
        residual += residualWork(one);
    }
    if (c > 1.0 && work > 0.0) {
        // What a first-come queue of the same mixture would wait, without its queue.
        const double mean = work / rate;
        const double scv = std::max(0.0, 2.0 * residual / (rate * mean * mean) - 1.0);
        const ExponentialWait wait =
            twoMomentWait({.arrivalRate = rate, .serviceMean = mean, .servers = servers, .serviceScv = scv});
        residual = wait.mean() * idleShare(work / c);
    }
    std::vector<double> waits;
    double above = 0.0;
    for (const PriorityClass& one : classes) {
        const double with = above + one.arrivalRate * one.serviceMean / c;
        waits.push_back(residual / (idleShare(above) * idleShare(with)));
        above = with;
    }
    return waits;
}

std::vector<double> preemptiveResponses(std::span<const PriorityClass> classes) {
    std::vector<double> responses;
    double above = 0.0;
    double residual = 0.0;
    for (const PriorityClass& one : classes) {
        const double with = above + one.arrivalRate * one.serviceMean;
        residual += residualWork(one);
        responses.push_back(one.serviceMean / idleShare(above) +
                            residual / (idleShare(above) * idleShare(with)));
        above = with;
    }
    return responses;
}

double processorSharingResponse(double utilization, double serviceTime) {
    return serviceTime / idleShare(utilization);
}

}  // namespace headroom::queueing
