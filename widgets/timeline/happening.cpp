#include "widgets/timeline/happening.h"

#include "widgets/common/names.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

const std::vector<catalog::ParamSpec>* fieldsOfEvents(const catalog::Catalog& catalog) {
    const catalog::ParamSpec* list = catalog::findSpec(catalog.recordParams("scenario"), "events");
    return list != nullptr && !list->fields.empty() ? &list->fields.front().fields : nullptr;
}

QString labelOf(const catalog::Catalog& catalog, std::string_view type) {
    const auto* fields = fieldsOfEvents(catalog);
    const catalog::ParamSpec* spec = fields != nullptr ? catalog::findSpec(*fields, "type") : nullptr;
    if (spec != nullptr) {
        for (const catalog::Option& option : spec->options) {
            if (option.value == type) {
                return toQt(option.label);
            }
        }
    }
    return toQt(std::string(type));
}

std::optional<double> numberIn(const json::Object& event, std::string_view name) {
    const json::Value* value = event.find(name);
    return value != nullptr && value->isNumber() ? std::optional(value->number()) : std::nullopt;
}

Id subjectOf(const json::Object& event) {
    for (const auto* name : {"component", "group", "connection"}) {
        if (const json::Value* id = event.find(name)) {
            return Id(id->text());
        }
    }
    return {};
}

}  // namespace

std::vector<Happening> happeningsOf(const Document& document) {
    std::vector<Happening> all;
    const json::Value* events = document.design().document().scenario.find("events");
    const json::Array* list = events != nullptr ? events->array() : nullptr;
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const json::Object* event = (*list)[i].object();
        const json::Value* type = event != nullptr ? event->find("type") : nullptr;
        if (type == nullptr) {
            continue;
        }
        Happening happening{.place = i,
                            .what = labelOf(document.catalog(), type->text()),
                            .subject = subjectOf(*event),
                            .atS = numberIn(*event, "at_s").value_or(0),
                            .forS = numberIn(*event, "for_s")};
        if (!happening.subject.empty()) {
            happening.what +=
                QStringLiteral(" · ") + shownName(document.design(), document.catalog(), happening.subject);
        }
        all.push_back(std::move(happening));
    }
    return all;
}

}  // namespace headroom::widgets
