#pragma once

#include <algorithm>
#include <vector>

/// Textbook queues in plain arithmetic, written without the program's own mathematics so that they can
/// contradict it.
namespace headroom::test {

/// Mean wait in an M/M/c queue (Erlang 1917), in the unit of `service`: C S / (c - a), a = rate x service.
inline double meanWaitPoisson(double rate, double service, int servers) {
    const double load = rate * service;
    double term = 1;
    double sum = 1;
    for (int n = 1; n < servers; ++n) {
        term *= load / n;
        sum += term;
    }
    term *= load / servers;
    const double tail = term * servers / (servers - load);
    return tail / (sum + tail) * service / (servers - load);
}

/// Mean wait in an E_k/M/c queue: what one of k machines behind a round robin sees when requests arrive at
/// random at the balancer. From the balance equations of the chain (phases passed, requests present), solved
/// by Gauss-Seidel sweeps on a cut-off chain, and Little's law; no formula for GI/M/c is used.
inline double meanWaitRoundRobin(double rate, double service, int servers, int phases) {
    constexpr int cutOff = 150;
    constexpr int sweeps = 4000;
    const double step = rate * phases;
    const auto finish = [&](int present) { return std::min(present, servers) / service; };
    std::vector<std::vector<double>> p(cutOff + 1, std::vector<double>(static_cast<std::size_t>(phases), 1));
    for (int sweep = 0; sweep < sweeps; ++sweep) {
        for (int n = 0; n <= cutOff; ++n) {
            for (int i = 0; i < phases; ++i) {
                const auto phase = static_cast<std::size_t>(i);
                double in = 0;
                if (i > 0) {
                    in += step * p[n][phase - 1];
                } else if (n > 0) {
                    in += step * p[n - 1][static_cast<std::size_t>(phases - 1)];
                }
                if (n < cutOff) {
                    in += finish(n + 1) * p[n + 1][phase];
                }
                const bool turnedAway = n == cutOff && i == phases - 1;
                p[n][phase] = in / ((turnedAway ? 0 : step) + finish(n));
            }
        }
    }
    double all = 0;
    double waiting = 0;
    for (int n = 0; n <= cutOff; ++n) {
        for (const double share : p[n]) {
            all += share;
            waiting += std::max(0, n - servers) * share;
        }
    }
    return waiting / all / rate;
}

}  // namespace headroom::test
