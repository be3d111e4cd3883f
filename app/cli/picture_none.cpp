#include <array>

#include "app/cli/picture.h"

namespace headroom::cli {

namespace {

constexpr std::array<MessageTemplate, 1> messages{{
    {"pictures-missing", "this build cannot draw", "build it again with Qt 6 Gui and Svg installed"},
}};

}  // namespace

Result<> writePicture(const std::string& /*path*/, const std::string& /*theme*/,
                      const model::Design& /*design*/, const catalog::Catalog& /*catalog*/,
                      const results::Results& /*results*/) {
    return failure(makeDiagnostic(messages, "pictures-missing", ""));
}

}  // namespace headroom::cli
