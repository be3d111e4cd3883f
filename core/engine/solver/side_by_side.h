#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace headroom::engine::solver {

constexpr std::size_t mostShares = 4;
/// What is written while work is shared out: one for each share.
template <class T>
using PerShare = std::array<T, mostShares>;

/// Shares of so much work that each has some of it, `least` or more: one for each processor that the program
/// may use, up to four.
std::size_t sharesOf(std::size_t count, std::size_t least);

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

/// The same, side by side only where so many are `due` that it pays, `least` for each share; else one after
/// the other.
template <class Work>
void inShares(std::size_t shares, std::size_t due, std::size_t least, const Work& work) {
    if (due >= shares * least) {
        sideBySide(shares, work);
        return;
    }
    for (std::size_t share = 0; share < shares; ++share) {
        work(share);
    }
}

/// take(i, share) for each i below `count`, neighbours in one share and always in the same.
template <class Take>
void eachInShares(std::size_t count, std::size_t due, std::size_t least, const Take& take) {
    const std::size_t shares = sharesOf(count, least);
    inShares(shares, due, least, [&](std::size_t share) {
        for (std::size_t i = count * share / shares; i < count * (share + 1) / shares; ++i) {
            take(i, share);
        }
    });
}

}  // namespace headroom::engine::solver
