#include <algorithm>
#include <array>

#include "core/edit/arguments.h"
#include "core/edit/edits.h"

namespace headroom::edit {

namespace {

Result<> callAddComponent(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const std::string kind = a.text("kind");
    const model::Point position{a.number("x"), a.number("y")};
    return a.then([&] { return addComponent(t, catalog, kind, position, a.optionalText("id")); });
}

Result<> callConnect(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const Id from = a.text("from");
    const Id to = a.text("to");
    return a.then(
        [&] { return connect(t, catalog, from, to, a.optionalText("kind"), a.optionalText("id")); });
}

Result<> callReconnect(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const Id connection = a.text("connection");
    const Id from = a.text("from");
    const Id to = a.text("to");
    return a.then([&] { return reconnect(t, catalog, connection, from, to); });
}

Result<> callSetParam(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const Id record = a.record();
    const std::string param = a.text("param");
    const json::Value value = a.value("value");
    const std::string workload = a.optionalText("workload");
    return a.then([&] {
        return workload.empty() ? setParam(t, catalog, record, param, value)
                                : setWorkloadParam(t, catalog, record, workload, param, value);
    });
}

Result<> callSetCapacity(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const Id component = a.text("component");
    const double rps = a.number("rps");
    return a.then([&] { return setCapacity(t, catalog, component, rps); });
}

Result<> callApplyPreset(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const Id component = a.text("component");
    const std::string preset = a.text("preset");
    return a.then([&] { return applyPreset(t, catalog, component, preset); });
}

Result<> callAddWorkload(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const Id component = a.text("component");
    return a.then([&] { return addWorkload(t, catalog, component, a.optionalText("id")); });
}

Result<> callRemoveWorkload(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const Id component = a.text("component");
    const Id workload = a.text("workload");
    return a.then([&] { return removeWorkload(t, component, workload); });
}

Result<> callRename(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const bool wholeDesign = !object.contains("component") && !object.contains("group");
    const Id record = wholeDesign ? Id() : a.record();
    const std::string name = a.text("name");
    return a.then([&] { return rename(t, record, name); });
}

Result<> callMoveBy(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const std::vector<Id> records = a.ids("records");
    const double dx = a.number("dx");
    const double dy = a.number("dy");
    return a.then([&] { return moveBy(t, records, dx, dy); });
}

Result<> callRemove(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const std::vector<Id> records = a.ids("records");
    return a.then([&] { return remove(t, catalog, records); });
}

Result<> callDuplicate(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const std::vector<Id> records = a.ids("records");
    const double dx = a.number("dx");
    const double dy = a.number("dy");
    return a.then([&] { return duplicate(t, catalog, records, dx, dy); });
}

Result<> callSplice(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const Id component = a.text("component");
    const Id connection = a.text("connection");
    return a.then([&] { return splice(t, catalog, component, connection); });
}

Result<> callReplaceKind(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const Id component = a.text("component");
    const std::string kind = a.text("kind");
    return a.then([&] { return replaceKind(t, catalog, component, kind); });
}

Result<> callAlign(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const std::vector<Id> records = a.ids("records");
    const std::string edge = a.text("edge");
    return a.then([&] { return align(t, records, edge); });
}

Result<> callDistribute(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const std::vector<Id> records = a.ids("records");
    const std::string axis = a.text("axis");
    return a.then([&] { return distribute(t, records, axis); });
}

Result<> callBringToFront(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const std::vector<Id> records = a.ids("records");
    return a.then([&] { return bringToFront(t, records); });
}

Result<> callWrapInGroup(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const std::vector<Id> records = a.ids("records");
    const std::string kind = a.text("kind");
    return a.then([&] { return wrapInGroup(t, catalog, records, kind); });
}

Result<> callReorder(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const Id connection = a.text("connection");
    return a.then([&] { return reorder(t, connection, a.optionalText("before")); });
}

Result<> callAddGroup(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const std::string kind = a.text("kind");
    const model::Rect frame = a.frame();
    return a.then([&] { return addGroup(t, catalog, kind, frame, a.optionalText("id")); });
}

Result<> callSetGroup(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const Id record = a.text("record");
    const auto group = a.optionalId("into");
    return a.then([&] { return setGroup(t, record, group); });
}

Result<> callAddNote(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const model::Rect frame = a.frame();
    const std::string text = a.text("text");
    return a.then([&] { return addNote(t, frame, text, a.optionalText("id")); });
}

Result<> callSetNote(Transaction& t, const Catalog& /*catalog*/, const json::Object& object) {
    Arguments a(object);
    const Id note = a.text("note");
    const std::string text = a.text("text");
    return a.then([&] { return setNote(t, note, text); });
}

Result<> callResize(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const Id record = a.record();
    const model::Rect frame = a.frame();
    return a.then([&] { return resize(t, catalog, record, frame); });
}

Result<> callSetScenario(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const std::string param = a.text("param");
    const json::Value value = a.value("value");
    return a.then([&] { return setScenario(t, catalog, param, value); });
}

Result<> callAddEvent(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const json::Value event = a.value("event");
    const json::Object empty;
    return a.then([&] { return addEvent(t, catalog, event.object() != nullptr ? *event.object() : empty); });
}

Result<> callSetEvent(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const auto place = static_cast<std::size_t>(std::clamp(a.number("place"), 0.0, 1e9));
    const std::string param = a.text("param");
    const json::Value value = a.value("value");
    return a.then([&] { return setEvent(t, catalog, place, param, value); });
}

Result<> callRemoveEvent(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const auto place = static_cast<std::size_t>(std::clamp(a.number("place"), 0.0, 1e9));
    return a.then([&] { return removeEvent(t, catalog, place); });
}

Result<> callSetObjectives(Transaction& t, const Catalog& catalog, const json::Object& object) {
    Arguments a(object);
    const json::Value list = a.value("objectives");
    const json::Array empty;
    return a.then([&] { return setObjectives(t, catalog, list.isArray() ? *list.array() : empty); });
}

constexpr std::array<Function, 29> table{{
    {"add_component", "Add component", callAddComponent},
    {"connect", "Connect", callConnect},
    {"reconnect", "Reconnect", callReconnect},
    {"set_param", "Change setting", callSetParam},
    {"set_capacity", "Set capacity", callSetCapacity},
    {"apply_preset", "Apply preset", callApplyPreset},
    {"add_workload", "Add workload", callAddWorkload},
    {"remove_workload", "Remove workload", callRemoveWorkload},
    {"rename", "Rename", callRename},
    {"move_by", "Move", callMoveBy},
    {"remove", "Delete", callRemove},
    {"duplicate", "Duplicate", callDuplicate},
    {"splice", "Put in between", callSplice},
    {"replace_kind", "Change kind", callReplaceKind},
    {"align", "Align", callAlign},
    {"distribute", "Distribute", callDistribute},
    {"bring_to_front", "Bring to front", callBringToFront},
    {"wrap_in_group", "Frame the selection", callWrapInGroup},
    {"reorder", "Change order of calls", callReorder},
    {"add_group", "Add frame", callAddGroup},
    {"set_group", "Change group", callSetGroup},
    {"add_note", "Add note", callAddNote},
    {"set_note", "Edit note", callSetNote},
    {"resize", "Resize", callResize},
    {"set_scenario", "Change scenario", callSetScenario},
    {"add_event", "Let something happen", callAddEvent},
    {"set_event", "Change what happens", callSetEvent},
    {"remove_event", "Let it not happen", callRemoveEvent},
    {"set_objectives", "Change objectives", callSetObjectives},
}};

}  // namespace

std::span<const Function> functions() {
    return table;
}

Result<> perform(Transaction& transaction, const Catalog& catalog, const json::Object& edit) {
    const std::string name = Arguments(edit).optionalText("do");
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const Function& function) { return function.name == name; });
    if (found == table.end()) {
        std::string present;
        for (const Function& function : table) {
            present += (present.empty() ? "" : ", ") + std::string(function.name);
        }
        return refuse("no-edit", "", {{"name", printable(name, 60)}, {"present", present}});
    }
    return found->apply(transaction, catalog, edit);
}

}  // namespace headroom::edit
