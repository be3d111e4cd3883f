#include "app/cli/explain_report.h"

#include <algorithm>

#include "app/cli/table.h"
#include "core/base/numbers.h"

namespace headroom::cli {

namespace {

using results::Explanation;
using results::LatencyPart;
using results::LatencyShare;

/// Of the mean; what is less is added up in one line.
constexpr double worthALine = 0.001;

std::string ms(double value) {
    return formatQuantity(value, Unit::milliseconds);
}

std::string percent(double value, double whole) {
    return formatQuantity(whole > 0 ? value / whole : 0, Unit::ratio);
}

std::string spaced(std::string_view name) {
    std::string words(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

/// Four digits are enough to follow a formula.
std::string inputsOf(const LatencyShare& share) {
    std::string out;
    for (const auto& [name, value] : share.inputs) {
        out += (out.empty() ? "" : ", ") + name + " " + formatQuantity(value, Unit::none);
    }
    return out;
}

std::string partsTable(const Explanation& explanation) {
    Table table({{"PART", Align::left}, {"MEAN"}, {"SHARE"}});
    for (std::size_t i = 0; i < results::latencyPartCount; ++i) {
        const auto part = static_cast<LatencyPart>(i);
        const double sum = explanation.sumOf(part);
        table.add({spaced(results::latencyPartName(part)), ms(sum), percent(sum, explanation.mean_ms)});
    }
    return table.text();
}

std::string sharesTable(const Explanation& explanation) {
    Table table({{"WHERE", Align::left, 20},
                 {"PART", Align::left},
                 {"MEAN"},
                 {"FORMULA", Align::left, 48},
                 {"INPUTS", Align::left, 120}});
    double rest = 0;
    for (const LatencyShare& share : explanation.shares) {
        if (share.ms < worthALine * explanation.mean_ms) {
            rest += share.ms;
            continue;
        }
        table.add({share.where.empty() ? "\u2014" : share.where, spaced(results::latencyPartName(share.part)),
                   ms(share.ms), share.formula, inputsOf(share)});
    }
    if (rest > 0) {
        table.add({"others", "", ms(rest), "", ""});
    }
    return table.text();
}

}  // namespace

std::string explainReport(const std::vector<Explanation>& explanations) {
    std::string out;
    for (const Explanation& explanation : explanations) {
        const std::string figure = explanation.figure.substr(0, explanation.figure.find("_ms"));
        out += out.empty() ? "" : "\n";
        out += explanation.subject + ": mean " + figure + " " + ms(explanation.mean_ms) + "\n\n";
        out += partsTable(explanation) + "\n" + sharesTable(explanation);
    }
    return out.empty() ? "Nothing is answered there, so that there is no latency to explain.\n" : out;
}

std::string whatIfReport(const std::vector<engine::WhatIf>& answers) {
    Table table(
        {{"DIES", Align::left, 24}, {"ANSWERED"}, {"MEAN"}, {"HIT", Align::left, 48}, {"", Align::left}});
    for (const engine::WhatIf& answer : answers) {
        std::string hit;
        for (const std::string& name : answer.hit) {
            hit += (hit.empty() ? "" : ", ") + name;
        }
        table.add({answer.dies, formatQuantity(answer.success, Unit::ratio),
                   answer.mean_ms ? ms(*answer.mean_ms) : "\u2014", hit.empty() ? "nobody" : hit,
                   answer.single_point_of_failure ? "single point of failure" : ""});
    }
    return "What is left when it dies\n\n" + table.text();
}

}  // namespace headroom::cli
