#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/catalog/param_spec.h"
#include "core/model/extents.h"

namespace headroom::catalog {

/// A hint of where a figure comes from, as in resources/sources.json.
struct Source {
    std::string id;
    std::string text;  ///< in a sentence: who measured or published what
    std::string date;
    bool estimate = false;
};

/// The price of one machine, with the source and date that are shown beside it.
struct Price {
    std::string id;     ///< such as "aws.alb"
    std::string label;  ///< "Application Load Balancer"
    double usdPerHour = 0;
    std::string sourceText;
    std::string date;
    bool estimate = false;
};

/// What the engine does with a component, and with which parameters; many kinds share one behaviour.
struct Behavior {
    std::string name;
    std::string label;
    std::vector<ParamSpec> params;
    bool originates = false;            ///< a source of requests: has workloads, takes no calls
    bool accepts = true;                ///< may be called
    bool calls = true;                  ///< may call others
    std::vector<std::string> consumes;  ///< connection kinds that may end here, the usual one first
    std::vector<std::string> produces;  ///< connection kinds that may start here
    bool keyed = false;                 ///< a cache: a lookup can miss here
    bool stores = false;                ///< keeps the data that a cache holds copies of
    bool computed = true;               ///< false: only drawn; nothing runs through it or its connections
};

/// A named set of values, such as a machine type with its price.
struct Preset {
    std::string id;
    std::string label;
    json::Object params;  ///< a price, where it names one, stands here as `price`
    std::string price;    ///< id of that price, for its source and date; may be empty
};

/// Ids of the tariffs that the use of a kind pays; empty where that costs nothing.
struct KindTariffs {
    std::string reads;      ///< a million requests that read
    std::string writes;     ///< a million requests that write
    std::string processed;  ///< a gigabyte that comes in or goes back
    std::string storage;    ///< a gigabyte kept for a month
    std::string egress;     ///< a gigabyte sent to the internet; empty: as everybody
};

/// Defaults that have changed since: what they were in `revision`.
struct OldDefaults {
    int revision = 1;
    json::Object params;
};

/// How a component of a kind is drawn.
enum class Shape {
    card,  ///< icon, name and figures; every card has the same size
    box,   ///< an outline with its name in it
    text   ///< its name alone, as large as its place allows
};

/// What the palette offers: data from one folder in resources/kinds.
struct Kind {
    std::string id;
    int revision = 1;
    std::string label;
    std::string category;
    std::string help;
    std::string behavior;
    std::string iconPath;           ///< absolute path of icon.svg
    std::vector<std::string> tags;  ///< more words that the search finds
    std::vector<ParamSpec> params;  ///< the behaviour's, with this kind's defaults, ranges, labels
    std::vector<Preset> presets;
    std::string price;                       ///< id of the price of one machine; empty: free of charge
    KindTariffs tariffs;                     ///< ids of what its use costs
    std::vector<std::string> costLeavesOut;  ///< what the monthly cost does not contain
    std::vector<OldDefaults> history;        ///< oldest first
    int order = 1000;                        ///< place within its category
    Shape shape = Shape::card;
    double width = model::cardWidth;  ///< of a new one, in scene units
    double height = model::cardHeight;

    /// The defaults of `fileRevision` that the present ones differ from.
    [[nodiscard]] json::Object defaultsAt(int fileRevision) const;
};

}  // namespace headroom::catalog
