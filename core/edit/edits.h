#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/catalog/catalog.h"
#include "core/model/transaction.h"

/// Every way to change a design. Each function works on a Transaction and answers a Result: on failure the
/// transaction is to be thrown away, and the diagnostic says why and what would be right.
namespace headroom::edit {

using catalog::Catalog;
using model::Transaction;

/// Adds a component of `kind` with its defaults at `position` (top left). A source gets one workload to start
/// with. Answers its id, `<kind>-<n>` where `id` is empty.
Result<Id> addComponent(Transaction& transaction, const Catalog& catalog, const std::string& kind,
                        model::Point position, const Id& id = {});

/// Why a connection from `from` to `to` makes no sense, if so; what the canvas shows at the pointer.
Result<> canConnect(const model::Design& design, const Catalog& catalog, const Id& from, const Id& to);

/// Connects two components. `kind` empty: publish into a queue, request otherwise. Out of a service that
/// already looks up a cache, a connection to a store becomes the call on a miss. Answers the new id.
Result<Id> connect(Transaction& transaction, const Catalog& catalog, const Id& from, const Id& to,
                   const std::string& kind = {}, const Id& id = {});

/// Moves an end of a connection to another component.
Result<> reconnect(Transaction& transaction, const Catalog& catalog, const Id& connection, const Id& from,
                   const Id& to);

/// Sets or, with null, resets a parameter of a component, connection, group or workload. `record` is the id;
/// `path` the parameter's name, with a slash into an object ("keys/zipf").
Result<> setParam(Transaction& transaction, const Catalog& catalog, const Id& record, const std::string& path,
                  const json::Value& value);
Result<> setWorkloadParam(Transaction& transaction, const Catalog& catalog, const Id& component,
                          const Id& workload, const std::string& path, const json::Value& value);

/// Sets the workers, and then the service time, so that a station's capacity is exactly `rps`. Answers what
/// it set.
Result<> setCapacity(Transaction& transaction, const Catalog& catalog, const Id& component, double rps);

Result<> applyPreset(Transaction& transaction, const Catalog& catalog, const Id& component,
                     const std::string& preset);

Result<Id> addWorkload(Transaction& transaction, const Catalog& catalog, const Id& component,
                       const Id& id = {});
Result<> removeWorkload(Transaction& transaction, const Id& component, const Id& workload);

/// The name shown on a component or group, or of the whole design where `record` is empty.
Result<> rename(Transaction& transaction, const Id& record, const std::string& name);

/// Moves components, groups and notes by (dx, dy).
Result<> moveBy(Transaction& transaction, const std::vector<Id>& records, double dx, double dy);

/// Removes records of any table; connections of a removed component go with it, members of a removed
/// group become members of its parent, and what named a removed record in its settings forgets it.
Result<> remove(Transaction& transaction, const Catalog& catalog, const std::vector<Id>& records);

/// Puts a component into a connection: A -> B becomes A -> C -> B. The first half keeps the id, its place
/// among the calls of A and everything that A decides (how often, when, of which call) with the figures of
/// the network; the second gets what is asked of B (`service_time_ms`, `policy`). Each half keeps its kind
/// where that fits. A cache that its caller would look up is read through from then on. Answers the id of the
/// second half.
Result<Id> splice(Transaction& transaction, const Catalog& catalog, const Id& component,
                  const Id& connection);

/// Makes a component one of another kind. It keeps id, name, place, wires and the settings that the new kind
/// declares too; wires take the kind that fits, and one that cannot stay refuses the whole. Answers what was
/// dropped, in the words of the inspector.
Result<std::vector<std::string>> replaceKind(Transaction& transaction, const Catalog& catalog,
                                             const Id& component, const std::string& kind);

/// Moves components, frames (with what lies in them) and notes to one edge of what they span: "left",
/// "center", "right", "top", "middle" or "bottom".
Result<> align(Transaction& transaction, const std::vector<Id>& records, const std::string& edge);
/// Makes the gaps between three or more of them equal, "horizontal"ly or "vertical"ly; the outermost stay.
Result<> distribute(Transaction& transaction, const std::vector<Id>& records, const std::string& axis);
/// Makes them the last to be drawn, so that they lie above the others of their table.
Result<> bringToFront(Transaction& transaction, const std::vector<Id>& records);
/// Draws a frame around records and puts them into it. Answers its id.
Result<Id> wrapInGroup(Transaction& transaction, const Catalog& catalog, const std::vector<Id>& records,
                       const std::string& kind);

/// Moves a connection among the calls of its caller, to before `before` (empty: to the end).
Result<> reorder(Transaction& transaction, const Id& connection, const Id& before);

Result<Id> addGroup(Transaction& transaction, const Catalog& catalog, const std::string& kind,
                    model::Rect frame, const Id& id = {});
/// Puts a component into a group, or a group into a parent; nullopt takes it out.
Result<> setGroup(Transaction& transaction, const Id& record, const std::optional<Id>& group);
Result<Id> addNote(Transaction& transaction, model::Rect frame, const std::string& text, const Id& id = {});
Result<> setNote(Transaction& transaction, const Id& note, const std::string& text);
/// A frame, a note, or a component of a kind that is drawn freely (a box, a text); cards have one size.
Result<> resize(Transaction& transaction, const Catalog& catalog, const Id& record, model::Rect frame);

/// Sets a member of the scenario ("load_factor", "horizon_s"); null resets it.
Result<> setScenario(Transaction& transaction, const Catalog& catalog, const std::string& name,
                     const json::Value& value);

/// Lets something happen to the design: an event more in its scenario, such as
/// {"type": "kill", "component": "web", "at_s": 20, "for_s": 20}.
Result<> addEvent(Transaction& transaction, const Catalog& catalog, const json::Object& event);
/// Sets a member of the event at that place of the list ("at_s", "factor"); null takes it away.
Result<> setEvent(Transaction& transaction, const Catalog& catalog, std::size_t place,
                  const std::string& name, const json::Value& value);
Result<> removeEvent(Transaction& transaction, const Catalog& catalog, std::size_t place);

Result<> setObjectives(Transaction& transaction, const Catalog& catalog, const json::Array& objectives);

/// A part of a design as a design of its own: the chosen records, what lies within chosen groups, and the
/// connections between chosen components. It may still name groups that stayed behind.
model::Design pick(const model::Design& design, const std::vector<Id>& records);
/// The fragment without names of what stayed behind, fit to be read elsewhere (core/format/fragment_text.h).
model::Design closed(const model::Design& fragment, const Catalog& catalog);
/// What the records of a fragment span; nullopt where it has none that lie anywhere.
std::optional<model::Rect> extentOf(const model::Design& fragment);

/// Adds the records of a fragment, moved by (dx, dy). Ids that are taken become new ones, and names within
/// the fragment follow them. Answers the new ids, frames first.
Result<std::vector<Id>> insertFragment(Transaction& transaction, const Catalog& catalog,
                                       const model::Design& fragment, double dx, double dy);
/// The same with its top left corner at `corner`; what lands within a frame becomes a member of it.
Result<std::vector<Id>> paste(Transaction& transaction, const Catalog& catalog, const model::Design& fragment,
                              model::Point corner);
/// A second copy of records beside the first, in the same groups. Answers the new ids.
Result<std::vector<Id>> duplicate(Transaction& transaction, const Catalog& catalog,
                                  const std::vector<Id>& records, double dx, double dy);

/// One entry of the table of edits: what recorders, cases and the command line call by name.
struct Function {
    std::string_view name;
    std::string_view label;  ///< as the history shows it
    Result<> (*apply)(Transaction& transaction, const Catalog& catalog, const json::Object& arguments);
};

/// Every function above that changes a design, by name ("set_param", "add_component", ...).
std::span<const Function> functions();

/// Does {"do": "set_param", ...}; an unknown name or a missing argument is a diagnostic.
Result<> perform(Transaction& transaction, const Catalog& catalog, const json::Object& edit);

}  // namespace headroom::edit
