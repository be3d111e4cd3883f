#include "core/format/design_file.h"

#include "core/format/design_reader.h"
#include "core/format/messages.h"
#include "core/json/reader.h"

namespace headroom::format {

namespace {

Result<Loaded> readValue(const json::Value& value, Reading reading) {
    model::Design design = DesignReader(reading).read(value);
    if (reading.failed()) {
        return failure(reading.problem());
    }
    return Loaded{std::move(design), reading.notices()};
}

}  // namespace

Result<Loaded> fromJson(const json::Value& value, const catalog::Catalog& catalog) {
    return readValue(value, Reading(catalog));
}

Result<Loaded> read(std::string_view text, const catalog::Catalog& catalog) {
    const auto value = json::parse(text);
    return value ? fromJson(*value, catalog) : failure(value.error());
}

Result<Loaded> readFile(const std::string& path, const catalog::Catalog& catalog) {
    const auto text = json::readFile(path);
    return text ? read(*text, catalog) : failure(text.error());
}

Result<model::Design> withValue(const model::Design& design, const catalog::Catalog& catalog,
                                const json::Pointer& pointer, json::Value value) {
    if (pointer.steps().empty()) {
        return failure(makeDiagnostic(messages, "pointer-readonly", ""));
    }
    json::Value whole = toJson(design);
    if (const auto done = json::assign(whole, pointer, std::move(value)); !done) {
        return failure(done.error());
    }
    auto loaded = readValue(whole, Reading(catalog, pointer.text()));
    return loaded ? Result<model::Design>(std::move(loaded->design)) : failure(loaded.error());
}

Result<> save(const std::string& path, const model::Design& design) {
    return saveFile(path, write(design));
}

}  // namespace headroom::format
