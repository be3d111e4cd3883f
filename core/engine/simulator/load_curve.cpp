#include "core/engine/simulator/load_curve.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::simulator {

namespace {

constexpr double msPerSecond = 1000;

double factorAt(const model::Design& design, Index source, double atS) {
    const solver::Conditions conditions = solver::conditionsAt(design, atS);
    double factor = conditions.load;
    for (const solver::Event& event : conditions.events) {
        const bool mine = event.component == solver::none || event.component == source;
        if (event.type == solver::Event::Type::spike && mine) {
            factor *= event.factor;
        }
    }
    return factor;
}

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
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double begin = factorAt(design, source, times[i]);
        Piece piece{.fromMs = times[i] * msPerSecond, .factor = begin};
        most_ = std::max(most_, begin);
        if (i + 1 < times.size()) {
            // What holds just before the next moment: there the events of that moment have not begun.
            const double end = factorAt(design, source, std::nextafter(times[i + 1], 0.0));
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

}  // namespace headroom::engine::simulator
