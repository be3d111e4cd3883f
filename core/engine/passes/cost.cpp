#include "core/engine/passes/cost.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/units.h"
#include "core/engine/param_reader.h"
#include "core/engine/passes/transfer.h"
#include "core/engine/solver/findings.h"

namespace headroom::engine::passes {

namespace {

constexpr double bytesPerGb = 1e9;
constexpr double million = 1e6;

/// The prices of one component.
class Prices {
  public:
    Prices(const catalog::Catalog& catalog, const catalog::Kind& kind, const json::Object& params)
        : catalog_(catalog), kind_(kind), own_(kind.params, params) {}

    [[nodiscard]] double ofMachines(double machines) const {
        const catalog::Price* listed = catalog_.price(kind_.price);
        const double usd = own_.figure("price").value_or(listed != nullptr ? listed->usdPerHour : 0);
        return machines * usd * hoursPerMonth;
    }

    [[nodiscard]] double ofRequests(const ComponentUse& use) const {
        const double toMillions = secondsPerMonth / million;
        if (const auto own = own_.figure("request_price")) {
            return *own * (use.readsPerS + use.writesPerS) * toMillions;
        }
        return byTariff(kind_.tariffs.reads, use.readsPerS * toMillions) +
               byTariff(kind_.tariffs.writes, use.writesPerS * toMillions) +
               byTariff(kind_.tariffs.processed, use.processedBytesPerS * secondsPerMonth / bytesPerGb);
    }

    [[nodiscard]] double ofStorage(double bytes) const {
        if (const auto own = own_.figure("storage_price")) {
            return *own * bytes / bytesPerGb;
        }
        return byTariff(kind_.tariffs.storage, bytes / bytesPerGb);
    }

    /// True where the price depends on what the component does.
    [[nodiscard]] bool byUse() const {
        return own_.figure("request_price").value_or(0) > 0 || !kind_.tariffs.reads.empty() ||
               !kind_.tariffs.writes.empty() || !kind_.tariffs.processed.empty();
    }

  private:
    [[nodiscard]] double byTariff(const std::string& id, double units) const {
        const catalog::Tariff* tariff = id.empty() ? nullptr : catalog_.tariff(id);
        return tariff != nullptr ? tariff->usdFor(units) : 0;
    }

    const catalog::Catalog& catalog_;
    const catalog::Kind& kind_;
    ParamReader own_;
};

std::optional<results::CostParts> partsOf(const catalog::Catalog& catalog, const model::Component& component,
                                          const ComponentUse& use, double transfer) {
    const catalog::Kind* kind = catalog.kind(component.kind);
    if (kind == nullptr || !use.machines) {
        return std::nullopt;
    }
    const Prices prices(catalog, *kind, component.params);
    if (!use.ratesKnown && prices.byUse()) {
        return std::nullopt;
    }
    return results::CostParts{.machines = prices.ofMachines(*use.machines),
                              .requests = prices.ofRequests(use),
                              .storage = prices.ofStorage(use.storedBytes),
                              .transfer = transfer};
}

std::optional<results::Finding> whatIsLeftOut(const model::Design& design, const catalog::Catalog& catalog) {
    std::vector<std::string> sentences;
    std::vector<Id> where;
    for (const auto& component : design.components()) {
        const catalog::Kind* kind = catalog.kind(component->kind);
        if (kind == nullptr || kind->costLeavesOut.empty()) {
            continue;
        }
        where.push_back(component->id);
        for (const std::string& sentence : kind->costLeavesOut) {
            if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end()) {
                sentences.push_back(sentence);
            }
        }
    }
    if (where.empty()) {
        return std::nullopt;
    }
    std::string what;
    for (const std::string& sentence : sentences) {
        what += (what.empty() ? "" : " ") + sentence;
    }
    return solver::finding("cost-leaves-out", Severity::info, std::move(where), {{"what", what}});
}

/// Each workload's part of what the components cost.
void addWorkloads(const Usage& usage, const std::vector<results::ComponentResult*>& rows,
                  results::Results& results) {
    std::vector<double> usd(usage.workloads.size());
    for (std::size_t c = 0; c < usage.components.size(); ++c) {
        if (rows[c] == nullptr) {
            continue;  // only drawn
        }
        for (const WorkShare& work : usage.components[c].work) {
            usd[work.workload] += rows[c]->cost_usd_month.value_or(0) * work.share;
        }
    }
    for (std::size_t w = 0; w < usage.workloads.size(); ++w) {
        results.workloads[usage.workloads[w]].cost_usd_month = usd[w];
    }
}

}  // namespace

void KnownCost::find(const model::Design& design, const catalog::Catalog& catalog, const Usage& usage,
                     bool sameUse) {
    if (!isKnown_) {
        leftOut_ = whatIsLeftOut(design, catalog);
    }
    if (!isKnown_ || !sameUse) {
        transfer_ = transferUsd(design, catalog, usage);
        parts_.resize(design.components().size());
        changed_.resize(parts_.size());
        std::iota(changed_.begin(), changed_.end(), std::size_t{0});
    }
    for (const std::size_t i : changed_) {
        parts_[i] = partsOf(catalog, design.components()[i], usage.components[i], transfer_[i]);
    }
    changed_.clear();
    isKnown_ = true;
}

void KnownCost::add(const model::Design& design, const catalog::Catalog& catalog, const Usage& usage,
                    bool sameUse, const std::vector<results::ComponentResult*>& rows,
                    results::Results& results) {
    find(design, catalog, usage, sameUse);
    results::Figure sum = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] == nullptr) {
            continue;  // only drawn
        }
        results::ComponentResult& result = *rows[i];
        result.cost_parts = parts_[i];
        if (!result.cost_parts) {
            sum.reset();
            continue;
        }
        result.cost_usd_month = result.cost_parts->sum();
        if (sum) {
            *sum += *result.cost_usd_month;
        }
    }
    results.system.cost_usd_month = sum;
    if (sum) {
        addWorkloads(usage, rows, results);
        const double answered = results.system.goodput_rps.value_or(0) * secondsPerMonth / million;
        results.system.cost_usd_per_million = answered > 0 ? results::Figure(*sum / answered) : std::nullopt;
    }
    if (leftOut_) {
        results.findings.push_back(*leftOut_);
    }
}

}  // namespace headroom::engine::passes
