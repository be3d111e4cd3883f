#include "core/format/fragment_text.h"

#include "core/format/design_file.h"
#include "core/format/messages.h"
#include "core/format/version.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/model/transaction.h"

namespace headroom::format {

namespace {

tl::unexpected<Diagnostic> notAFragment() {
    return failure(makeDiagnostic(messages, "fragment-strange", ""));
}

/// The tables and the revisions of their defaults alone.
model::Design tablesOf(const model::Design& design) {
    model::Transaction out(design);
    model::Document document;
    document.catalog = design.document().catalog;
    out.setDocument(std::move(document));
    return out.design();
}

}  // namespace

std::string writeFragment(const model::Design& fragment) {
    const json::Value whole = toJson(fragment);
    json::Object out{{"format", fragmentFormat}};
    for (const std::string_view name :
         {"version", "minor", "catalog", "components", "connections", "groups", "notes"}) {
        out.append(std::string(name), *whole.object()->find(name));
    }
    return json::write(out);
}

Result<model::Design> readFragment(std::string_view text, const catalog::Catalog& catalog) {
    if (!looksLikeFragment(text)) {
        return notAFragment();
    }
    auto value = json::parse(text);
    if (!value) {
        return failure(value.error());
    }
    json::Object* object = value->object();
    const json::Value* format = object == nullptr ? nullptr : object->find("format");
    if (format == nullptr || (format->text() != fragmentFormat && format->text() != formatName)) {
        return notAFragment();
    }
    object->set("format", formatName);
    const auto loaded = fromJson(*value, catalog);
    return loaded ? Result<model::Design>(tablesOf(loaded->design)) : failure(loaded.error());
}

bool looksLikeFragment(std::string_view text) {
    constexpr std::size_t head = 400;
    const auto start = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    return start != std::string_view::npos && text[start] == '{' &&
           text.substr(start, head).find("\"headroom.") != std::string_view::npos;
}

}  // namespace headroom::format
