#include "app/cli/commands.h"
#include "app/cli/open_design.h"
#include "core/format/design_file.h"
#include "core/json/writer.h"

namespace headroom::cli {

Outcome runSchema(const Arguments& arguments) {
    const auto opened = openCatalog(arguments);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    return Answer{json::write(format::schema(opened->catalog)), opened->remarks};
}

}  // namespace headroom::cli
