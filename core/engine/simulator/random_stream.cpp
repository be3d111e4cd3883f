#include "core/engine/simulator/random_stream.h"

#include "core/queueing/hash_placement.h"

namespace headroom::engine::simulator {

std::uint64_t streamKey(std::uint64_t seed, std::uint64_t replication, std::string_view owner,
                        Purpose purpose) {
    using queueing::hash64;
    std::uint64_t key = hash64(hash64(seed) + replication);
    for (const char letter : owner) {
        key = hash64(key ^ static_cast<unsigned char>(letter));
    }
    return hash64(key + static_cast<std::uint64_t>(purpose) + 1);
}

}  // namespace headroom::engine::simulator
