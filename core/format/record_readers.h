#pragma once

#include "core/format/reading.h"
#include "core/model/extents.h"
#include "core/model/records.h"

/// One record of each table from JSON. What is wrong goes to `reading`; the answer then means nothing.
/// `where` is the place by index, until the id is known.
namespace headroom::format {

model::Component readComponent(Reading& reading, const json::Value& value, const std::string& where);
model::Connection readConnection(Reading& reading, const json::Value& value, const std::string& where);
model::Group readGroup(Reading& reading, const json::Value& value, const std::string& where);
model::Note readNote(Reading& reading, const json::Value& value, const std::string& where);

/// Checks the members of `params` and of objects within: those in `specs` against their declaration; others
/// get a notice that nobody knows them.
void checkParams(Reading& reading, const json::Object& params, const std::vector<catalog::ParamSpec>& specs,
                 const std::string& where);

using model::farthest;
using model::longestLabel;
using model::longestNote;

}  // namespace headroom::format
