#include "core/engine/simulator/random_stream.h"

#include "core/engine/simulator/portable_math.h"
#include "core/queueing/hash_placement.h"

namespace headroom::engine::simulator {

// In two loops, of which the second has no more than plain arithmetic: compilers do it for several at once.
void RandomStream::lookAhead() {
    std::uint64_t state = state_;
    for (double& value : logarithms_) {
        value = fraction(numberAt(state += step));
    }
    for (double& value : logarithms_) {
        value = naturalLog(value);
    }
    at_ = 0;
}

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
