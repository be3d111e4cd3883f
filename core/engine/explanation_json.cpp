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

Value figureJson(const results::Figure& figure) {
    return figure ? Value(*figure) : Value();
}

Value whatIfJson(const WhatIf& answer) {
    Object out;
    out.append("dies", Value(answer.dies));
    out.append("success_rate", Value(answer.success));
    out.append("mean_ms", figureJson(answer.mean_ms));
    out.append("hit", Value(Array(answer.hit.begin(), answer.hit.end())));
    out.append("single_point_of_failure", Value(answer.single_point_of_failure));
    return out;
}

}  // namespace

json::Value explanationsJson(const std::vector<results::Explanation>& explanations) {
    Array all;
    for (const results::Explanation& explanation : explanations) {
        all.push_back(explanationJson(explanation));
    }
    return Object{{"explanations", Value(all)}};
}

json::Value whatIfsJson(const std::vector<WhatIf>& answers) {
    Array all;
    for (const WhatIf& answer : answers) {
        all.push_back(whatIfJson(answer));
    }
    return Object{{"what_if", Value(all)}};
}

}  // namespace headroom::engine
