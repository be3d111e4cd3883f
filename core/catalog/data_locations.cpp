#include <cstdlib>
#include <filesystem>

#include "core/catalog/catalog.h"
#include "core/catalog/messages.h"

namespace headroom::catalog {

namespace {

namespace fs = std::filesystem;

bool holdsData(const fs::path& directory) {
    std::error_code error;
    return fs::is_directory(directory / "behaviors", error);
}

std::string fromEnvironment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

/// ../share/headroom seen from the running program; empty where the system does not tell.
fs::path besideExecutable() {
    std::error_code error;
    const fs::path executable = fs::canonical("/proc/self/exe", error);
    return error ? fs::path() : executable.parent_path().parent_path() / "share" / "headroom";
}

Result<std::string> findDataDirectory(const std::string& override) {
    const std::string variable = fromEnvironment("HEADROOM_DATA");
    // Who names a folder wants that one, and must hear when it is the wrong one.
    if (const std::string& named = override.empty() ? variable : override; !named.empty()) {
        return holdsData(named) ? Result<std::string>(named)
                                : failure(makeDiagnostic(messages, "data-invalid", named));
    }
    std::string tried;
    for (const fs::path& place : {besideExecutable(), fs::path(HEADROOM_INSTALL_DATA)}) {
        if (!place.empty() && holdsData(place)) {
            return place.string();
        }
        tried += (tried.empty() ? "looked in " : " and ") + place.string();
    }
    return failure(makeDiagnostic(messages, "data-missing", "", {{"tried", tried}}));
}

/// The XDG base directory rule: an unset, empty or relative value counts as ~/.local/share.
std::vector<std::string> ownKindDirectories() {
    fs::path base = fromEnvironment("XDG_DATA_HOME");
    if (!base.is_absolute()) {
        const fs::path home = fromEnvironment("HOME");
        if (!home.is_absolute()) {
            return {};
        }
        base = home / ".local" / "share";
    }
    return {(base / "headroom" / "kinds").string()};
}

}  // namespace

Result<DataLocations> findData(const std::string& override) {
    auto directory = findDataDirectory(override);
    if (!directory) {
        return failure(directory.error());
    }
    return DataLocations{std::move(*directory), ownKindDirectories()};
}

Result<Catalog> loadInstalled(const std::string& override) {
    const auto locations = findData(override);
    return locations ? Catalog::load(locations->dataDirectory, locations->kindDirectories)
                     : failure(locations.error());
}

}  // namespace headroom::catalog
