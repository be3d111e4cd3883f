#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/catalog/kind.h"
#include "core/catalog/tariff.h"
#include "core/model/design.h"

namespace headroom::catalog {

/// Everything that resources/ says, read once at start. Immutable afterwards, so that it is shared by
/// threads.
class Catalog {
  public:
    /// Reads `dataDirectory` (behaviors/, connections/, records/, prices/, sources.json, categories.json,
    /// kinds/), then the kinds in `kindDirectories`, which add to or replace those. A broken folder of a
    /// person's own is left out with a warning in problems(); a broken shipped file is an error.
    static Result<Catalog> load(const std::string& dataDirectory,
                                const std::vector<std::string>& kindDirectories = {});

    [[nodiscard]] const std::vector<Kind>& kinds() const { return kinds_; }  ///< in the order of the palette
    [[nodiscard]] const Kind* kind(std::string_view id) const;
    [[nodiscard]] const Behavior* behavior(std::string_view name) const;
    /// The behaviour of a kind that is known, else nullptr.
    [[nodiscard]] const Behavior* behaviorOfKind(std::string_view kindId) const;

    /// Whether anything can run through a connection: false where an end of it is only drawn.
    [[nodiscard]] bool isComputed(const model::Design& design, const model::Connection& connection) const;

    /// Of "request", "publish", "replicate"; empty for other words.
    [[nodiscard]] const std::vector<ParamSpec>& connectionParams(std::string_view connectionKind) const;
    [[nodiscard]] const std::vector<std::string>& connectionKinds() const { return connectionKinds_; }
    /// As a person reads it; the word itself where it is none.
    [[nodiscard]] std::string connectionLabel(std::string_view connectionKind) const;
    /// Of "workload", "scenario", "group", "objective" and "connection_display", which only the drawing
    /// reads; empty for other words.
    [[nodiscard]] const std::vector<ParamSpec>& recordParams(std::string_view record) const;
    /// Region, zone and rack.
    [[nodiscard]] const std::vector<Option>& groupKinds() const { return groupKinds_; }

    [[nodiscard]] const Source* source(std::string_view id) const;
    [[nodiscard]] const Price* price(std::string_view id) const;
    [[nodiscard]] const Tariff* tariff(std::string_view id) const;
    /// What data pays that crosses the border of a group of this kind ("zone", "region") or goes between the
    /// machines and a source of requests ("internet"); nullptr where the price list says nothing.
    [[nodiscard]] const Border* border(std::string_view of) const;
    [[nodiscard]] const std::vector<std::string>& categories() const { return categories_; }
    [[nodiscard]] const std::string& categoryLabel(std::string_view category) const;
    [[nodiscard]] const std::vector<Diagnostic>& problems() const { return problems_; }
    [[nodiscard]] const std::string& dataDirectory() const { return dataDirectory_; }

  private:
    friend class CatalogLoader;

    std::string dataDirectory_;
    std::vector<Kind> kinds_;
    std::map<std::string, Behavior, std::less<>> behaviors_;
    std::vector<std::string> connectionKinds_;
    std::map<std::string, std::vector<ParamSpec>, std::less<>> connections_;
    std::map<std::string, std::string, std::less<>> connectionLabels_;
    std::map<std::string, std::vector<ParamSpec>, std::less<>> records_;
    std::vector<Option> groupKinds_;
    std::map<std::string, Source, std::less<>> sources_;
    std::map<std::string, Price, std::less<>> prices_;
    std::map<std::string, Tariff, std::less<>> tariffs_;
    std::map<std::string, Border, std::less<>> borders_;
    std::vector<std::string> categories_;
    std::map<std::string, std::string, std::less<>> categoryLabels_;
    std::vector<Diagnostic> problems_;
};

/// Where the resources of this program are: `override` (--data), $HEADROOM_DATA, ../share/headroom beside the
/// executable, the install prefix; and a person's own kinds in $XDG_DATA_HOME/headroom/kinds.
struct DataLocations {
    std::string dataDirectory;
    std::vector<std::string> kindDirectories;
};
Result<DataLocations> findData(const std::string& override);

/// Finds and loads in one go.
Result<Catalog> loadInstalled(const std::string& override = {});

}  // namespace headroom::catalog
