#pragma once

#include <string>
#include <vector>

#include "core/catalog/catalog.h"

namespace headroom::catalog {

class MemberReader;

/// Builds a Catalog from the files of a data folder, in the order in which they refer to each other.
class CatalogLoader {
  public:
    explicit CatalogLoader(std::string dataDirectory);

    Result<Catalog> load(const std::vector<std::string>& kindDirectories);

  private:
    using Step = Result<> (CatalogLoader::*)();

    Result<> readSources();
    Result<> readCategories();
    Result<> readPrices();
    Result<> readBehaviors();
    Result<> readConnections();
    Result<> readRecords();
    Result<> readGroupKinds(const json::Array& kinds, const std::string& where);
    Result<> readShippedKinds();
    void leaveOut(const Diagnostic& problem);
    void readOwnKinds(const std::string& directory);
    Result<> readKindFolder(const std::string& folder);
    /// What every component has, whatever its kind: records/component.json.
    void addCommonParams(Kind& kind) const;
    /// The parameters of a file whose other members have all been asked for, with sources that exist.
    Result<std::vector<ParamSpec>> readParams(const json::Array& declared, MemberReader& in) const;
    Result<> checkSources(const std::vector<ParamSpec>& specs, const std::string& where) const;
    void sortKinds();

    [[nodiscard]] std::string path(std::string_view name) const;

    Catalog out_;
    std::map<std::string, json::Array, std::less<>> declarations_;
};

}  // namespace headroom::catalog
