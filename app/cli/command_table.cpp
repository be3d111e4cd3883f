#include "app/cli/command_table.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "app/cli/commands.h"

namespace headroom::cli {

namespace {

constexpr std::array<CommandInfo, 8> commands{{
    {.name = "solve",
     .summary = "Compute the steady state of a design",
     .details = "Prints rates, utilizations, latencies and costs; --json prints all of them.\n"
                "  headroom-cli solve design.json --load 3 --set /components/web/params/instances=8\n"
                "  headroom-cli solve design.json --explain web",
     .run = runSolve,
     .takesFile = true,
     .answers = true,
     .changesLoad = true,
     .checks = true},
    {.name = "simulate",
     .summary = "Replay a design request by request",
     .details = "Prints what solve prints, measured, and --json the 95 % intervals and series too. The same "
                "seed\ngives the same answer. Ctrl-C prints what there is.\n"
                "  headroom-cli simulate design.json --seconds 60 --seed 1 --replications 4",
     .run = runSimulate,
     .takesFile = true,
     .answers = true,
     .changesLoad = true,
     .simulates = true},
    {.name = "sweep",
     .summary = "Compute a design at many values of one thing",
     .details = "Prints a line for each value; :log spaces them by the same factor.\n"
                "  headroom-cli sweep design.json --vary /scenario/load_factor=0.5..8:9:log\n"
                "  headroom-cli sweep design.json --vary /components/web/params/instances=1..8",
     .run = runSweep,
     .takesFile = true,
     .answers = true,
     .changesLoad = true,
     .varies = true},
    {.name = "validate",
     .summary = "Check a design file without computing it",
     .details = "Ends with 0 for a valid file and 3 for one that is not.",
     .run = runValidate,
     .takesFile = true,
     .answers = true},
    {.name = "kinds",
     .summary = "List the kinds of components",
     .details = "--json tells every parameter with its unit, default and range too.",
     .run = runKinds,
     .answers = true},
    {.name = "schema",
     .summary = "Print the JSON Schema of design files",
     .details = "Made from the kinds that are installed here.",
     .run = runSchema},
    {.name = "export",
     .summary = "Draw a design into a PNG, SVG or PDF file",
     .details = "The suffix of --to says which. Needs no display.\n"
                "  headroom-cli export design.json --to design.svg --theme dark",
     .run = runExport,
     .takesFile = true,
     .changesLoad = true,
     .writesPicture = true},
    {.name = "replay",
     .summary = "Play a worked case and check its claims",
     .details = "Ends with 1 where a claim does not hold. --step N tells one step with its narration.\n"
                "  headroom-cli replay designs/url-shortener/case.json --step 3",
     .run = runReplay,
     .takesFile = true,
     .answers = true,
     .takesStep = true},
}};

}  // namespace

std::span<const CommandInfo> commandTable() {
    return commands;
}

const CommandInfo& commandInfo(std::string_view name) {
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const CommandInfo& info) { return info.name == name; });
    assert(found != commands.end());
    return *found;
}

}  // namespace headroom::cli
