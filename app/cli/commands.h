#pragma once

#include "app/cli/arguments.h"
#include "app/cli/outcome.h"

/// The commands, one file each.
namespace headroom::cli {

Outcome runSolve(const Arguments& arguments);
Outcome runValidate(const Arguments& arguments);
Outcome runKinds(const Arguments& arguments);
Outcome runSchema(const Arguments& arguments);
Outcome runExport(const Arguments& arguments);
Outcome runReplay(const Arguments& arguments);
Outcome runSweep(const Arguments& arguments);
Outcome runSimulate(const Arguments& arguments);

}  // namespace headroom::cli
