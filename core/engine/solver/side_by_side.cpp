#include "core/engine/solver/side_by_side.h"

#ifdef __linux__
#include <sched.h>
#endif

namespace headroom::engine::solver {

namespace {

std::size_t processors() {
    const std::size_t here = std::max(1U, std::thread::hardware_concurrency());
#ifdef __linux__
    // Whoever started the program may have kept it to some of them.
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0) {
        return std::clamp<std::size_t>(static_cast<std::size_t>(CPU_COUNT(&allowed)), 1, here);
    }
#endif
    return here;
}

}  // namespace

std::size_t sharesOf(std::size_t count, std::size_t least) {
    static const std::size_t most = std::min(processors(), mostShares);
    return std::clamp<std::size_t>(count / least, 1, most);
}

}  // namespace headroom::engine::solver
