#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "core/base/diagnostic.h"

namespace headroom::cli {

/// What the shell gets to see; docs/command-line.md.
enum class ExitCode {
    done = 0,
    missed = 1,        ///< --check, and an objective does not hold
    usage = 2,         ///< the command line is wrong
    invalid_file = 3,  ///< a file that cannot be read, or is no valid design
    cannot_write = 4,
    limit = 5,  ///< memory or size
};

/// Why a command stopped. Printed as one line: program, file, pointer, what is wrong, what would be right.
struct Failure {
    ExitCode code = ExitCode::usage;
    std::string file;  ///< as the person named it; empty where no file is to blame
    Diagnostic diagnostic;
};

/// What a command answers.
struct Answer {
    std::string text;     ///< for standard output
    std::string remarks;  ///< lines for standard error that do not make it a failure
    /// A verdict on what was answered, such as a missed objective.
    std::optional<Failure> verdict = std::nullopt;
};

using Outcome = tl::expected<Answer, Failure>;

/// The one line on standard error, newline included.
std::string errorLine(const Failure& failure);

/// A remark that does not stop the command, in the same form.
std::string remarkLine(const std::string& file, const Diagnostic& diagnostic);

/// `path` as messages name it: "-" is standard input.
std::string shownFile(const std::string& path);

}  // namespace headroom::cli
