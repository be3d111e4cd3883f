#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/param_spec.h"

/// Declarations while they are still JSON, where they can be merged.
namespace headroom::catalog {

/// Reads a resource file that holds one object. `where` of the diagnostic is the path.
Result<json::Object> readObject(const std::string& path);
/// The same for a file that holds a list.
Result<json::Array> readList(const std::string& path);

/// The *.json files of a folder by name without the suffix, in the order of their names.
Result<std::map<std::string, json::Object, std::less<>>> readFolder(const std::string& path);

/// How diagnostics name the place in a file.
inline std::string placeIn(const std::string& path) {
    return path + "#";
}

/// `base` with the members of `changes` over it.
json::Object merged(json::Object base, const json::Object& changes);

/// Replaces every {"like": "file/name", ...} in the `params` of these files by the declaration named, with
/// the members beside `like` over it. What is named must itself be a full declaration.
Result<> resolveLikes(std::map<std::string, json::Object, std::less<>>& files, const std::string& folder);

}  // namespace headroom::catalog
