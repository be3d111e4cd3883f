#include "app/edit_commands.h"

#include <QCursor>
#include <cmath>
#include <map>

#include "app/banner.h"
#include "app/clipboard.h"
#include "app/main_window.h"
#include "app/session.h"
#include "core/edit/edits.h"
#include "core/model/extents.h"
#include "widgets/canvas/canvas.h"
#include "widgets/common/text.h"

namespace headroom::app {

using widgets::toQt;

namespace {

constexpr double gridStep = 8;
constexpr double gap = 24;

double onGrid(double place) {
    return std::round(place / gridStep) * gridStep;
}

/// The middle of what is pasted goes to the pointer, or to the middle of the view.
model::Point cornerFor(const model::Rect& extent, const widgets::Canvas& canvas) {
    const QPointF pointer = canvas.mapFromGlobal(QCursor::pos());
    const bool over = canvas.underMouse() && canvas.rect().contains(pointer.toPoint());
    const QPointF middle = canvas.toScene(over ? pointer : QRectF(canvas.rect()).center());
    return {onGrid(middle.x() - extent.w / 2), onGrid(middle.y() - extent.h / 2)};
}

/// Where nothing covers another: one gap further for each card whose corner is already there.
model::Point aside(model::Point corner, const model::Design& design) {
    const auto taken = [&](const model::Point& place) {
        for (const auto& component : design.components()) {
            if (component->position == place) {
                return true;
            }
        }
        return false;
    };
    while (taken(corner)) {
        corner = {corner.x + gap, corner.y + gap};
    }
    return corner;
}

/// Every setting that both kinds have: what is set there is set here, what is at its default there is so
/// here.
Result<> giveSettings(model::Transaction& transaction, const catalog::Catalog& catalog,
                      const model::Component& from, const Id& to) {
    const auto target = transaction.design().components().find(to);
    const catalog::Kind* own = catalog.kind(target->kind);
    const catalog::Kind* other = catalog.kind(from.kind);
    if (own == nullptr || other == nullptr) {
        return {};
    }
    for (const catalog::ParamSpec& spec : own->params) {
        const bool about = catalog::findSpec(catalog.recordParams("component"), spec.name) != nullptr;
        if (spec.hidden || about || catalog::findSpec(other->params, spec.name) == nullptr) {
            continue;
        }
        const json::Value* value = from.params.find(spec.name);
        const json::Value wanted = value != nullptr ? *value : json::Value();
        if (catalog::check(spec, wanted.isNull() ? spec.defaultValue : wanted, "")) {
            if (const auto done = edit::setParam(transaction, catalog, to, spec.name, wanted); !done) {
                return done;
            }
        }
    }
    return {};
}

}  // namespace

EditCommands::EditCommands(MainWindow& window) : QObject(&window), window_(window) {}

std::vector<Id> EditCommands::placed() const {
    const model::Design& design = window_.session().design();
    std::vector<Id> out;
    const auto add = [&](const auto& table) {
        for (const auto& record : table) {
            if (window_.session().selection().contains(toQt(record->id))) {
                out.push_back(record->id);
            }
        }
    };
    add(design.groups());
    add(design.components());
    add(design.notes());
    return out;
}

std::vector<Id> EditCommands::components() const {
    std::vector<Id> out;
    for (const auto& component : window_.session().design().components()) {
        if (window_.session().selection().contains(toQt(component->id))) {
            out.push_back(component->id);
        }
    }
    return out;
}

QString EditCommands::named(const QString& one, const QString& several) const {
    const std::vector<Id> ids = placed();
    return ids.size() == 1 ? one.arg(toQt(ids.front())) : several.arg(ids.size());
}

bool EditCommands::perform(const QString& name, const widgets::Document::Edit& edit) {
    const auto done = window_.session().perform(name, edit);
    if (!done) {
        window_.banner().say(done.error());
    }
    return done.has_value();
}

void EditCommands::select(const std::vector<Id>& ids) {
    QSet<QString> selection;
    for (const Id& id : ids) {
        if (!window_.session().design().connections().contains(id)) {
            selection.insert(toQt(id));
        }
    }
    window_.session().setSelection(selection);
    window_.canvas().reveal(selection);
}

void EditCommands::copy() {
    const std::vector<Id> ids = placed();
    if (ids.empty()) {
        return;
    }
    const Session& session = window_.session();
    putOnClipboard(edit::closed(edit::pick(session.design(), ids), session.catalog()));
}

void EditCommands::cut() {
    const std::vector<Id> ids = placed();
    if (ids.empty()) {
        return;
    }
    copy();
    const model::Design part = edit::pick(window_.session().design(), ids);
    std::vector<Id> gone;
    for (const auto& group : part.groups()) {
        gone.push_back(group->id);
    }
    for (const auto& component : part.components()) {
        gone.push_back(component->id);
    }
    for (const auto& note : part.notes()) {
        gone.push_back(note->id);
    }
    perform(named(tr("Cut %1"), tr("Cut %1 things")),
            [&](model::Transaction& t) { return edit::remove(t, window_.session().catalog(), gone); });
}

void EditCommands::paste() {
    const auto& catalog = window_.session().catalog();
    const auto fragment = takeFromClipboard(catalog);
    if (!fragment) {
        window_.banner().say(fragment.error());
        return;
    }
    const auto extent = edit::extentOf(*fragment);
    const model::Point corner =
        extent ? aside(cornerFor(*extent, window_.canvas()), window_.session().design()) : model::Point();
    std::vector<Id> added;
    const bool done = perform(tr("Paste"), [&](model::Transaction& t) -> Result<> {
        auto ids = edit::paste(t, catalog, *fragment, corner);
        if (!ids) {
            return failure(ids.error());
        }
        added = std::move(*ids);
        return {};
    });
    if (done) {
        select(added);
    }
}

void EditCommands::pasteSettings() {
    const auto& catalog = window_.session().catalog();
    const auto fragment = takeFromClipboard(catalog);
    if (!fragment) {
        window_.banner().say(fragment.error());
        return;
    }
    if (fragment->components().empty()) {
        window_.banner().say(Severity::info, tr("Copy the component whose settings are wanted first."));
        return;
    }
    const model::Component from = fragment->components()[0];
    perform(tr("Paste settings"), [&](model::Transaction& t) {
        for (const Id& id : components()) {
            if (auto done = giveSettings(t, catalog, from, id); !done) {
                return done;
            }
        }
        return Result<>();
    });
}

void EditCommands::duplicate() {
    const std::vector<Id> ids = placed();
    const auto extent = edit::extentOf(edit::pick(window_.session().design(), ids));
    if (!extent) {
        return;
    }
    std::vector<Id> added;
    const bool done =
        perform(named(tr("Duplicate %1"), tr("Duplicate %1 things")), [&](model::Transaction& t) -> Result<> {
            auto made = edit::duplicate(t, window_.session().catalog(), ids, 0, onGrid(extent->h + gap));
            if (!made) {
                return failure(made.error());
            }
            added = std::move(*made);
            return {};
        });
    if (done) {
        select(added);
    }
}

void EditCommands::align(const std::string& edge) {
    perform(tr("Align %1 things").arg(placed().size()),
            [&](model::Transaction& t) { return edit::align(t, placed(), edge); });
}

void EditCommands::distribute(const std::string& axis) {
    perform(tr("Distribute %1 things").arg(placed().size()),
            [&](model::Transaction& t) { return edit::distribute(t, placed(), axis); });
}

void EditCommands::bringToFront() {
    perform(named(tr("Bring %1 to front"), tr("Bring %1 things to front")),
            [&](model::Transaction& t) { return edit::bringToFront(t, placed()); });
}

void EditCommands::replaceKind(const std::string& kind) {
    QStringList dropped;
    const QString label = toQt(window_.session().catalog().kind(kind)->label);
    const bool done = perform(tr("Replace by %1").arg(label), [&](model::Transaction& t) -> Result<> {
        for (const Id& id : components()) {
            auto lost = edit::replaceKind(t, window_.session().catalog(), id, kind);
            if (!lost) {
                return failure(lost.error());
            }
            for (const std::string& name : *lost) {
                dropped.append(toQt(name));
            }
        }
        return {};
    });
    dropped.removeDuplicates();
    if (done && !dropped.isEmpty()) {
        window_.banner().say(Severity::info,
                             tr("%1 has no place for: %2.").arg(label, dropped.join(QStringLiteral(", "))));
    }
}

void EditCommands::selectConnected() {
    const model::Design& design = window_.session().design();
    QSet<QString> reached = window_.session().selection();
    std::multimap<Id, Id> neighbours;  // of a component its wires, of a wire its ends
    for (const auto& wire : design.connections()) {
        for (const Id& end : {wire->from, wire->to}) {
            neighbours.emplace(end, wire->id);
            neighbours.emplace(wire->id, end);
        }
    }
    QStringList waiting(reached.begin(), reached.end());
    while (!waiting.isEmpty()) {
        const auto [first, last] = neighbours.equal_range(waiting.takeLast().toStdString());
        for (auto next = first; next != last; ++next) {
            const QString id = toQt(next->second);
            if (!reached.contains(id)) {
                reached.insert(id);
                waiting.append(id);
            }
        }
    }
    window_.session().setSelection(reached);
}

}  // namespace headroom::app
