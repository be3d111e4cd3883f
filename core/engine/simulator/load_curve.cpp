#include "core/engine/simulator/load_curve.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace headroom::engine::simulator {

namespace {

constexpr double msPerSecond = 1000;

/// What a source sends at a moment: the curve, times the spikes that go on.
class Factors {
  public:
    Factors(const model::Design& design, Index source) : load_(design) {
        for (const double atS : solver::eventTurns(design)) {
            double spikes = 1;
            for (const solver::Event& event : solver::conditionsAt(design, atS).events) {
                const bool mine = event.component == solver::none || event.component == source;
                spikes *= event.type == solver::Event::Type::spike && mine ? event.factor : 1;
            }
            turns_.emplace_back(atS, spikes);
        }
    }
    [[nodiscard]] double at(double atS) const {
        const auto after = std::upper_bound(
            turns_.begin(), turns_.end(), atS,
            [](double moment, const std::pair<double, double>& turn) { return moment < turn.first; });
        return load_.at(atS) * (after == turns_.begin() ? 1 : (after - 1)->second);
    }

  private:
    solver::LoadOverTime load_;
    std::vector<std::pair<double, double>> turns_;  ///< from that second on, so many times
};

}  // namespace

LoadCurve::LoadCurve(const model::Design& design, Index source) {
    std::vector<double> times = solver::turningPoints(design);
    if (times.empty()) {
        return;
    }
    if (times.front() > 0) {
        times.insert(times.begin(), 0);
    }
    most_ = 0;
    const Factors factors(design, source);
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double begin = factors.at(times[i]);
        Piece piece{.fromMs = times[i] * msPerSecond, .factor = begin};
        most_ = std::max(most_, begin);
        if (i + 1 < times.size()) {
            // What holds just before the next moment: there the events of that moment have not begun.
            const double end = factors.at(std::nextafter(times[i + 1], 0.0));
            piece.slope = (end - begin) / ((times[i + 1] - times[i]) * msPerSecond);
            most_ = std::max(most_, end);
        }
        pieces_.push_back(piece);
    }
}

double LoadCurve::at(double ms) const {
    const auto after =
        std::upper_bound(pieces_.begin(), pieces_.end(), ms,
                         [](double moment, const Piece& piece) { return moment < piece.fromMs; });
    if (after == pieces_.begin()) {
        return 1;
    }
    const Piece& piece = *(after - 1);
    return std::max(0.0, piece.factor + piece.slope * (ms - piece.fromMs));
}

double LoadCurve::reaches(double ms, double factor) const {
    auto next = std::upper_bound(pieces_.begin(), pieces_.end(), ms,
                                 [](double moment, const Piece& piece) { return moment < piece.fromMs; });
    while (at(ms) < factor) {
        const double slope = next == pieces_.begin() ? 0 : (next - 1)->slope;
        const double there = slope > 0 ? ms + (factor - at(ms)) / slope : HUGE_VAL;
        if (next == pieces_.end() || there <= next->fromMs) {
            return there;
        }
        ms = next->fromMs;
        ++next;
    }
    return ms;
}

double LoadCurve::after(double ms, double amount) const {
    auto next = std::upper_bound(pieces_.begin(), pieces_.end(), ms,
                                 [](double moment, const Piece& piece) { return moment < piece.fromMs; });
    while (true) {
        const double factor = at(ms);
        const double slope = next == pieces_.begin() ? 0 : (next - 1)->slope;
        // factor t + slope t^2 / 2 = amount, the first such t.
        const double square = factor * factor + 2 * slope * amount;
        const double bottom = factor + std::sqrt(std::max(square, 0.0));
        const double there = square >= 0 && bottom > 0 ? ms + 2 * amount / bottom : HUGE_VAL;
        if (next == pieces_.end() || there <= next->fromMs) {
            return there;
        }
        const double passed = next->fromMs - ms;
        amount = std::max(0.0, amount - passed * (factor + 0.5 * slope * passed));
        ms = next->fromMs;
        ++next;
    }
}

}  // namespace headroom::engine::simulator
