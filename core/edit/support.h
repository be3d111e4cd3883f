#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/model/extents.h"
#include "core/model/transaction.h"

/// What the edit functions share. Not for other folders.
namespace headroom::edit {

using model::Transaction;

/// A failure worded from this folder's table (messages.cpp).
tl::unexpected<Diagnostic> refuse(std::string_view code, std::string where, MessageArguments arguments = {});

/// The name a person sees: the label, else the kind's label, else the id.
std::string shownName(const model::Component& component, const catalog::Catalog& catalog);

/// `wanted` if it is free and valid, `<stem>-<n>` where it is empty, a failure otherwise.
Result<Id> newId(const model::Design& design, std::string_view stem, const Id& wanted);

Result<model::Component> componentOf(const model::Design& design, const Id& id);
Result<model::Connection> connectionOf(const model::Design& design, const Id& id);

/// `params` with `path` set to `value`, checked against `specs`; null resets.
Result<> setChecked(json::Object& params, const std::vector<catalog::ParamSpec>& specs,
                    const std::string& path, const json::Value& value, const std::string& where);

/// Finite, of a size above 0, and no part of it farther out than a file can say.
bool isLegalFrame(const model::Rect& frame);
Result<> checkPlace(model::Point place);

/// The card of a component.
model::Rect frameOf(const model::Component& component);
/// Whether its kind lets a person choose the size.
bool isFreelySized(const model::Component& component, const catalog::Catalog& catalog);
model::Rect united(const model::Rect& a, const model::Rect& b);
model::Rect moved(const model::Rect& frame, double dx, double dy);

/// Moves the bends of a connection, which lie in the scene, not at its ends.
void movePoints(json::Object& params, double dx, double dy);

/// The first use of a kind writes the revision of its defaults into the document.
void recordRevision(Transaction& transaction, const catalog::Kind& kind);

/// A new source sends something at once, so that the first wire shows what it does.
model::Workload firstWorkload(Id id);

/// The chosen records, and what lies within the chosen groups.
std::set<Id> withMembers(const model::Design& design, const std::vector<Id>& records);

/// Refuses a text that the loader would not read back.
Result<> checkLength(const std::string& text, std::size_t most);

}  // namespace headroom::edit
