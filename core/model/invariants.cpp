#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

#include "core/model/design.h"

namespace headroom::model {

namespace {

constexpr std::array<MessageTemplate, 7> messages{{
    {"id-invalid", "'{id}' is not a valid id", "ids are 1 to 64 of a-z, 0-9, _ and -"},
    {"id-duplicate", "the id '{id}' is used twice", "ids are unique over the document"},
    {"workload-duplicate", "the workload id '{id}' is used twice",
     "workload ids are unique within their source"},
    {"end-dangling", "there is no component '{id}'",
     "name a component of this design, or remove the connection"},
    {"group-dangling", "there is no group '{id}'", "name a group of this design, or null"},
    {"group-cycle", "the group '{id}' lies within itself", "give one of the groups another parent"},
    {"place-not-finite", "a position or size is not finite", "positions and sizes are finite numbers"},
}};

class Checker {
  public:
    explicit Checker(const Design& design) : design_(design) {}

    std::vector<Diagnostic> run() {
        checkComponents();
        checkConnections();
        checkGroups();
        for (const auto& note : design_.notes()) {
            claim(note->id, "/notes/" + note->id);
            checkFrame(note->frame, "/notes/" + note->id);
        }
        return std::move(found_);
    }

  private:
    void report(std::string_view code, const std::string& where, const std::string& id) {
        found_.push_back(makeDiagnostic(messages, code, where, {{"id", printable(id, 80)}}));
    }

    void claim(const Id& id, const std::string& where) {
        if (!isValidId(id)) {
            report("id-invalid", where, id);
        }
        if (!ids_.insert(id).second) {
            report("id-duplicate", where, id);
        }
    }

    void checkFrame(const Rect& frame, const std::string& where) {
        if (!std::isfinite(frame.x) || !std::isfinite(frame.y) || !std::isfinite(frame.w) ||
            !std::isfinite(frame.h)) {
            report("place-not-finite", where, "");
        }
    }

    void checkGroupReference(const std::optional<Id>& group, const std::string& where) {
        if (group && !design_.groups().contains(*group)) {
            report("group-dangling", where, *group);
        }
    }

    void checkComponents() {
        for (const auto& component : design_.components()) {
            const std::string where = "/components/" + component->id;
            claim(component->id, where);
            checkFrame({component->position.x, component->position.y, component->size.w, component->size.h},
                       where);
            checkGroupReference(component->group, where + "/group");
            std::unordered_set<std::string> workloads;
            for (const Workload& workload : component->workloads) {
                if (!isValidId(workload.id)) {
                    report("id-invalid", where + "/workloads/" + workload.id, workload.id);
                }
                if (!workloads.insert(workload.id).second) {
                    report("workload-duplicate", where + "/workloads/" + workload.id, workload.id);
                }
            }
        }
    }

    void checkConnections() {
        for (const auto& connection : design_.connections()) {
            const std::string where = "/connections/" + connection->id;
            claim(connection->id, where);
            if (!design_.components().contains(connection->from)) {
                report("end-dangling", where + "/from", connection->from);
            }
            if (!design_.components().contains(connection->to)) {
                report("end-dangling", where + "/to", connection->to);
            }
        }
    }

    void checkGroups() {
        const std::unordered_set<std::string_view> cyclic = groupsWithinThemselves();
        for (const auto& group : design_.groups()) {
            const std::string where = "/groups/" + group->id;
            claim(group->id, where);
            checkFrame(group->frame, where);
            checkGroupReference(group->parent, where + "/parent");
            if (cyclic.contains(group->id)) {
                report("group-cycle", where + "/parent", group->id);
            }
        }
    }

    /// Walks up from every group once, so that a chain of a million groups costs a million steps.
    std::unordered_set<std::string_view> groupsWithinThemselves() const {
        std::unordered_set<std::string_view> cyclic;
        std::unordered_set<std::string_view> seen;
        for (const auto& start : design_.groups()) {
            std::vector<std::string_view> way;
            std::unordered_set<std::string_view> onWay;
            auto at = start;
            while (at && seen.insert(at->id).second) {
                way.push_back(at->id);
                onWay.insert(at->id);
                at = at->parent ? design_.groups().find(*at->parent) : nullptr;
            }
            if (at && onWay.contains(at->id)) {
                cyclic.insert(std::find(way.begin(), way.end(), at->id), way.end());
            }
        }
        return cyclic;
    }

    const Design& design_;
    std::unordered_set<std::string> ids_;
    std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> checkInvariants(const Design& design) {
    return Checker(design).run();
}

}  // namespace headroom::model
