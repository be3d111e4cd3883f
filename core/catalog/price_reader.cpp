#include "core/catalog/price_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/catalog/member_reader.h"
#include "core/catalog/messages.h"

namespace headroom::catalog {

namespace {

constexpr std::array<std::pair<std::string_view, TariffUnit>, 3> units{
    {{"gb", TariffUnit::gigabyte},
     {"gb_month", TariffUnit::gigabyteMonth},
     {"million", TariffUnit::millionRequests}}};

const json::Object& objectOf(const json::Value& item) {
    static const json::Object none;
    return item.isObject() ? *item.object() : none;
}

Diagnostic unknown(std::string_view what, const std::string& name, std::string known,
                   const std::string& where) {
    return makeDiagnostic(
        messages, "name-unknown", where,
        {{"what", std::string(what)}, {"name", printable(name, 60)}, {"known", std::move(known)}});
}

}  // namespace

Result<> PriceReader::read(const json::Object& file, const std::string& where) {
    MemberReader in(file, where);
    in.text("region");
    for (const json::Value& item : in.array("prices")) {
        if (auto done = readPrice(item, where); !done) {
            return done;
        }
    }
    for (const json::Value& item : in.array("tariffs")) {
        if (auto done = readTariff(item, where); !done) {
            return done;
        }
    }
    for (const json::Value& item : in.array("borders")) {
        if (auto done = readBorder(item, where); !done) {
            return done;
        }
    }
    return in.finish();
}

template <class T>
Result<> PriceReader::readOrigin(MemberReader& in, T& out) const {
    out.id = in.requiredText("id");
    out.label = in.requiredText("label");
    const std::string name = in.requiredText("source");
    out.date = in.text("date");
    out.estimate = in.boolean("estimate", false);
    if (auto done = in.finish(); !done) {
        return done;
    }
    const auto source = sources_.find(name);
    if (source == sources_.end()) {
        return failure(unknown("source", name, "the ids in sources.json", in.where() + "/" + out.id));
    }
    out.sourceText = source->second.text;
    out.date = out.date.empty() ? source->second.date : out.date;
    out.estimate = out.estimate || source->second.estimate;
    if (prices_.contains(out.id) || tariffs_.contains(out.id)) {
        return failure(makeDiagnostic(messages, "name-duplicate", in.where(), {{"name", out.id}}));
    }
    return {};
}

Result<> PriceReader::readPrice(const json::Value& item, const std::string& where) {
    MemberReader in(objectOf(item), where);
    Price price;
    price.usdPerHour = in.number("usd_per_hour", 0);
    if (auto done = readOrigin(in, price); !done) {
        return done;
    }
    prices_.emplace(price.id, price);
    return {};
}

Result<> PriceReader::readTariff(const json::Value& item, const std::string& where) {
    MemberReader in(objectOf(item), where);
    Tariff tariff;
    const std::string per = in.requiredText("per");
    const json::Array& tiers = in.array("tiers");
    tariff.tiers.push_back({.usd = in.number("usd", 0)});
    if (auto done = readOrigin(in, tariff); !done) {
        return done;
    }
    const auto* unit =
        std::find_if(units.begin(), units.end(), [&](const auto& entry) { return entry.first == per; });
    if (unit == units.end()) {
        return failure(unknown("unit of a tariff", per, "gb, gb_month and million", where + "/" + tariff.id));
    }
    tariff.unit = unit->second;
    if (!tiers.empty()) {
        if (auto done = readTiers(tiers, tariff, where + "/" + tariff.id); !done) {
            return done;
        }
    }
    tariffs_.emplace(tariff.id, tariff);
    return {};
}

// The last one, without `up_to`, goes on for ever.
Result<> PriceReader::readTiers(const json::Array& tiers, Tariff& tariff, const std::string& where) {
    tariff.tiers.clear();
    double from = 0;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        MemberReader in(objectOf(tiers[i]), where);
        Tariff::Tier tier;
        tier.usd = in.number("usd", 0);
        tier.upTo = in.number("up_to", tier.upTo);
        if (auto done = in.finish(); !done) {
            return done;
        }
        const bool endless = tier.upTo == Tariff::Tier{}.upTo;
        if (tier.upTo <= from || endless != (i + 1 == tiers.size())) {
            return failure(makeDiagnostic(messages, "tariff-tiers", where));
        }
        from = tier.upTo;
        tariff.tiers.push_back(tier);
    }
    return {};
}

Result<> PriceReader::readBorder(const json::Value& item, const std::string& where) {
    MemberReader in(objectOf(item), where);
    const std::string of = in.requiredText("of");
    const Border border{.sent = in.text("sent"), .received = in.text("received")};
    if (auto done = in.finish(); !done) {
        return done;
    }
    for (const std::string& id : {border.sent, border.received}) {
        if (!id.empty() && !tariffs_.contains(id)) {
            return failure(unknown("tariff", id, "the tariffs of this file", where));
        }
    }
    borders_[of] = border;
    return {};
}

}  // namespace headroom::catalog
