#pragma once

#include <QtTest/QTest>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>

#include "tests/core/engine/solved.h"

/// What the families of tabulated cases share: a case as a design, and its percentiles compared.
namespace headroom::engine::tests::reference {

using nlohmann::json;
using results::Results;

inline std::string number(double value) {
    std::ostringstream text;
    text.precision(17);
    text << value;
    return text.str();
}

/// Seconds in the cases, milliseconds in designs.
constexpr double ms = 1000;
constexpr double closed = 1e-6;
constexpr double inverted = 1e-3;

inline std::string station(const std::string& id, double workers, double serviceS,
                           const std::string& more = "") {
    return component(id, "service",
                     "'instances': 1, 'workers': " + number(workers) +
                         ", 'service_time_ms': " + number(serviceS * ms) + more);
}

inline void percentiles(const headroom::results::Latency& latency, const json& out, const std::string& prefix,
                        double tolerance, double scale = ms) {
    const std::pair<const char*, headroom::results::Figure> all[] = {
        {"p50", latency.p50}, {"p95", latency.p95}, {"p99", latency.p99}, {"p999", latency.p999}};
    for (const auto& [name, figure] : all) {
        if (out.contains(prefix + name)) {
            COMPARE_WITHIN(figure, out.at(prefix + name).get<double>() * scale, tolerance);
        }
    }
}

}  // namespace headroom::engine::tests::reference
