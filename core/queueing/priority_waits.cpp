#include "core/queueing/priority_waits.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/mm_c.h"

namespace headroom::queueing {

namespace {

double idle(double load) {
    return std::max(1.0 - load, 1.0 - kMaxUtilization);
}

struct Moments {
    double mean = 0.0;
    double square = 0.0;
};

double loadOf(const UrgencyClass& one, double servers) {
    return one.arrivalRate * one.serviceMean / servers;
}

// At one server that is as fast as all. The sums of all moments are those of what is served.
std::vector<Moments> oneFastServer(std::span<const UrgencyClass> classes, double servers) {
    double squares = 0.0;
    double cubes = 0.0;
    for (const UrgencyClass& one : classes) {
        squares += one.arrivalRate * one.secondMoment / (servers * servers);
        cubes += one.arrivalRate * one.thirdMoment / (servers * servers * servers);
    }
    std::vector<Moments> all;
    double above = 0.0;
    double squaresAbove = 0.0;
    for (const UrgencyClass& one : classes) {
        const double with = above + loadOf(one, servers);
        const double squaresWith = squaresAbove + one.arrivalRate * one.secondMoment / (servers * servers);
        const double a = idle(above);
        const double b = idle(with);
        all.push_back({.mean = squares / (2.0 * a * b),
                       .square = cubes / (3.0 * a * a * b) + squares * squaresWith / (2.0 * a * a * b * b) +
                                 squares * squaresAbove / (2.0 * a * a * a * b)});
        above = with;
        squaresAbove = squaresWith;
    }
    return all;
}

}  // namespace

std::vector<WaitDistribution> urgencyWaits(std::span<const UrgencyClass> classes, double servers,
                                           const WaitDistribution& firstCome) {
    const std::vector<Moments> fast = oneFastServer(classes, servers);
    double load = 0.0;
    double work = 0.0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        load += loadOf(classes[i], servers);
        work += loadOf(classes[i], servers) * fast[i].mean;
    }
    if (!(work > 0.0) || !(firstCome.mean() > 0.0)) {
        return {classes.size(), WaitDistribution::none()};
    }
    const double stretch = firstCome.mean() * load / work;
    const double probability = firstCome.probability();
    std::vector<WaitDistribution> waits;
    for (const Moments& one : fast) {
        const double mean = stretch * one.mean;
        // Of those who wait: the fast server is busy for the share `load` of all.
        const double scv = std::max(one.square * load / (one.mean * one.mean) - 1.0, 0.0);
        const double waiting = mean / probability;
        const double square = probability * waiting * waiting * (1.0 + scv);
        waits.push_back(WaitDistribution::gamma(probability, mean, square - mean * mean));
    }
    return waits;
}

std::vector<WaitDistribution> urgencyWaitsInOverload(std::span<const UrgencyClass> classes, double servers) {
    std::vector<UrgencyClass> served(classes.begin(), classes.end());
    const std::vector<double> shares = urgencyShares(classes, servers);
    for (std::size_t i = 0; i < served.size(); ++i) {
        served[i].arrivalRate *= shares[i];
    }
    std::vector<WaitDistribution> waits;
    for (const Moments& one : oneFastServer(served, servers)) {
        waits.push_back(WaitDistribution::gamma(1.0, one.mean, one.square - one.mean * one.mean));
    }
    return waits;
}

std::vector<double> urgencyShares(std::span<const UrgencyClass> classes, double servers) {
    std::vector<double> shares;
    double left = 1.0;
    for (const UrgencyClass& one : classes) {
        const double load = loadOf(one, servers);
        shares.push_back(load > left ? left / load : 1.0);
        left = std::max(left - load, 0.0);
    }
    return shares;
}

}  // namespace headroom::queueing
