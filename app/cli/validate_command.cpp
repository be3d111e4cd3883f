#include "app/cli/commands.h"
#include "app/cli/open_design.h"
#include "core/json/writer.h"

namespace headroom::cli {

namespace {

std::string counted(std::size_t number, const std::string& noun) {
    return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string verdictText(const Arguments& arguments, const model::Design& design) {
    return printable(shownFile(arguments.file), 4096) + ": valid, " +
           counted(design.components().size(), "component") + ", " +
           counted(design.connections().size(), "connection") + "\n";
}

std::string verdictJson(const model::Design& design) {
    return json::write(json::Object{{"valid", true},
                                    {"components", static_cast<std::uint64_t>(design.components().size())},
                                    {"connections", static_cast<std::uint64_t>(design.connections().size())},
                                    {"error", nullptr}});
}

std::string refusalJson(const Diagnostic& problem) {
    return json::write(json::Object{{"valid", false},
                                    {"components", nullptr},
                                    {"connections", nullptr},
                                    {"error", json::Object{{"rule", problem.code},
                                                           {"where", problem.where},
                                                           {"text", problem.text},
                                                           {"hint", problem.hint}}}});
}

}  // namespace

Outcome runValidate(const Arguments& arguments) {
    const auto opened = openDesign(arguments);
    if (opened) {
        return Answer{arguments.json ? verdictJson(opened->design) : verdictText(arguments, opened->design),
                      opened->remarks};
    }
    const bool aboutTheFile = !opened.error().file.empty();
    if (!arguments.json || !aboutTheFile) {
        return tl::unexpected(opened.error());
    }
    return Answer{refusalJson(opened.error().diagnostic), "", opened.error()};
}

}  // namespace headroom::cli
