#pragma once

#include <span>
#include <string_view>

#include "app/cli/outcome.h"

namespace headroom::cli {

struct Arguments;

/// What a command does, what it takes on its command line, and what its help says.
struct CommandInfo {
    std::string_view name;
    std::string_view summary;
    std::string_view details;  ///< further lines of the help
    Outcome (*run)(const Arguments& arguments) = nullptr;
    bool takesFile = false;
    bool answers = false;        ///< --json
    bool changesLoad = false;    ///< --load, --set
    bool checks = false;         ///< --check, --connections, --explain
    bool writesPicture = false;  ///< --to, --theme
    bool varies = false;         ///< --vary
    bool takesStep = false;      ///< --step; the file is a case
    bool simulates = false;      ///< --seconds, --seed, --replications, --connections
};

/// Every command there is, in the order of the help.
std::span<const CommandInfo> commandTable();

/// The command of this name; there must be one.
const CommandInfo& commandInfo(std::string_view name);

}  // namespace headroom::cli
