#pragma once

#include <cstddef>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace headroom::engine::solver {

/// Processors that one solve makes use of: those of the machine, up to four.
inline std::size_t processors() {
    constexpr unsigned most = 4;
    const unsigned here = std::thread::hardware_concurrency();
    return here == 0 ? 1 : here < most ? here : most;
}

/// work(0) to work(shares - 1), each on a thread of its own, or here where the machine grants none. They must
/// not write what another one reads. What one throws is thrown here when all have ended.
template <class Work>
void sideBySide(std::size_t shares, const Work& work) {
    std::vector<std::exception_ptr> thrown(shares);
    const auto guarded = [&](std::size_t share) {
        try {
            work(share);
        } catch (...) {
            thrown[share] = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others;
        std::size_t next = 1;
        try {
            others.reserve(shares);
            for (; next < shares; ++next) {
                others.emplace_back(guarded, next);
            }
        } catch (const std::system_error&) {
            // Those without a thread follow here.
        }
        guarded(0);
        for (; next < shares; ++next) {
            guarded(next);
        }
    }
    for (const std::exception_ptr& one : thrown) {
        if (one) {
            std::rethrow_exception(one);
        }
    }
}

}  // namespace headroom::engine::solver
