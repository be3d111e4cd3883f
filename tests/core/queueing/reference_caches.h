// Reference families of caches, filters and hash rings.
#pragma once

#include <cmath>

#include "core/queueing/bloom_filter.h"
#include "core/queueing/fifo_cache.h"
#include "core/queueing/hash_placement.h"
#include "core/queueing/lru_cache.h"
#include "core/queueing/ttl_cache.h"
#include "tests/core/queueing/reference_support.h"

namespace headroom::queueing {

inline ZipfPopularity keysOf(const Json& in) {
    return {whole(in, "items"), number(in, "zipf_alpha")};
}

inline Answers firstInFirstOut(const Json& in) {
    const ZipfPopularity keys = keysOf(in);
    const double capacity = number(in, "capacity");
    Answers out = {{"hit_ratio_fixed_point", fifoByFixedPoint(keys, capacity)}};
    if (double(keys.count()) * capacity <= 1e6) {
        out["hit_ratio_exact"] = fifoExact(keys, int(capacity));
    }
    out["hit_ratio_fifo"] =
        out.contains("hit_ratio_exact") ? out["hit_ratio_exact"] : out["hit_ratio_fixed_point"];
    return out;
}

inline Answers leastFrequentlyUsed(const Json& in) {
    const double hit = keysOf(in).headMass(number(in, "capacity"));
    return {{"hit_ratio", hit}, {"hit_ratio_inmem_lfu", hit}};
}

inline Answers smallCaches(const Json& in) {
    const ZipfPopularity keys = keysOf(in);
    const auto capacity = int(whole(in, "capacity"));
    return {{"lru_exact", lruExact(keys, capacity)},
            {"lru_che", lruByChe(keys, capacity).hitRatio},
            {"fifo_random_exact", fifoExact(keys, capacity)},
            {"lfu", keys.headMass(capacity)}};
}

inline Answers expiring(const Json& in) {
    const TtlKind kind = in.at("reset_on_hit").get<bool>() ? TtlKind::FromAccess : TtlKind::FromFill;
    const TtlAnswer answer = ttlCache(keysOf(in), number(in, "request_rate"), number(in, "ttl"), kind);
    return {{"hit_ratio", answer.hitRatio},
            {"origin_rate", answer.originRate},
            {"mean_items_cached", answer.keysCached}};
}

inline Answers hashRing(const Json& in) {
    const double nodes = number(in, "nodes");
    const double positions = number(in, "vnodes");
    Answers out = {{"load_cv", ringShareCv(nodes, positions)}};
    if (positions == 1.0) {
        out["max_over_mean"] = ringLargestOfOne(nodes);
    }
    return out;
}

inline Answers bloom(const Json& in) {
    const double keys = number(in, "items");
    if (in.contains("target_fpr")) {
        const double bits = bloomBits(keys, number(in, "target_fpr"));
        return {
            {"bits", bits}, {"hashes_optimal", bloomBestHashes(bits, keys)}, {"bits_per_item", bits / keys}};
    }
    const double bits = number(in, "bits");
    const double hashes = number(in, "hashes");
    Answers out = {{"fpr_standard", bloomFalsePositives(bits, keys, hashes)},
                   {"fpr_classic_finite", bloomFalsePositivesFinite(bits, keys, hashes)},
                   {"optimal_k", bloomBestHashes(bits, keys)},
                   {"bits_per_item", bits / keys}};
    if (bits <= 1e5) {
        out["fpr_exact"] = bloomFalsePositivesExact(int(bits), int(keys), int(hashes));
        out["fpr"] = out["fpr_exact"];
    }
    return out;
}

inline Families cacheFamilies() {
    return {{"cache FIFO / RANDOM", {firstInFirstOut, 9}},
            {"cache LFU (perfect, static)", {leastFrequentlyUsed, 9}},
            {"cache exact small", {smallCaches, 2}},
            {"cache TTL", {expiring, 4}},
            {"consistent hashing", {hashRing, 11}},
            {"Bloom filter", {bloom, 5}}};
}

}  // namespace headroom::queueing
