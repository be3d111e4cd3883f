#include "core/queueing/hash_placement.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/queueing/order_statistics.h"
#include "core/queueing/zipf_popularity.h"

namespace headroom::queueing {

std::uint64_t hash64(std::uint64_t value) {
    std::uint64_t z = value + 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

std::uint64_t ringPosition(std::uint64_t node, std::uint64_t virtualNode, std::uint64_t salt) {
    return hash64(hash64(hash64(salt) ^ node) + virtualNode);
}

namespace {

std::vector<std::pair<std::uint64_t, std::size_t>> ringOf(std::size_t nodes, std::size_t virtualNodes,
                                                          std::uint64_t salt) {
    std::vector<std::pair<std::uint64_t, std::size_t>> ring;
    ring.reserve(nodes * virtualNodes);
    for (std::size_t node = 0; node < nodes; ++node) {
        for (std::size_t v = 0; v < virtualNodes; ++v) {
            ring.emplace_back(ringPosition(node, v, salt), node);
        }
    }
    std::sort(ring.begin(), ring.end());
    return ring;
}

}  // namespace

HashRing::HashRing(std::size_t nodes, std::size_t virtualNodes) : ring_(ringOf(nodes, virtualNodes, 0)) {}

std::size_t HashRing::ownerOf(std::uint64_t hash) const {
    const auto next =
        std::lower_bound(ring_.begin(), ring_.end(), std::pair<std::uint64_t, std::size_t>(hash, 0));
    return next == ring_.end() ? ring_.front().second : next->second;
}

std::vector<double> clientRingShares(std::size_t instances, std::size_t virtualNodes, std::int64_t clients,
                                     double exponent) {
    const HashRing ring(instances, virtualNodes);
    const ZipfPopularity activity(clients, exponent);
    std::vector<double> shares(instances, 0.0);
    double placed = 0.0;
    for (std::int64_t i = 1; i <= std::min(activity.count(), mostPlacedClients) && instances > 0; ++i) {
        const double share = activity.probability(static_cast<double>(i));
        shares[ring.ownerOf(hash64(static_cast<std::uint64_t>(i)))] += share;
        placed += share;
    }
    const std::vector<double> even = ringShares(instances, virtualNodes);
    for (std::size_t i = 0; i < instances; ++i) {
        shares[i] += std::max(0.0, 1.0 - placed) * even[i];
    }
    return shares;
}

std::vector<double> ringShares(std::size_t nodes, std::size_t virtualNodes, std::uint64_t salt) {
    const std::vector<std::pair<std::uint64_t, std::size_t>> ring = ringOf(nodes, virtualNodes, salt);
    std::vector<double> shares(nodes, 0.0);
    if (ring.size() == 1) {
        shares[ring.front().second] = 1.0;
        return shares;
    }
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const std::uint64_t before = ring[i == 0 ? ring.size() - 1 : i - 1].first;
        // Unsigned distance, so that the first position owns what wraps around.
        shares[ring[i].second] += std::ldexp(static_cast<double>(ring[i].first - before), -64);
    }
    return shares;
}

double ringShareCv(double nodes, double virtualNodes) {
    return std::sqrt(std::max(0.0, nodes - 1.0) / (nodes * virtualNodes + 1.0));
}

double ringLargestOfOne(double nodes) {
    return kthOfNExponentialMean(nodes, nodes);
}

std::vector<double> rangeShares(std::size_t parts, std::int64_t keys, double exponent) {
    const ZipfPopularity popularity(keys, exponent);
    std::vector<double> shares(parts, 0.0);
    const double n = static_cast<double>(popularity.count());
    // Key k, counted from 0, lies in part floor(k parts / n).
    const auto firstOf = [&](std::size_t part) {
        return std::ceil(static_cast<double>(part) * n / static_cast<double>(parts));
    };
    double from = 0.0;
    std::size_t part = 0;
    for (const PopularityBucket& bucket : popularity.buckets()) {
        const double to = from + bucket.count;
        while (from < to && part < parts) {
            const double end = std::min(to, firstOf(part + 1));
            shares[part] += std::max(0.0, end - from) * bucket.probability;
            from = std::max(from, end);
            part += end < to || end == firstOf(part + 1) ? 1 : 0;
        }
    }
    return shares;
}

std::vector<double> clientHashShares(std::size_t instances, std::int64_t clients, double exponent) {
    const ZipfPopularity activity(clients, exponent);
    std::vector<double> shares(instances, 0.0);
    double placed = 0.0;
    for (std::int64_t i = 1; i <= std::min(activity.count(), mostPlacedClients) && instances > 0; ++i) {
        const double share = activity.probability(static_cast<double>(i));
        shares[hash64(static_cast<std::uint64_t>(i)) % instances] += share;
        placed += share;
    }
    for (double& share : shares) {
        share += std::max(0.0, 1.0 - placed) / static_cast<double>(instances);
    }
    return shares;
}

}  // namespace headroom::queueing
