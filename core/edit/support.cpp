#include "core/edit/support.h"

#include <algorithm>
#include <cmath>

#include "core/base/utf8.h"

namespace headroom::edit {

namespace {

std::string namesOf(const std::vector<catalog::ParamSpec>& specs) {
    std::string out;
    for (const auto& spec : specs) {
        out += (out.empty() ? "" : ", ") + spec.name;
    }
    return out.empty() ? "nothing to set" : out;
}

/// Whole numbers are kept whole, so that 4 and 4.0 are one text in the file.
json::Value normalized(const catalog::ParamSpec& spec, const json::Value& value) {
    constexpr double exactlyWhole = 9007199254740992.0;  // 2^53
    const double number = value.number();
    if (value.isNumber() && std::abs(number) < exactlyWhole && number == std::floor(number) &&
        (spec.type == catalog::ParamType::integer || spec.type == catalog::ParamType::number)) {
        return static_cast<std::int64_t>(number);
    }
    return value;
}

void setOrErase(json::Object& params, const std::string& name, const json::Value& value) {
    if (value.isNull()) {
        params.erase(name);
    } else {
        params.set(name, value);
    }
}

}  // namespace

std::string shownName(const model::Component& component, const catalog::Catalog& catalog) {
    if (!component.label.empty()) {
        return component.label;
    }
    const catalog::Kind* kind = catalog.kind(component.kind);
    return kind != nullptr ? kind->label : component.id;
}

Result<Id> newId(const model::Design& design, std::string_view stem, const Id& wanted) {
    if (wanted.empty()) {
        return freshId(stem, [&](std::string_view candidate) { return design.hasId(candidate); });
    }
    if (!isValidId(wanted) || design.hasId(wanted)) {
        return refuse("id-taken", "", {{"id", printable(wanted, 80)}});
    }
    return wanted;
}

Result<model::Component> componentOf(const model::Design& design, const Id& id) {
    const auto found = design.components().find(id);
    return found ? Result<model::Component>(*found) : refuse("no-component", "", {{"id", printable(id, 80)}});
}

Result<model::Connection> connectionOf(const model::Design& design, const Id& id) {
    const auto found = design.connections().find(id);
    return found ? Result<model::Connection>(*found)
                 : refuse("no-connection", "", {{"id", printable(id, 80)}});
}

Result<> setChecked(json::Object& params, const std::vector<catalog::ParamSpec>& specs,
                    const std::string& path, const json::Value& value, const std::string& where) {
    const auto slash = path.find('/');
    const std::string name = path.substr(0, slash);
    const catalog::ParamSpec* spec = catalog::findSpec(specs, name);
    if (spec == nullptr) {
        return refuse("no-parameter", where, {{"name", printable(name, 60)}, {"present", namesOf(specs)}});
    }
    const std::string here = where + "/" + name;
    if (slash != std::string::npos) {
        const json::Value& now = catalog::effective(*spec, params);
        json::Object inner = now.isObject() ? *now.object() : json::Object();
        const auto set = setChecked(inner, spec->fields, path.substr(slash + 1), value, here);
        if (!set) {
            return set;
        }
        params.set(name, std::move(inner));
        return {};
    }
    const json::Value wanted = normalized(*spec, value);
    if (!wanted.isNull()) {
        if (const auto legal = catalog::check(*spec, wanted, here); !legal) {
            return legal;
        }
    }
    setOrErase(params, name, wanted);
    return {};
}

bool isLegalFrame(const model::Rect& frame) {
    const auto within = [](double place) { return std::abs(place) <= model::farthest; };
    return within(frame.x) && within(frame.y) && within(frame.x + frame.w) && within(frame.y + frame.h) &&
           frame.w > 0 && frame.h > 0;
}

Result<> checkPlace(model::Point place) {
    const bool legal = isLegalFrame({place.x, place.y, model::cardWidth, model::cardHeight});
    return legal ? Result<>() : refuse("place-too-far", "");
}

model::Rect frameOf(const model::Component& component) {
    return {component.position.x, component.position.y, component.size.w, component.size.h};
}

bool isFreelySized(const model::Component& component, const catalog::Catalog& catalog) {
    const catalog::Kind* kind = catalog.kind(component.kind);
    return kind != nullptr && kind->shape != catalog::Shape::card;
}

model::Rect united(const model::Rect& a, const model::Rect& b) {
    const double x = std::min(a.x, b.x);
    const double y = std::min(a.y, b.y);
    return {x, y, std::max(a.x + a.w, b.x + b.w) - x, std::max(a.y + a.h, b.y + b.h) - y};
}

model::Rect moved(const model::Rect& frame, double dx, double dy) {
    return {frame.x + dx, frame.y + dy, frame.w, frame.h};
}

void movePoints(json::Object& params, double dx, double dy) {
    json::Value* points = params.find("points");
    json::Array* list = points == nullptr ? nullptr : points->array();
    if (list == nullptr) {
        return;
    }
    for (json::Value& point : *list) {
        if (json::Object* at = point.object(); at != nullptr && at->contains("x") && at->contains("y")) {
            at->set("x", at->find("x")->number() + dx);
            at->set("y", at->find("y")->number() + dy);
        }
    }
}

void recordRevision(Transaction& transaction, const catalog::Kind& kind) {
    model::Document document = transaction.design().document();
    if (!document.catalog.contains(kind.id)) {
        document.catalog.set(kind.id, kind.revision);
        transaction.setDocument(std::move(document));
    }
}

model::Workload firstWorkload(Id id) {
    return {std::move(id), json::Object{{"op", "read"}, {"rps", 100}}};
}

std::set<Id> withMembers(const model::Design& design, const std::vector<Id>& records) {
    std::set<Id> out(records.begin(), records.end());
    std::vector<Id> waiting(records.begin(), records.end());
    while (!waiting.empty()) {
        const Id group = waiting.back();
        waiting.pop_back();
        if (!design.groups().contains(group)) {
            continue;
        }
        for (const auto& inner : design.groups()) {
            if (inner->parent == group && out.insert(inner->id).second) {
                waiting.push_back(inner->id);
            }
        }
        for (const auto& component : design.components()) {
            if (component->group == group) {
                out.insert(component->id);
            }
        }
    }
    return out;
}

Result<> checkLength(const std::string& text, std::size_t most) {
    const bool legal = utf8::firstBroken(text) == std::string_view::npos && utf8::length(text) <= most;
    return legal ? Result<>() : refuse("text-too-long", "", {{"most", std::to_string(most)}});
}

}  // namespace headroom::edit
