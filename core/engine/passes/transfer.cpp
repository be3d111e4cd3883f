#include "core/engine/passes/transfer.h"

#include <algorithm>
#include <map>

#include "core/base/units.h"
#include "core/engine/param_reader.h"
#include "core/model/places.h"

namespace headroom::engine::passes {

namespace {

constexpr double bytesPerGb = 1e9;

double gbPerMonth(double bytesPerS) {
    return bytesPerS * secondsPerMonth / bytesPerGb;
}

/// Data of all connections, gathered by tariff so that tiers see it as a whole.
class Ledger {
  public:
    Ledger(const catalog::Catalog& catalog, std::size_t components) : catalog_(catalog), usd_(components) {}

    void atTariff(const std::string& tariff, std::size_t payer, double gb) {
        if (!tariff.empty() && gb > 0) {
            sent_[tariff].emplace_back(payer, gb);
        }
    }

    void atPrice(double usdPerGb, std::size_t payer, double gb) { usd_[payer] += usdPerGb * gb; }

    std::vector<double> settle() {
        for (const auto& [id, parts] : sent_) {
            const catalog::Tariff* tariff = catalog_.tariff(id);
            double all = 0;
            for (const auto& part : parts) {
                all += part.second;
            }
            const double usdPerGb = tariff != nullptr ? tariff->usdFor(all) / all : 0;
            for (const auto& [payer, gb] : parts) {
                atPrice(usdPerGb, payer, gb);
            }
        }
        return std::move(usd_);
    }

  private:
    const catalog::Catalog& catalog_;
    std::vector<double> usd_;
    std::map<std::string, std::vector<std::pair<std::size_t, double>>> sent_;
};

/// One connection with its ends.
struct Way {
    std::size_t from;
    std::size_t to;
    double sentGb;
    double receivedGb;
};

void payAtInternet(const catalog::Catalog& catalog, const model::Component& sender, const Way& way,
                   Ledger& ledger) {
    const catalog::Border* border = catalog.border("internet");
    const catalog::Kind* kind = catalog.kind(sender.kind);
    const bool own = kind != nullptr && !kind->tariffs.egress.empty();
    if (border != nullptr || own) {
        ledger.atTariff(own ? kind->tariffs.egress : border->sent, way.to, way.receivedGb);
    }
    if (border != nullptr) {
        ledger.atTariff(border->received, way.to, way.sentGb);
    }
}

void payAtBorder(const catalog::Border& border, const Way& way, Ledger& ledger) {
    ledger.atTariff(border.sent, way.from, way.sentGb);
    ledger.atTariff(border.received, way.to, way.sentGb);
    ledger.atTariff(border.sent, way.to, way.receivedGb);
    ledger.atTariff(border.received, way.from, way.receivedGb);
}

bool originates(const catalog::Catalog& catalog, const model::Component& component) {
    const catalog::Behavior* behavior = catalog.behaviorOfKind(component.kind);
    return behavior != nullptr && behavior->originates;
}

void pay(const model::Design& design, const catalog::Catalog& catalog, const model::Connection& connection,
         const Way& way, Ledger& ledger) {
    const model::Component& from = design.components()[way.from];
    const model::Component& to = design.components()[way.to];
    const bool fromInternet = originates(catalog, from);
    const ParamReader params(catalog.connectionParams(connection.kind), connection.params);
    if (const auto own = params.figure("transfer_price")) {
        ledger.atPrice(*own, way.from, fromInternet ? 0 : way.sentGb);
        ledger.atPrice(*own, way.to, way.receivedGb);
        return;
    }
    if (fromInternet) {
        payAtInternet(catalog, to, way, ledger);
    } else if (design.groups().empty()) {
        return;
    } else if (const auto* border = catalog.border(borderBetween(design, catalog, from, to))) {
        payAtBorder(*border, way, ledger);
    }
}

}  // namespace

std::string borderBetween(const model::Design& design, const catalog::Catalog& catalog,
                          const model::Component& a, const model::Component& b) {
    const auto ours = model::groupsAround(design, a);
    const auto theirs = model::groupsAround(design, b);
    if (ours.empty() || theirs.empty()) {
        return {};
    }
    std::vector<std::string> crossed;
    for (const auto& [these, those] : {std::pair(&ours, &theirs), std::pair(&theirs, &ours)}) {
        for (const auto& group : *these) {
            if (std::find(those->begin(), those->end(), group) == those->end()) {
                crossed.push_back(group->kind);
            }
        }
    }
    for (const catalog::Option& kind : catalog.groupKinds()) {  // widest first
        if (std::find(crossed.begin(), crossed.end(), kind.value) != crossed.end()) {
            return kind.value;
        }
    }
    return {};
}

std::vector<double> transferUsd(const model::Design& design, const catalog::Catalog& catalog,
                                const Usage& usage) {
    Ledger ledger(catalog, design.components().size());
    for (std::size_t i = 0; i < design.connections().size(); ++i) {
        const ConnectionUse& use = usage.connections[i];
        if (!use.known) {
            continue;
        }
        const model::Connection& connection = design.connections()[i];
        pay(design, catalog, connection,
            {.from = design.components().positionOf(connection.from),
             .to = design.components().positionOf(connection.to),
             .sentGb = gbPerMonth(use.sentBytesPerS),
             .receivedGb = gbPerMonth(use.receivedBytesPerS)},
            ledger);
    }
    return ledger.settle();
}

}  // namespace headroom::engine::passes
