#include "core/render/shown_figures.h"

#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "core/render/design_painter.h"
#include "core/render/text.h"

namespace headroom::render {

namespace {

constexpr double allFail = 0.995;

QString quantity(double value, Unit unit) {
    return qtText(formatQuantity(value, unit));
}

/// What is worse than being slow: nothing answers, it piles up, or a hundredth and more fails.
QString alarm(const results::ComponentResult& result) {
    constexpr double worthAWord = 0.01;
    if (result.status == results::Status::down) {
        return QStringLiteral("down");
    }
    const bool saturated = result.status == results::Status::saturated;
    if (saturated && result.backlog_growth_rps.value_or(0) > 0) {
        return QStringLiteral("+") + quantity(*result.backlog_growth_rps, Unit::per_second) +
               QStringLiteral(" waiting");
    }
    if (saturated && result.backlog) {
        return quantity(*result.backlog, Unit::count) + QStringLiteral(" waiting");
    }
    return result.error_rate.value_or(0) >= worthAWord
               ? qtText(formatErrorShare(*result.error_rate)) + QStringLiteral(" fail")
               : QString();
}

QString latencyText(const results::ComponentResult& result) {
    const results::Figure& p99 = result.response_ms.p99;
    return p99 ? QStringLiteral("p99 ") + quantity(*p99, Unit::milliseconds) : QString();
}

/// The share of a line that is dashes: seen even where it is small, and never the whole line.
int dashes(double share) {
    constexpr double visible = 0.0005;  // below it rounds to nothing
    return share > visible ? static_cast<int>(std::lround(std::clamp(share, 0.05, 0.95) * 100)) : 0;
}

}  // namespace

CardFigures cardFigures(const results::ComponentResult* result) {
    CardFigures shown;
    if (result == nullptr) {
        return shown;
    }
    shown.status = result->status;
    shown.machines = static_cast<int>(std::lround(result->instances.value_or(0)));
    shown.rate = result->arrival_rps ? quantity(*result->arrival_rps, Unit::per_second) : QString();
    shown.latency = alarm(*result);
    shown.alarming = !shown.latency.isEmpty();
    if (!shown.alarming) {
        shown.latency = latencyText(*result);
    }
    if (result->utilization) {
        const double share = std::clamp(*result->utilization, 0.0, 1.0);
        shown.bar = static_cast<int>(std::lround(share * 1000));
    }
    return shown;
}

WireFigures wireFigures(const results::ConnectionResult* result) {
    WireFigures shown;
    if (result == nullptr) {
        return shown;
    }
    const double rps = result->rps.value_or(0);
    shown.width = std::round(wireWidth(result->rps) * 8) / 8;
    shown.retrying = dashes(rps > 0 ? result->retry_rps.value_or(0) / rps : 0);
    shown.flows = rps > 0;
    const double lost = std::max(result->error_rate.value_or(0), result->silent_share.value_or(0));
    shown.failing = dashes(lost);
    shown.severed = shown.flows && lost >= allFail;
    return shown;
}

}  // namespace headroom::render
