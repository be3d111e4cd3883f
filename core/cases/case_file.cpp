#include "core/cases/case_file.h"

#include "core/cases/case_reader.h"
#include "core/json/reader.h"

namespace headroom::cases {

Result<LoadedCase> read(std::string_view text, const catalog::Catalog& catalog) {
    const auto value = json::parse(text);
    if (!value) {
        return failure(value.error());
    }
    return CaseReader(catalog).read(*value);
}

Result<LoadedCase> readFile(const std::string& path, const catalog::Catalog& catalog) {
    const auto text = json::readFile(path);
    return text ? read(*text, catalog) : failure(text.error());
}

bool looksLikeCase(std::string_view text) {
    const auto value = json::parse(text);
    const json::Object* object = value ? value->object() : nullptr;
    const json::Value* format = object == nullptr ? nullptr : object->find("format");
    return format != nullptr && format->text() == formatName;
}

}  // namespace headroom::cases
