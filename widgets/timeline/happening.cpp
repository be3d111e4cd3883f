#include "widgets/timeline/happening.h"

#include <QStringList>

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

/// What it is about: one thing, or the two places that no longer hear each other.
std::vector<Id> subjectsOf(const json::Object& event) {
    std::vector<Id> ids;
    for (const auto* name : {"component", "group", "connection"}) {
        if (const json::Value* id = event.find(name)) {
            ids.emplace_back(id->text());
        }
    }
    const json::Value* between = event.find("between");
    const json::Array* list = between != nullptr ? between->array() : nullptr;
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        ids.emplace_back((*list)[i].text());
    }
    return ids;
}

std::vector<Happening::Amount> amountsOf(const catalog::Catalog& catalog, const json::Object& event) {
    std::vector<Happening::Amount> amounts;
    const auto* fields = fieldsOfEvents(catalog);
    for (std::size_t i = 0; fields != nullptr && i < fields->size(); ++i) {
        const catalog::ParamSpec& spec = (*fields)[i];
        const bool number =
            spec.type == catalog::ParamType::number || spec.type == catalog::ParamType::integer;
        const auto value = numberIn(event, spec.name);
        if (number && value && spec.name != "at_s" && spec.name != "for_s") {
            amounts.push_back({&spec, *value});
        }
    }
    return amounts;
}

bool isInstant(std::string_view type) {
    return type == "flush_cache" || type == "expire_keys";
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
                            .subject = {},
                            .atS = numberIn(*event, "at_s").value_or(0),
                            .forS = numberIn(*event, "for_s"),
                            .instant = isInstant(type->text()),
                            .amounts = amountsOf(document.catalog(), *event)};
        QStringList names;
        for (const Id& id : subjectsOf(*event)) {
            happening.subject = happening.subject.empty() ? id : happening.subject;
            names.append(shownName(document.design(), document.catalog(), id));
        }
        if (!names.isEmpty()) {
            happening.what += QStringLiteral(" · ") + names.join(QStringLiteral(" – "));
        }
        all.push_back(std::move(happening));
    }
    return all;
}

}  // namespace headroom::widgets
