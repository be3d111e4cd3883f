#include "app/cli/open_design.h"

#include <array>

#include "core/base/numbers.h"
#include "core/format/design_file.h"
#include "core/format/load_csv.h"
#include "core/json/reader.h"

namespace headroom::cli {

namespace {

constexpr std::array<MessageTemplate, 1> messages{{
    {"load-number", "'{typed}' is not a number", "write it like --load 2.5"},
}};

Failure wrongUsage(const Arguments& arguments, const std::string& option, Diagnostic problem) {
    problem.where = option + (problem.where.empty() ? "" : " " + problem.where);
    return {ExitCode::usage, shownFile(arguments.file), std::move(problem)};
}

/// JSON where it is JSON, else the text itself, so that nobody has to quote a word twice.
json::Value valueOf(const std::string& text) {
    auto parsed = json::parse(text);
    return parsed ? std::move(*parsed) : json::Value(text);
}

tl::expected<model::Design, Failure> withAssignments(model::Design design, const Arguments& arguments,
                                                     const catalog::Catalog& catalog) {
    for (const auto& [name, text] : arguments.sets) {
        const auto pointer = json::Pointer::parse(name);
        if (!pointer) {
            return tl::unexpected(wrongUsage(arguments, "--set", pointer.error()));
        }
        auto changed = format::withValue(design, catalog, *pointer, valueOf(text));
        if (!changed) {
            return tl::unexpected(wrongUsage(arguments, "--set", changed.error()));
        }
        design = std::move(*changed);
    }
    return design;
}

tl::expected<model::Design, Failure> withLoad(model::Design design, const Arguments& arguments,
                                              const catalog::Catalog& catalog) {
    if (!arguments.load) {
        return design;
    }
    const auto factor = parseNumber(*arguments.load);
    if (!factor) {
        return tl::unexpected(wrongUsage(
            arguments, "--load",
            makeDiagnostic(messages, "load-number", "", {{"typed", printable(*arguments.load, 40)}})));
    }
    auto changed = format::withValue(design, catalog, json::Pointer() / "scenario" / "load_factor", *factor);
    if (!changed) {
        return tl::unexpected(wrongUsage(arguments, "--load", changed.error()));
    }
    return std::move(*changed);
}

tl::expected<model::Design, Failure> withLoadCsv(model::Design design, const Arguments& arguments,
                                                 const catalog::Catalog& catalog) {
    if (arguments.loadCsv.empty()) {
        return design;
    }
    const auto broken = [&](const Diagnostic& problem) {
        return tl::unexpected(Failure{ExitCode::invalid_file, shownFile(arguments.loadCsv), problem});
    };
    const auto text = json::readFile(arguments.loadCsv);
    if (!text) {
        return broken(text.error());
    }
    auto curve = format::readLoadCsv(*text, catalog);
    if (!curve) {
        return broken(curve.error());
    }
    auto changed =
        format::withValue(design, catalog, json::Pointer() / "scenario" / "load", std::move(*curve));
    if (!changed) {
        return broken(changed.error());
    }
    return std::move(*changed);
}

}  // namespace

tl::expected<OpenedCatalog, Failure> openCatalog(const Arguments& arguments) {
    auto catalog = catalog::loadInstalled(arguments.data);
    if (!catalog) {
        return tl::unexpected(Failure{ExitCode::invalid_file, "", catalog.error()});
    }
    std::string remarks;
    for (const Diagnostic& problem : catalog->problems()) {
        remarks += remarkLine("", problem);
    }
    return OpenedCatalog{std::move(*catalog), std::move(remarks)};
}

tl::expected<OpenedDesign, Failure> openDesign(const Arguments& arguments) {
    auto opened = openCatalog(arguments);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    auto loaded = format::readFile(arguments.file, opened->catalog);
    if (!loaded) {
        return tl::unexpected(Failure{ExitCode::invalid_file, shownFile(arguments.file), loaded.error()});
    }
    for (const Diagnostic& notice : loaded->notices) {
        opened->remarks += remarkLine(shownFile(arguments.file), notice);
    }
    auto assigned = withAssignments(std::move(loaded->design), arguments, opened->catalog);
    auto design = assigned ? withLoad(std::move(*assigned), arguments, opened->catalog) : std::move(assigned);
    design = design ? withLoadCsv(std::move(*design), arguments, opened->catalog) : std::move(design);
    if (!design) {
        return tl::unexpected(design.error());
    }
    return OpenedDesign{std::move(opened->catalog), std::move(*design), std::move(opened->remarks)};
}

}  // namespace headroom::cli
