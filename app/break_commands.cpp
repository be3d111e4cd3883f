#include "app/break_commands.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "app/banner.h"
#include "app/edit_commands.h"
#include "app/main_window.h"
#include "app/session.h"
#include "core/edit/edits.h"
#include "widgets/common/names.h"
#include "widgets/timeline/timeline_panel.h"

namespace headroom::app {

namespace {

std::vector<Id> breakable(const MainWindow& window, bool sources) {
    std::vector<Id> ids = window.edits().components();
    std::erase_if(ids, [&](const Id& id) {
        const auto component = window.session().design().components().find(id);
        const catalog::Behavior* behavior = window.session().catalog().behaviorOfKind(component->kind);
        return behavior == nullptr || !behavior->computed || behavior->originates != sources;
    });
    return ids;
}

QString stepName(const MainWindow& window, const std::vector<Id>& ids) {
    const QString who =
        ids.size() == 1
            ? widgets::shownName(window.session().design(), window.session().catalog(), ids.front())
            : QCoreApplication::translate("Break", "%1 components").arg(ids.size());
    return QCoreApplication::translate("Break", "Break %1").arg(who);
}

}  // namespace

bool canBreak(const MainWindow& window, bool sources) {
    return !breakable(window, sources).empty();
}

void breakSelected(MainWindow& window, const std::string& type, const std::string& member, double value) {
    constexpr double third = 1.0 / 3;
    const std::vector<Id> ids = breakable(window, type == "spike");
    const double seconds = std::max(1.0, std::round(window.timeline().seconds() * third));
    const auto done =
        window.session().perform(stepName(window, ids), [&](model::Transaction& transaction) -> Result<> {
            for (const Id& id : ids) {
                json::Object event{{"type", type}, {"component", id}, {"at_s", seconds}, {"for_s", seconds}};
                if (!member.empty()) {
                    event.set(member, value);
                }
                if (auto added = edit::addEvent(transaction, window.session().catalog(), event); !added) {
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
