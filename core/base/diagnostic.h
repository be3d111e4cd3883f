#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headroom {

enum class Severity { info, warning, error };

/// "info", "warning" or "error".
std::string_view severityName(Severity severity);

/// The English wording of one diagnostic code. `{name}` is replaced by the argument of that name.
struct MessageTemplate {
    std::string_view code;
    std::string_view text;
    std::string_view hint;  ///< what would be right, or what to do next; may be empty
};

using MessageArguments = std::vector<std::pair<std::string, std::string>>;

/// Something to tell a person: a code with named arguments (so that it can be worded in another
/// language), and its English wording. The one type for command line and window.
struct Diagnostic {
    std::string code;
    Severity severity = Severity::error;
    std::string where;  ///< a JSON pointer by id, a file or an option; may be empty
    std::string text;
    std::string hint;
    MessageArguments arguments;
    const MessageTemplate* message = nullptr;  ///< the row that words it; tables live as long as the program

    /// The same said with other arguments, such as names instead of ids. Each that `message` names must be
    /// there.
    [[nodiscard]] Diagnostic reworded(MessageArguments with) const;

    /// "where: text; hint" on one line, without control characters; parts that are empty are left out.
    [[nodiscard]] std::string line() const;
};

/// Words `code` from `table`. An unknown code is a programmer's mistake: it asserts, and reads as the code
/// itself.
Diagnostic makeDiagnostic(std::span<const MessageTemplate> table, std::string_view code, std::string where,
                          MessageArguments arguments = {}, Severity severity = Severity::error);

/// `text` fit for one line of a terminal or label: control characters and broken UTF-8 become
/// U+FFFD, what is longer than `maxBytes` is cut at a character and gets an ellipsis.
std::string printable(std::string_view text, std::size_t maxBytes = 200);

}  // namespace headroom
