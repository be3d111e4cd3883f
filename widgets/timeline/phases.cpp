#include "widgets/timeline/phases.h"

#include <QCoreApplication>
#include <algorithm>

namespace headroom::widgets {

namespace {

constexpr double tolerance = 1e-9;  // of a step

QString named(const char* name) {
    return QCoreApplication::translate("Phases", name);
}

results::Figure meanWithin(const std::vector<double>& values, double stepS, const Phase& phase) {
    double sum = 0;
    int count = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double from = static_cast<double>(i) * stepS;
        if (from >= phase.fromS - tolerance * stepS && from + stepS <= phase.toS + tolerance * stepS) {
            sum += values[i];
            ++count;
        }
    }
    return count > 0 ? results::Figure(sum / count) : std::nullopt;
}

results::Figure worstWithin(const std::vector<results::Figure>& values, double stepS, const Phase& phase) {
    results::Figure worst;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double from = static_cast<double>(i) * stepS;
        const bool within =
            from >= phase.fromS - tolerance * stepS && from + stepS <= phase.toS + tolerance * stepS;
        if (within && values[i]) {
            worst = std::max(worst.value_or(0), *values[i]);
        }
    }
    return worst;
}

}  // namespace

std::vector<Phase> phasesOf(const engine::SimulationSeries& series, const std::vector<Happening>& happenings,
                            double runS) {
    double begin = runS;
    double end = 0;
    for (const Happening& happening : happenings) {
        begin = std::min(begin, happening.atS);
        end = std::max(end, happening.endS(runS));
    }
    std::vector<Phase> phases;
    const auto add = [&](const char* name, double from, double to) {
        if (to > from) {
            Phase phase;
            phase.name = named(name);
            phase.fromS = from;
            phase.toS = to;
            phases.push_back(std::move(phase));
        }
    };
    if (!(begin < end)) {
        add(QT_TRANSLATE_NOOP("Phases", "all"), 0, runS);
    } else {
        add(QT_TRANSLATE_NOOP("Phases", "before"), 0, begin);
        add(QT_TRANSLATE_NOOP("Phases", "during"), begin, end);
        add(QT_TRANSLATE_NOOP("Phases", "after"), end, runS);
    }
    for (Phase& phase : phases) {
        phase.goodput_rps = meanWithin(series.goodput_rps, series.step_s, phase);
        phase.worst_p99_ms = worstWithin(series.p99_ms, series.latency_step_s, phase);
        phase.error_rate = meanWithin(series.error_rate, series.step_s, phase);
    }
    return phases;
}

}  // namespace headroom::widgets
