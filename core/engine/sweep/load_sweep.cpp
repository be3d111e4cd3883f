#include "core/engine/sweep/load_sweep.h"

#include <algorithm>
#include <array>

#include "core/engine/param_reader.h"
#include "core/model/transaction.h"

namespace headroom::engine::sweep {

namespace {

constexpr double below = 8;
constexpr double beyond = 1.5;
/// Where the curve turns, as shares of the breaking load.
constexpr std::array<double, 9> nearBreak{0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.001, 1.02};

struct Range {
    double lowest = 0;
    double highest = 0;
};

Range rangeOf(const catalog::Catalog& catalog) {
    constexpr double smallest = 1e-6;
    const catalog::ParamSpec* spec = catalog::findSpec(catalog.recordParams("scenario"), "load_factor");
    return spec != nullptr ? Range{std::max(spec->minimum, smallest), spec->maximum} : Range{smallest, 1e4};
}

std::vector<double> factorsAround(double present, const std::optional<BreakingPoint>& breaking,
                                  const Range& range, int count) {
    const double middle = breaking ? breaking->factor : present;
    const double from = std::max(std::min(present, middle) / below, range.lowest);
    const double to = std::min(std::max(present, middle) * (breaking ? beyond : below), range.highest);
    std::vector<double> factors = spaced(from, to, count, Spacing::logarithmic);
    factors.push_back(present);
    if (breaking) {
        factors.push_back(middle);
        for (const double share : nearBreak) {
            factors.push_back(middle * share);
        }
    }
    std::sort(factors.begin(), factors.end());
    factors.erase(std::unique(factors.begin(), factors.end()), factors.end());
    std::erase_if(factors, [&](double factor) { return factor < from || factor > to; });
    return factors;
}

}  // namespace

double loadFactorOf(const model::Design& design, const catalog::Catalog& catalog) {
    return ParamReader(catalog.recordParams("scenario"), design.document().scenario).number("load_factor", 1);
}

model::Design atLoad(const model::Design& design, double factor) {
    model::Transaction transaction(design);
    model::Document document = design.document();
    document.scenario.set("load_factor", factor);
    transaction.setDocument(std::move(document));
    return transaction.design();
}

LoadSweep sweepLoad(const model::Design& design, const catalog::Catalog& catalog, int count,
                    const std::stop_token& stop) {
    const AtLoad at = [&](double factor) { return pointAt(factor, atLoad(design, factor), catalog, stop); };
    const Range range = rangeOf(catalog);
    const double factor = std::clamp(loadFactorOf(design, catalog), range.lowest, range.highest);
    LoadSweep sweep;
    sweep.present = at(factor);
    sweep.breaking = findBreakingPoint(at, sweep.present, range.lowest, range.highest, stop);
    for (const double one : factorsAround(factor, sweep.breaking, range, count)) {
        if (stop.stop_requested()) {
            return sweep;
        }
        sweep.points.push_back(one == factor ? sweep.present : at(one));
    }
    const auto& lightest = sweep.points.front().system.error_rate;
    sweep.neverWhole = lightest && *lightest > lossThatBreaks;
    return sweep;
}

}  // namespace headroom::engine::sweep
