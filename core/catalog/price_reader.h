#pragma once

#include <map>
#include <string>

#include "core/base/result.h"
#include "core/catalog/kind.h"
#include "core/catalog/tariff.h"
#include "core/json/value.h"

namespace headroom::catalog {

class MemberReader;

/// Reads the files of resources/prices: machines an hour in `prices`, what is paid by use in `tariffs`, and
/// which of these data pays on its way in `borders`.
class PriceReader {
  public:
    template <class T>
    using ById = std::map<std::string, T, std::less<>>;

    PriceReader(const ById<Source>& sources, ById<Price>& prices, ById<Tariff>& tariffs,
                ById<Border>& borders)
        : sources_(sources), prices_(prices), tariffs_(tariffs), borders_(borders) {}

    Result<> read(const json::Object& file, const std::string& where);

  private:
    Result<> readPrice(const json::Value& item, const std::string& where);
    Result<> readTariff(const json::Value& item, const std::string& where);
    Result<> readTiers(const json::Array& tiers, Tariff& tariff, const std::string& where);
    Result<> readBorder(const json::Value& item, const std::string& where);

    /// What prices and tariffs share: id, label, source, date, estimate.
    template <class T>
    Result<> readOrigin(MemberReader& in, T& out) const;

    const ById<Source>& sources_;
    ById<Price>& prices_;
    ById<Tariff>& tariffs_;
    ById<Border>& borders_;
};

}  // namespace headroom::catalog
