#pragma once

#include <string>

#include "app/cli/arguments.h"
#include "app/cli/outcome.h"
#include "core/catalog/catalog.h"
#include "core/model/design.h"

namespace headroom::cli {

struct OpenedCatalog {
    catalog::Catalog catalog;
    std::string remarks;  ///< kinds of a person's own that could not be read, as lines
};

struct OpenedDesign {
    catalog::Catalog catalog;
    model::Design design;
    std::string remarks;  ///< what the loader had to say, as lines
};

tl::expected<OpenedCatalog, Failure> openCatalog(const Arguments& arguments);

/// Reads the design and does --set, in the order given, and then --load and --load-csv to it. What does not
/// fit there is wrong usage, since the file itself is all right.
tl::expected<OpenedDesign, Failure> openDesign(const Arguments& arguments);

}  // namespace headroom::cli
