#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace headroom::cli {

/// The command line, read but not yet believed: numbers and pointers are still text, because CLI11 would read
/// them by the locale.
struct Arguments {
    std::string command;  ///< one of commandNames(); empty with `help` or `version` only
    std::string file;     ///< a path, or "-"
    std::string output;   ///< --to
    std::string theme = "light";
    std::string data;  ///< --data; empty: found beside the program
    std::optional<std::string> load;
    std::string vary;                                       ///< --vary
    std::optional<std::string> step;                        ///< --step
    std::optional<std::string> explain;                     ///< --explain
    std::optional<std::string> seconds;                     ///< --seconds
    std::optional<std::string> seed;                        ///< --seed
    std::optional<std::string> replications;                ///< --replications
    std::optional<std::string> traces;                      ///< --traces
    std::optional<std::string> precision;                   ///< --precision
    std::optional<std::string> mostSeconds;                 ///< --max-seconds
    std::string loadCsv;                                    ///< --load-csv
    std::vector<std::pair<std::string, std::string>> sets;  ///< --set: pointer and value
    bool json = false;
    bool check = false;
    bool whatIf = false;  ///< --what-if
    bool coldStart = false;
    bool connections = false;
    std::optional<std::string> help;  ///< asked for --help or --version: print this and be done
};

/// Reads the command line. Errors are wrong usage: the option or command, and the one that was perhaps meant.
Result<Arguments> readArguments(int argc, const char* const* argv);

}  // namespace headroom::cli
