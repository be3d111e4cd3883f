#include "core/catalog/declarations.h"

#include <algorithm>
#include <filesystem>

#include "core/catalog/member_reader.h"
#include "core/catalog/messages.h"
#include "core/json/reader.h"

namespace headroom::catalog {

namespace {

namespace fs = std::filesystem;

Result<json::Value> readValue(const std::string& path) {
    auto value = json::parseFile(path);
    if (!value) {
        Diagnostic problem = value.error();
        problem.where = problem.where.empty() ? path : path + ", " + problem.where;
        return failure(std::move(problem));
    }
    return value;
}

Diagnostic notA(std::string_view what, const json::Value& found, const std::string& path) {
    return makeDiagnostic(messages, "value-mismatch", path,
                          {{"found", std::string(found.typeName())}, {"expected", std::string(what)}});
}

const json::Object* findNamed(const json::Object& file, std::string_view name) {
    const json::Value* params = file.find("params");
    const json::Array* list = params == nullptr ? nullptr : params->array();
    if (list == nullptr) {
        return nullptr;
    }
    const auto found = std::find_if(list->begin(), list->end(), [&](const json::Value& item) {
        const json::Value* itemName = item.isObject() ? item.object()->find("name") : nullptr;
        return itemName != nullptr && itemName->text() == name && !item.object()->contains("like");
    });
    return found == list->end() ? nullptr : found->object();
}

}  // namespace

Result<json::Object> readObject(const std::string& path) {
    auto value = readValue(path);
    if (!value) {
        return failure(value.error());
    }
    return value->isObject() ? Result<json::Object>(std::move(*value->object()))
                             : failure(notA("an object", *value, path));
}

Result<json::Array> readList(const std::string& path) {
    auto value = readValue(path);
    if (!value) {
        return failure(value.error());
    }
    return value->isArray() ? Result<json::Array>(std::move(*value->array()))
                            : failure(notA("a list", *value, path));
}

Result<std::map<std::string, json::Object, std::less<>>> readFolder(const std::string& path) {
    std::map<std::string, json::Object, std::less<>> out;
    std::error_code error;
    for (auto entry = fs::directory_iterator(path, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        if (entry->path().extension() != ".json") {
            continue;
        }
        auto object = readObject(entry->path().string());
        if (!object) {
            return failure(object.error());
        }
        out.emplace(entry->path().stem().string(), std::move(*object));
    }
    if (error) {
        return failure(makeDiagnostic(messages, "folder-unreadable", path, {{"reason", error.message()}}));
    }
    return out;
}

json::Object merged(json::Object base, const json::Object& changes) {
    for (const auto& member : changes) {
        base.set(member.first, member.second);
    }
    return base;
}

Result<> resolveLikes(std::map<std::string, json::Object, std::less<>>& files, const std::string& folder) {
    for (auto& [name, file] : files) {
        json::Value* params = file.find("params");
        if (params == nullptr || !params->isArray()) {
            continue;
        }
        for (json::Value& item : *params->array()) {
            const json::Value* like = item.isObject() ? item.object()->find("like") : nullptr;
            if (like == nullptr) {
                continue;
            }
            const std::string_view target = like->text();
            const auto slash = std::min(target.find('/'), target.size());
            const auto source = files.find(target.substr(0, slash));
            const json::Object* base = source == files.end() || slash == target.size()
                                           ? nullptr
                                           : findNamed(source->second, target.substr(slash + 1));
            if (base == nullptr) {
                return failure(makeDiagnostic(messages, "name-unknown",
                                              placeIn(folder + "/" + name + ".json"),
                                              {{"what", "declaration"},
                                               {"name", printable(target, 60)},
                                               {"known", "file/name of a full declaration"}}));
            }
            json::Object whole = merged(*base, *item.object());
            whole.erase("like");
            item = json::Value(std::move(whole));
        }
    }
    return {};
}

}  // namespace headroom::catalog
