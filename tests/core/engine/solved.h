#pragma once

#include <QtTest/QTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "core/base/numbers.h"
#include "core/catalog/catalog.h"
#include "core/engine/solver/solve.h"
#include "core/format/design_file.h"

/// Designs as text and their answers, for the tests of the engine.
namespace headroom::engine::tests {

inline const catalog::Catalog& shippedCatalog() {
    static const auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
    if (!loaded) {
        qFatal("%s", loaded.error().line().c_str());
    }
    return *loaded;
}

/// The text of a design of these members; single quotes stand for double ones.
inline model::Design designOf(const std::string& components, const std::string& connections,
                              const std::string& more = "'groups': []") {
    std::string text = "{'format': 'headroom.design', 'version': 1, 'components': [" + components +
                       "], 'connections': [" + connections + "], " + more + "}";
    std::replace(text.begin(), text.end(), '\'', '"');
    const auto loaded = format::read(text, shippedCatalog());
    if (!loaded) {
        qFatal("%s", loaded.error().line().c_str());
    }
    return loaded->design;
}

inline results::Results solved(const std::string& components, const std::string& connections,
                               const std::string& more = "'groups': []") {
    return solve(designOf(components, connections, more), shippedCatalog());
}

/// A client with one reading workload "r" of that rate and more members.
inline std::string client(const std::string& rps, const std::string& more = "") {
    return "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': " + rps +
           more + "}]}";
}

inline std::string component(const std::string& id, const std::string& kind, const std::string& params) {
    return ", {'id': '" + id + "', 'kind': '" + kind + "', 'x': 0, 'y': 0, 'params': {" + params + "}}";
}

/// One machine with exponential service times.
inline std::string service(const std::string& id, const std::string& serviceMs,
                           const std::string& more = "") {
    return component(id, "service", "'instances': 1, 'workers': 1, 'service_time_ms': " + serviceMs + more);
}

/// A request connection without network time.
inline std::string call(const std::string& id, const std::string& from, const std::string& to,
                        const std::string& more = "") {
    return "{'id': '" + id + "', 'from': '" + from + "', 'to': '" + to +
           "', 'kind': 'request', 'params': {'latency_ms': 0" + more + "}}";
}

inline bool hasFinding(const results::Results& results, const std::string& code) {
    return std::any_of(results.findings.begin(), results.findings.end(),
                       [&](const results::Finding& f) { return f.diagnostic.code == code; });
}

}  // namespace headroom::engine::tests

/// Empty where `actual` is `expected` within the relative tolerance; a figure that is null never is.
namespace headroom::engine::tests {
/// Is told the relative error of every comparison; for what keeps account of them.
inline std::function<void(double)>& comparisonWatcher() {
    static std::function<void(double)> watcher;
    return watcher;
}

inline std::string difference(const results::Figure& actual, double expected, double tolerance) {
    if (actual && comparisonWatcher()) {
        comparisonWatcher()(std::abs(*actual - expected) / std::max(std::abs(expected), 1e-12));
    }
    if (!actual) {
        return "null instead of " + shortest(expected);
    }
    const bool close = std::abs(*actual - expected) <= tolerance * std::max(std::abs(expected), 1e-12);
    return close ? "" : shortest(*actual) + " instead of " + shortest(expected);
}
}  // namespace headroom::engine::tests

#define COMPARE_WITHIN(actual, expected, tolerance)                                    \
    QVERIFY2(headroom::engine::tests::difference(actual, expected, tolerance).empty(), \
             (#actual ": " + headroom::engine::tests::difference(actual, expected, tolerance)).c_str())
