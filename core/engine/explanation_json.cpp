#include "core/engine/explanation_json.h"

namespace headroom::engine {

namespace {

using json::Array;
using json::Object;
using json::Value;

Value shareJson(const results::LatencyShare& share) {
    Object inputs;
    for (const auto& [name, value] : share.inputs) {
        inputs.append(name, Value(value));
    }
    return Object{{"part", Value(results::latencyPartName(share.part))},
                  {"where", share.where.empty() ? Value() : Value(share.where)},
                  {"ms", Value(share.ms)},
                  {"formula", Value(share.formula)},
                  {"inputs", Value(inputs)}};
}

Value explanationJson(const results::Explanation& explanation) {
    Object parts;
    for (std::size_t i = 0; i < results::latencyPartCount; ++i) {
        const auto part = static_cast<results::LatencyPart>(i);
        parts.append(std::string(results::latencyPartName(part)), Value(explanation.sumOf(part)));
    }
    Array shares;
    for (const results::LatencyShare& share : explanation.shares) {
        shares.push_back(shareJson(share));
    }
    return Object{{"subject", Value(explanation.subject)},
                  {"figure", Value(explanation.figure)},
                  {"mean_ms", Value(explanation.mean_ms)},
                  {"parts_ms", Value(parts)},
                  {"shares", Value(shares)}};
}

}  // namespace

json::Value explanationsJson(const std::vector<results::Explanation>& explanations) {
    Array all;
    for (const results::Explanation& explanation : explanations) {
        all.push_back(explanationJson(explanation));
    }
    return Object{{"explanations", Value(all)}};
}

}  // namespace headroom::engine
