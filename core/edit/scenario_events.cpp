#include "core/edit/edits.h"
#include "core/edit/support.h"

namespace headroom::edit {

namespace {

constexpr std::string_view member = "events";

json::Array eventsOf(const model::Design& design) {
    const json::Value* events = design.document().scenario.find(member);
    const json::Array* list = events != nullptr ? events->array() : nullptr;
    return list != nullptr ? *list : json::Array();
}

Result<> put(Transaction& transaction, const Catalog& catalog, json::Array events) {
    return setScenario(transaction, catalog, std::string(member),
                       events.empty() ? json::Value() : json::Value(std::move(events)));
}

/// What an event names has to be there; whether its other members make sense is checked where it is put.
Result<> checkNames(const model::Design& design, const json::Object& event) {
    for (const auto* name : {"component", "group", "connection"}) {
        const json::Value* id = event.find(name);
        if (id != nullptr && !design.hasId(id->text())) {
            return refuse("no-record", "/scenario/events", {{"id", printable(id->text(), 80)}});
        }
    }
    return {};
}

Result<json::Array> eventsWith(const model::Design& design, std::size_t place) {
    json::Array events = eventsOf(design);
    if (place >= events.size() || events[place].object() == nullptr) {
        return refuse("no-event", "/scenario/events", {{"place", std::to_string(place)}});
    }
    return events;
}

}  // namespace

Result<> addEvent(Transaction& transaction, const Catalog& catalog, const json::Object& event) {
    if (const auto known = checkNames(transaction.design(), event); !known) {
        return known;
    }
    json::Array events = eventsOf(transaction.design());
    events.emplace_back(event);
    return put(transaction, catalog, std::move(events));
}

Result<> setEvent(Transaction& transaction, const Catalog& catalog, std::size_t place,
                  const std::string& name, const json::Value& value) {
    auto events = eventsWith(transaction.design(), place);
    if (!events) {
        return failure(events.error());
    }
    json::Object& event = *(*events)[place].object();
    if (value.isNull()) {
        event.erase(name);
    } else {
        event.set(name, value);
    }
    if (const auto known = checkNames(transaction.design(), event); !known) {
        return known;
    }
    return put(transaction, catalog, std::move(*events));
}

Result<> removeEvent(Transaction& transaction, const Catalog& catalog, std::size_t place) {
    auto events = eventsWith(transaction.design(), place);
    if (!events) {
        return failure(events.error());
    }
    events->erase(events->begin() + static_cast<std::ptrdiff_t>(place));
    return put(transaction, catalog, std::move(*events));
}

}  // namespace headroom::edit
