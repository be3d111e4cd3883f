#pragma once

#include "core/cases/members.h"

/// The lists of a step.
namespace headroom::cases {

/// A number; its name is added to `names`.
Number readNumber(format::Reading& reading, const json::Value& value, const std::string& where,
                  Members::Names& names);
Claim readClaim(format::Reading& reading, const json::Value& value, const std::string& where,
                const Members::Names& names);
Question readQuestion(format::Reading& reading, const json::Value& value, const std::string& where,
                      const Members::Names& names);

}  // namespace headroom::cases
