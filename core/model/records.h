#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/json/value.h"
#include "core/model/extents.h"

/// The records of a design, as the file says them. `params` holds overrides only: what is absent takes
/// the default of the kind. `extra` holds members this version does not know; they are saved back untouched.
namespace headroom::model {

/// Scene units; the engine never looks at them.
struct Point {
    double x = 0;
    double y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

struct Size {
    double w = 0;
    double h = 0;
    friend bool operator==(const Size&, const Size&) = default;
};

struct Rect {
    double x = 0;
    double y = 0;
    double w = 0;
    double h = 0;
    friend bool operator==(const Rect&, const Rect&) = default;
};

/// A stream of requests of one class. Everything but the id is described by resources/records/workload.json.
struct Workload {
    Id id;
    json::Object params;
    friend bool operator==(const Workload&, const Workload&) = default;
};

struct Component {
    Id id;
    std::string kind;
    std::string label;  ///< empty: the kind's label is shown
    Point position;     ///< of the card's top left corner
    Size size{cardWidth, cardHeight};
    std::optional<Id> group;
    json::Object params;
    std::vector<Workload> workloads;
    json::Object extra;
    friend bool operator==(const Component&, const Component&) = default;
};

struct Connection {
    Id id;
    Id from;
    Id to;
    std::string kind;  ///< request, publish or replicate
    json::Object params;
    json::Object extra;
    friend bool operator==(const Connection&, const Connection&) = default;
};

/// A region, zone or rack: a failure domain and a place.
struct Group {
    Id id;
    std::string kind;
    std::string label;
    std::optional<Id> parent;
    Rect frame;
    json::Object params;
    json::Object extra;
    friend bool operator==(const Group&, const Group&) = default;
};

struct Note {
    Id id;
    std::string text;  ///< Markdown
    Rect frame;
    json::Object extra;
    friend bool operator==(const Note&, const Note&) = default;
};

/// What belongs to the design as a whole.
struct Document {
    int minor = 0;  ///< of the format, as it was read
    std::string name;
    json::Object catalog;  ///< kind id -> revision of its defaults
    json::Array objectives;
    json::Object scenario;  ///< described by resources/records/scenario.json
    json::Object extra;
    friend bool operator==(const Document&, const Document&) = default;
};

/// True where the two differ in nothing that the engine reads: only label or place.
bool sameMeaning(const Component& a, const Component& b);
bool sameMeaning(const Connection& a, const Connection& b);
bool sameMeaning(const Group& a, const Group& b);
bool sameMeaning(const Note& a, const Note& b);
bool sameMeaning(const Document& a, const Document& b);

}  // namespace headroom::model
