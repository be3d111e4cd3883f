#include "core/engine/solver/network.h"

#include "core/engine/param_reader.h"
#include "core/model/places.h"

namespace headroom::engine::solver {

namespace {

constexpr double fromSourceMs = 30;
constexpr double withoutGroupsMs = 0.3;
constexpr double betweenGroupsMs = 60;

double withinMs(const std::string& groupKind) {
    if (groupKind == "rack") {
        return 0.1;
    }
    return groupKind == "zone" ? 0.3 : 1.0;
}

// What `a` says of its way to `b`.
std::optional<double> namedMs(const catalog::Catalog& catalog, const model::Group& a, const Id& b) {
    const ParamReader reader(catalog.recordParams("group"), a.params);
    const json::Value* list = reader.value("latency_ms");
    if (list == nullptr || list->array() == nullptr) {
        return std::nullopt;
    }
    for (const json::Value& entry : *list->array()) {
        const json::Object* pair = entry.object();
        const json::Value* to = pair != nullptr ? pair->find("to") : nullptr;
        if (to != nullptr && to->text() == b) {
            const json::Value* ms = pair->find("ms");
            return ms != nullptr ? ms->number(betweenGroupsMs) : betweenGroupsMs;
        }
    }
    return std::nullopt;
}

}  // namespace

double defaultLatencyMs(const model::Design& design, const catalog::Catalog& catalog,
                        const model::Component& from, const model::Component& to, bool fromSource) {
    if (fromSource) {
        return fromSourceMs;
    }
    const auto ours = model::groupsAround(design, from);
    const auto theirs = model::groupsAround(design, to);
    if (ours.empty() || theirs.empty()) {
        return withoutGroupsMs;
    }
    for (const auto& a : ours) {
        for (const auto& b : theirs) {
            if (a->id == b->id) {
                return withinMs(a->kind);
            }
        }
    }
    for (const auto& a : ours) {
        for (const auto& b : theirs) {
            const auto there = namedMs(catalog, *a, b->id);
            if (const auto ms = there ? there : namedMs(catalog, *b, a->id)) {
                return *ms;
            }
        }
    }
    return betweenGroupsMs;
}

}  // namespace headroom::engine::solver
