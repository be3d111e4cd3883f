#include <array>
#include <cmath>

#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/open_design.h"
#include "app/cli/solve_report.h"
#include "app/cli/standard_streams.h"
#include "app/cli/trace_report.h"
#include "core/base/numbers.h"
#include "core/engine/simulator/simulate.h"
#include "core/engine/simulator/simulation_json.h"
#include "core/json/writer.h"

namespace headroom::cli {

namespace {

using engine::SimulationAnswer;
using engine::SimulationSettings;

constexpr std::array<MessageTemplate, 2> messages{{
    {"simulation-number", "{option} '{typed}' does not fit", "a number from {least} to {most}"},
    {"simulation-whole", "{option} '{typed}' does not fit", "a whole number from {least} to {most}"},
}};

/// An option that is a number, and what it may be.
struct NumberOption {
    std::string_view name;
    double least;
    double most;
    bool whole;
};

// Up to 2^53, where whole numbers end.
constexpr NumberOption secondsOption{"--seconds", 0.001, 1e7, false};
constexpr NumberOption seedOption{"--seed", 0, 9007199254740992.0, true};
constexpr NumberOption replicationsOption{"--replications", 1, 10000, true};
constexpr NumberOption precisionOption{"--precision", 0.0001, 1, false};
constexpr NumberOption mostSecondsOption{"--max-seconds", 0.001, 1e7, false};
constexpr NumberOption tracesOption{"--traces", 0, 100, true};

Result<double> read(const std::optional<std::string>& typed, const NumberOption& option, double absent) {
    if (!typed) {
        return absent;
    }
    const double value = parseNumber(*typed).value_or(std::nan(""));
    if (value >= option.least && value <= option.most && (!option.whole || value == std::floor(value))) {
        return value;
    }
    return failure(makeDiagnostic(messages, option.whole ? "simulation-whole" : "simulation-number", "",
                                  {{"option", std::string(option.name)},
                                   {"typed", printable(*typed, 60)},
                                   {"least", shortest(option.least)},
                                   {"most", shortest(option.most)}}));
}

Result<SimulationSettings> settingsOf(const Arguments& arguments) {
    const auto seconds = read(arguments.seconds, secondsOption, 60);
    const auto seed = read(arguments.seed, seedOption, 1);
    const auto replications = read(arguments.replications, replicationsOption, 1);
    const auto traces = read(arguments.traces, tracesOption, 0);
    const auto precision = read(arguments.precision, precisionOption, 0);
    const auto mostSeconds = read(arguments.mostSeconds, mostSecondsOption, 0);
    for (const auto* number : {&seconds, &seed, &replications, &traces, &precision, &mostSeconds}) {
        if (!*number) {
            return failure(number->error());
        }
    }
    return SimulationSettings{.seconds = *seconds,
                              .seed = static_cast<std::uint64_t>(*seed),
                              .replications = static_cast<std::uint32_t>(*replications),
                              .precision = *precision,
                              .mostSeconds = *mostSeconds,
                              .coldStart = arguments.coldStart,
                              .traces = static_cast<std::uint32_t>(*traces)};
}

SimulationAnswer simulated(const OpenedDesign& opened, const SimulationSettings& settings) {
    Interruption interruption;
    return engine::simulate(opened.design, opened.catalog, settings, interruption.token(),
                            [&](double share) { interruption.progress(share); });
}

/// "Mean latency within ± 0.3 ms, 1.2 % (95 %)"
std::string within(const std::string& what, const results::Figure& width, const results::Figure& value) {
    return width && value && *value > 0
               ? "\n" + what + " within ± " + formatQuantity(*width, Unit::milliseconds) + ", " +
                     formatQuantity(*width / *value, Unit::ratio) + " (95 %)"
               : "";
}

std::string about(const SimulationAnswer& answer, const SimulationSettings& settings) {
    const auto& latency = answer.results.system.latency_ms;
    const auto& width = answer.halfWidths.system.latency_ms;
    const std::string runs =
        settings.replications == 1 ? "" : std::to_string(settings.replications) + " times ";
    return "Simulated " + runs + formatQuantity(answer.simulated_s, Unit::seconds) + " (the first " +
           formatQuantity(answer.warm_up_s, Unit::seconds) + " left out), seed " +
           std::to_string(answer.seed) + ", " + std::to_string(answer.events) + " events, fingerprint " +
           answer.fingerprint + within("Mean latency", width.mean, latency.mean) +
           within("99th percentile", width.p99, latency.p99) + "\n\n";
}

}  // namespace

Outcome runSimulate(const Arguments& arguments) {
    const auto settings = settingsOf(arguments);
    if (!settings) {
        return tl::unexpected(Failure{ExitCode::usage, "", settings.error()});
    }
    const auto opened = openDesign(arguments);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    const SimulationAnswer answer = simulated(*opened, *settings);
    if (answer.fingerprint.empty()) {
        for (const results::Finding& finding : answer.results.findings) {
            if (finding.diagnostic.severity == Severity::error) {  // it was not even begun
                return tl::unexpected(
                    Failure{ExitCode::limit, shownFile(arguments.file), finding.diagnostic});
            }
        }
    }
    Answer out;
    out.remarks = opened->remarks;
    out.text = arguments.json
                   ? json::write(engine::simulationJson(answer))
                   : about(answer, *settings) +
                         solveReport(opened->design, opened->catalog, answer.results,
                                     {.connections = arguments.connections, .colour = colourWanted()}) +
                         traceReport(answer.traces);
    return out;
}

}  // namespace headroom::cli
