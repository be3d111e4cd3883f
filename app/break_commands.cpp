#include "app/break_commands.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <set>

#include "app/banner.h"
#include "app/main_window.h"
#include "app/session.h"
#include "core/edit/edits.h"
#include "widgets/common/names.h"
#include "widgets/timeline/timeline_panel.h"

namespace headroom::app {

namespace {

constexpr double third = 1.0 / 3;

/// Something that happens, still without its time.
struct Event {
    json::Object members;
    Id about;
    bool instant = false;  ///< it does not last
};

/// Makes the events of one breakage out of what is selected.
class Breaker {
  public:
    Breaker(const MainWindow& window, Breakage what)
        : design_(window.session().design()), catalog_(window.session().catalog()), what_(what) {
        for (const QString& id : window.session().selection()) {
            selected_.insert(id.toStdString());
        }
    }

    std::vector<Event> events() {
        for (const auto& component : design_.components()) {
            if (selected_.contains(component->id)) {
                addOf(*component);
            }
        }
        for (const auto& connection : design_.connections()) {
            if (selected_.contains(connection->id)) {
                addOf(*connection);
            }
        }
        addOfGroups();
        return std::move(events_);
    }

  private:
    void add(const Id& about, json::Object members, bool instant = false) {
        events_.push_back({std::move(members), about, instant});
    }

    void addOf(const model::Component& component) {
        const catalog::Behavior* behavior = catalog_.behaviorOfKind(component.kind);
        if (behavior == nullptr || !behavior->computed) {
            return;
        }
        const Id& id = component.id;
        if (behavior->originates) {
            if (what_ == Breakage::spike) {
                add(id, {{"type", "spike"}, {"component", id}, {"factor", 4}});
            }
            return;
        }
        const double machines = machinesOf(component);
        if (what_ == Breakage::kill) {
            add(id, {{"type", "kill"}, {"component", id}});
        } else if (what_ == Breakage::killOne && machines > 1) {
            add(id, {{"type", "kill"}, {"component", id}, {"instances", 1}});
        } else if (what_ == Breakage::slow) {
            add(id, {{"type", "slow"}, {"component", id}, {"factor", 5}});
        } else if (what_ == Breakage::errors) {
            add(id, {{"type", "errors"}, {"component", id}, {"share", 0.1}});
        } else if (what_ == Breakage::scale && machines > 0) {
            add(id, {{"type", "scale"}, {"component", id}, {"instances", 2 * machines}});
        } else if (what_ == Breakage::deploy && machines > 0) {
            add(id, {{"type", "deploy"},
                     {"component", id},
                     {"style", "rolling"},
                     {"share", 0.25},
                     {"error_rate", 0.05}});
        } else if (what_ == Breakage::flush && behavior->keyed) {
            add(id, {{"type", "flush_cache"}, {"component", id}}, true);
        } else if (what_ == Breakage::expire && behavior->keyed) {
            add(id, {{"type", "expire_keys"}, {"component", id}, {"share", 0.5}}, true);
        } else if (what_ == Breakage::diskFull && behavior->stores) {
            add(id, {{"type", "disk_full"}, {"component", id}});
        }
    }

    void addOf(const model::Connection& connection) {
        if (!catalog_.isComputed(design_, connection)) {
            return;
        }
        const Id& id = connection.id;
        if (what_ == Breakage::errors) {
            add(id, {{"type", "errors"}, {"connection", id}, {"share", 0.1}});
        } else if (what_ == Breakage::refuse) {
            add(id, {{"type", "errors"}, {"connection", id}, {"share", 1}});
        } else if (what_ == Breakage::slowNetwork) {
            add(id, {{"type", "latency"}, {"connection", id}, {"add_ms", 100}});
        } else if (what_ == Breakage::cutOff) {
            const auto from = design_.components().find(connection.from);
            const auto to = design_.components().find(connection.to);
            cut(id, from->group.value_or(Id()), to->group.value_or(Id()));
        }
    }

    void addOfGroups() {
        std::vector<Id> groups;
        for (const auto& group : design_.groups()) {
            if (selected_.contains(group->id)) {
                groups.push_back(group->id);
            }
        }
        if (what_ == Breakage::down) {
            for (const Id& id : groups) {
                add(id, {{"type", "zone_down"}, {"group", id}});
            }
        } else if (what_ == Breakage::cutOff && groups.size() == 1) {
            const auto own = design_.groups().find(groups.front());
            for (const auto& other : design_.groups()) {
                if (other->parent == own->parent) {
                    cut(own->id, own->id, other->id);
                }
            }
        } else if (what_ == Breakage::cutOff && groups.size() == 2) {
            cut(groups.front(), groups.front(), groups.back());
        }
    }

    /// Only two places that lie apart can be cut from each other.
    void cut(const Id& about, const Id& one, const Id& other) {
        if (!one.empty() && !other.empty() && !within(one, other) && !within(other, one)) {
            add(about,
                {{"type", "partition"}, {"between", json::Array{json::Value(one), json::Value(other)}}});
        }
    }

    [[nodiscard]] bool within(Id group, const Id& outer) const {
        for (std::size_t steps = 0; steps <= design_.groups().size(); ++steps) {
            const auto record = design_.groups().find(group);
            if (group == outer || !record || !record->parent) {
                return group == outer;
            }
            group = *record->parent;
        }
        return false;
    }

    /// As it is set; 0 where the kind has no such number.
    [[nodiscard]] double machinesOf(const model::Component& component) const {
        const catalog::Kind* kind = catalog_.kind(component.kind);
        const auto* spec = kind != nullptr ? catalog::findSpec(kind->params, "instances") : nullptr;
        return spec != nullptr ? catalog::effective(*spec, component.params).number(1) : 0;
    }

    const model::Design& design_;
    const catalog::Catalog& catalog_;
    Breakage what_;
    std::set<Id> selected_;
    std::vector<Event> events_;
};

QString stepName(const MainWindow& window, const std::vector<Event>& events) {
    std::set<Id> about;
    for (const Event& event : events) {
        about.insert(event.about);
    }
    const QString who =
        about.size() == 1
            ? widgets::shownName(window.session().design(), window.session().catalog(), *about.begin())
            : QCoreApplication::translate("Break", "%1 parts").arg(about.size());
    return QCoreApplication::translate("Break", "Break %1").arg(who);
}

}  // namespace

bool canBreak(const MainWindow& window, Breakage what) {
    return !Breaker(window, what).events().empty();
}

void breakSelected(MainWindow& window, Breakage what) {
    std::vector<Event> events = Breaker(window, what).events();
    const double seconds = std::max(1.0, std::round(window.timeline().seconds() * third));
    const QString name = stepName(window, events);
    const auto done = window.session().perform(name, [&](model::Transaction& transaction) -> Result<> {
        for (Event& event : events) {
            event.members.set("at_s", seconds);
            if (!event.instant) {
                event.members.set("for_s", seconds);
            }
            if (auto added = edit::addEvent(transaction, window.session().catalog(), event.members); !added) {
                return added;
            }
        }
        return {};
    });
    if (!done) {
        window.banner().say(done.error());
        return;
    }
    window.runTimeline();
}

}  // namespace headroom::app
