#include <array>

#include "app/cli/commands.h"
#include "app/cli/open_design.h"
#include "app/cli/picture.h"
#include "core/engine/solver/solve.h"

namespace headroom::cli {

namespace {

constexpr std::array<MessageTemplate, 2> messages{{
    {"picture-suffix", "'{typed}' names no picture", "end it in .png, .svg or .pdf"},
    {"theme-unknown", "'{typed}' is no theme", "use light or dark"},
}};

Failure wrongUsage(std::string_view code, const std::string& option, const std::string& typed) {
    return {ExitCode::usage, "", makeDiagnostic(messages, code, option, {{"typed", printable(typed, 80)}})};
}

}  // namespace

Outcome runExport(const Arguments& arguments) {
    if (!isPictureName(arguments.output)) {
        return tl::unexpected(wrongUsage("picture-suffix", "--to", arguments.output));
    }
    if (arguments.theme != "light" && arguments.theme != "dark") {
        return tl::unexpected(wrongUsage("theme-unknown", "--theme", arguments.theme));
    }
    const auto opened = openDesign(arguments);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    const results::Results results = engine::solve(opened->design, opened->catalog);
    const auto written =
        writePicture(arguments.output, arguments.theme, opened->design, opened->catalog, results);
    if (!written) {
        return tl::unexpected(Failure{ExitCode::cannot_write, arguments.output, written.error()});
    }
    return Answer{"", opened->remarks};
}

}  // namespace headroom::cli
