#pragma once

#include "tests/core/engine/solver/reference/support.h"

/// What memories hold.
namespace headroom::engine::tests::reference {

inline Results cached(const json& in, const std::string& rate, const std::string& params) {
    return solved(client(rate, ", 'keys': {'count': " + number(in.at("items")) +
                                   ", 'zipf': " + number(in.at("zipf_alpha")) + ", 'object_bytes': 1000}") +
                      component("k", "cache", "'instances': 1, " + params),
                  call("c", "users", "k"));
}

inline void lru(const json& in, const json& out) {
    const std::string memory = number(in.at("capacity").get<double>() * 1000);
    COMPARE_WITHIN(cached(in, "100", "'memory_bytes': " + memory).components.at("k").hit_ratio,
                   out.at("hit_ratio"), closed);
}

// What is small enough is exact; the fixed point is meant for what is not.
inline void evicting(const json& in, const json& out) {
    constexpr double mostExact = 2e4;
    const double places = in.at("capacity");
    const bool exact = in.at("items").get<double>() * places <= mostExact;
    const std::string fixed = out.contains("hit_ratio_fixed_point") ? "hit_ratio_fixed_point" : "";
    const std::pair<std::string, std::string> all[] = {{"lfu", "hit_ratio"},
                                                       {"fifo", exact ? "hit_ratio_exact" : fixed},
                                                       {"random", exact ? "hit_ratio_exact" : fixed},
                                                       {"lru", "lru_exact"},
                                                       {"fifo", "fifo_random_exact"},
                                                       {"random", "fifo_random_exact"},
                                                       {"lfu", "lfu"}};
    for (const auto& [eviction, name] : all) {
        if (out.contains(name)) {
            const Results r = cached(
                in, "100", "'memory_bytes': " + number(places * 1000) + ", 'eviction': '" + eviction + "'");
            COMPARE_WITHIN(r.components.at("k").hit_ratio, out.at(name), closed);
        }
    }
}

inline void expiring(const json& in, const json& out) {
    const Results r = cached(in, number(in.at("request_rate")),
                             "'eviction': 'ttl_only', 'ttl_ms': " + number(in.at("ttl").get<double>() * ms));
    COMPARE_WITHIN(r.components.at("k").hit_ratio, out.at("hit_ratio"), closed);
}

// Whoever asks for what does not exist is stopped by the filter, or taken for a miss: no other read misses
// here. The filter takes the best number of hashes for its bits.
inline void filtering(const json& in, const json& out) {
    const double bitsPerKey = in.at("bits").get<double>() / in.at("items").get<double>();
    const Results r = solved(
        client("100", ", 'keys': {'count': 1, 'object_bytes': 1000, 'missing_share': 1}") +
            component("k", "cache",
                      "'instances': 1, 'memory_bytes': 1000, 'bloom_bits_per_key': " + number(bitsPerKey)),
        call("c", "users", "k"));
    COMPARE_WITHIN(1 - *r.components.at("k").hit_ratio, out.at("fpr_standard"), closed);
}

/// Whether the family is one of these; then it was run.
inline bool runCaches(const json& c) {
    const std::string family = c.at("family");
    const json& in = c.at("inputs");
    const json& out = c.at("expected");
    if (family == "cache LRU (Che approximation)") {
        lru(in, out);
    } else if (family == "cache TTL" && !in.at("reset_on_hit").get<bool>()) {
        expiring(in, out);
    } else if (family.rfind("cache ", 0) == 0 && in.contains("capacity")) {
        evicting(in, out);
    } else if (family == "Bloom filter" && in.contains("hashes")) {
        filtering(in, out);
    } else {
        return false;
    }
    return true;
}

}  // namespace headroom::engine::tests::reference
