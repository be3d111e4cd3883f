#pragma once

#include <string_view>

#include "core/base/result.h"

namespace headroom::cli {

/// Makes writing to a closed pipe an error instead of a death, and keeps files that are opened later
/// from taking the place of a closed standard stream. Called once, first of all.
void prepareStandardStreams();

/// Writes all of `text` to standard output. The error says why it could not: a full disk, a closed pipe.
Result<> printOut(std::string_view text);

/// The same for standard error, where nothing is left to complain to.
void printError(std::string_view text);

/// True where standard output is a terminal that wants colours (NO_COLOR and TERM=dumb say no).
bool colourWanted();

}  // namespace headroom::cli
