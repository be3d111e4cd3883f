#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/model/transaction.h"

/// What the edit functions share. Not for other folders.
namespace headroom::edit {

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

}  // namespace headroom::edit
