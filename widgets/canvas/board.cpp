#include "widgets/canvas/board.h"

#include <QTimer>
#include <QWidget>

#include "core/render/shown_figures.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/canvas/tools/tool.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

/// How far painting reaches beyond a card and a line.
constexpr double cardOverhang = 28;
constexpr double lineOverhang = 16;
/// How far a pill reaches beyond its line.
constexpr QSizeF pillReach(180, 80);
constexpr int refusalMs = 3500;

}  // namespace

Board::Board(Document& document, const render::Theme& theme, QWidget& surface)
    : document_(document),
      theme_(theme),
      surface_(surface),
      layout_(document.design()),
      painted_(document.shown()) {
    connect(&document, &Document::designChanged, this, &Board::followDesign);
    connect(&document, &Document::designReplaced, this, &Board::replaceDesign);
    connect(&document, &Document::selectionChanged, this, &Board::followSelection);
    connect(&document, &Document::resultsChanged, this, &Board::followResults);
    connect(&document, &Document::momentChanged, this, [this] {
        followResults();
        surface_.update();  // what says so
    });
    rememberLines();
}

Board::~Board() = default;

void Board::setTheme(const render::Theme& theme) {
    theme_ = theme;
    outdateAll();
}

QSizeF Board::size() const {
    return surface_.size();
}

void Board::setView(const ViewTransform& view) {
    if (view == view_) {
        return;
    }
    view_ = view;
    surface_.update();
    emit viewChanged();
}

Hit Board::hitAt(const QPointF& view) const {
    const QSet<QString>& selection = document_.selection();
    return hitTest().at(view_.toScene(view), handlesOf_,
                        selection.size() == 1 ? *selection.begin() : QString());
}

void Board::setHovered(const Hit& hit) {
    if (hit == hovered_) {
        return;
    }
    outdateRecord(hovered_.id);
    hovered_ = hit;
    outdateRecord(hovered_.id);
    if (hit.what == Hit::What::card || hit.what == Hit::What::handle) {
        showHandles(hit.id);
    } else if (!hit.isLine()) {
        showHandles({});
    }
}

void Board::showHandles(const QString& component) {
    if (component != handlesOf_) {
        handlesOf_ = component;
        surface_.update();
    }
}

QRectF Board::boundsOf(const QSet<QString>& ids) const {
    QRectF all;
    for (const QString& id : ids) {
        const std::string key = id.toStdString();
        if (const auto component = design().components().find(key)) {
            all |= qtRect(layout::cardRect(*component));
        } else if (const layout::Route* route = layout_.route(key)) {
            all |= qtRect(layout::grown(layout::bounds(route->points), 1));
        } else if (const auto group = design().groups().find(key)) {
            all |= qtRect(group->frame);
        } else if (const auto note = design().notes().find(key)) {
            all |= qtRect(note->frame);
        }
    }
    return all;
}

bool Board::perform(const QString& name, const Document::Edit& edit, const QPointF& where) {
    const Result<> done = document_.perform(name, edit);
    if (!done) {
        const Diagnostic& why = done.error();
        refuse(toQt(why.hint.empty() ? why.text : why.text + "; " + why.hint), where);
    }
    return done.has_value();
}

void Board::refuse(const QString& reason, const QPointF& where) {
    refusal_ = reason;
    refusedAt_ = where;
    surface_.update();
    emit refused(reason);
    QTimer::singleShot(refusalMs, this, [this, reason] {
        if (refusal_ == reason) {
            clearRefusal();
        }
    });
}

void Board::clearRefusal() {
    if (!refusal_.isEmpty()) {
        refusal_.clear();
        surface_.update();
    }
}

void Board::begin(std::unique_ptr<Tool> tool) {
    cancel();
    clearRefusal();
    tool_ = std::move(tool);
    emit toolChanged();
    surface_.update();
}

void Board::finish() {
    finished_ = std::move(tool_);
    emit said({});
    emit toolChanged();
    surface_.update();
}

bool Board::cancel() {
    if (!tool_) {
        return false;
    }
    tool_->cancel();
    finish();
    return true;
}

QRegion Board::takeOutdated() {
    return std::exchange(outdated_, {});
}

void Board::outdate(const QRectF& scene) {
    const QRect pixels = view_.toView(scene).toAlignedRect().adjusted(-2, -2, 2, 2);
    outdated_ += pixels;
    surface_.update(pixels);
}

void Board::outdateAll() {
    outdated_ = QRect(QPoint(0, 0), surface_.size());
    surface_.update();
}

void Board::outdateLine(std::size_t place) {
    outdate(lines_[place]);
    if (!hasPill(toQt(design().connections()[place].id))) {
        return;
    }
    outdate(lines_[place].adjusted(-pillReach.width(), -pillReach.height(), pillReach.width(),
                                   pillReach.height()));
}

/// Whether there is one, or was until now.
bool Board::hasPill(const QString& connection) const {
    return isSelected(connection) || selected_.contains(connection) || hovered_.id == connection;
}

void Board::outdateRecord(const QString& id) {
    const std::string key = id.toStdString();
    if (design().connections().contains(key)) {
        outdateLine(design().connections().positionOf(key));
    } else if (!id.isEmpty()) {
        const QRectF around = boundsOf({id});
        if (!around.isNull()) {
            outdate(around.adjusted(-cardOverhang, -cardOverhang, cardOverhang, cardOverhang));
        }
    }
}

void Board::rememberLines() {
    lines_.resize(layout_.routes().size());
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        lines_[i] = qtRect(layout::grown(layout::bounds(layout_.routes()[i].points), lineOverhang));
    }
}

void Board::followDesign(const model::ChangeSet& changes) {
    const std::vector<std::size_t>& moved = layout_.update(design());
    bool onlyChanges = lines_.size() == layout_.routes().size();
    const auto outdateChange = [&](const auto& change, const auto& rectOf) {
        onlyChanges = onlyChanges && change.before && change.after;
        for (const auto& record : {change.before, change.after}) {
            if (record) {
                outdate(qtRect(layout::grown(rectOf(*record), cardOverhang)));
            }
        }
    };
    const auto frameOf = [](const auto& record) { return record.frame; };
    for (const auto& change : changes.components()) {
        outdateChange(change, layout::cardRect);
    }
    for (const auto& change : changes.groups()) {
        outdateChange(change, frameOf);
    }
    for (const auto& change : changes.notes()) {
        outdateChange(change, frameOf);
    }
    for (const auto& change : changes.connections()) {
        onlyChanges = onlyChanges && change.before && change.after;
    }
    if (!onlyChanges) {  // places in the tables have shifted
        rememberLines();
        outdateAll();
        keepSelectionAlive();
        return;
    }
    for (const std::size_t place : moved) {
        outdateLine(place);
        lines_[place] = qtRect(layout::grown(layout::bounds(layout_.routes()[place].points), lineOverhang));
        outdateLine(place);
    }
    for (const auto& change : changes.connections()) {
        outdateRecord(toQt(change.id()));
    }
}

/// Only what would be seen to change is painted again: most edits leave most figures as they are written.
void Board::followResults() {
    const auto now = document_.shown();
    const auto find = [](const auto& all, const Id& id) {
        const auto found = all.find(id);
        return found == all.end() ? nullptr : &found->second;
    };
    const auto same = [](const auto* a, const auto* b) {
        return a == b || (a != nullptr && b != nullptr && *a == *b);
    };
    for (const auto& component : design().components()) {
        const auto* before = find(painted_->components, component->id);
        const auto* after = find(now->components, component->id);
        if (!same(before, after) && render::cardFigures(before) != render::cardFigures(after)) {
            outdate(qtRect(layout::grown(layout::cardRect(*component), cardOverhang)));
        }
    }
    for (std::size_t i = 0; i < design().connections().size(); ++i) {
        const Id& id = design().connections()[i].id;
        const auto* before = find(painted_->connections, id);
        const auto* after = find(now->connections, id);
        // A pill also says what share of its caller's requests come this way.
        if (hasPill(toQt(id)) ||
            (!same(before, after) && render::wireFigures(before) != render::wireFigures(after))) {
            outdateLine(i);
        }
    }
    painted_ = now;
}

void Board::replaceDesign() {
    tool_.reset();
    emit toolChanged();
    painted_ = document_.shown();
    hovered_ = {};
    handlesOf_.clear();
    layout_.update(design());
    rememberLines();
    keepSelectionAlive();
    outdateAll();
}

void Board::keepSelectionAlive() {
    QSet<QString> alive;
    for (const QString& id : document_.selection()) {
        if (design().hasId(id.toStdString())) {
            alive.insert(id);
        }
    }
    if (!design().hasId(hovered_.id.toStdString())) {
        hovered_ = {};
        handlesOf_.clear();
    }
    document_.setSelection(alive);
}

void Board::followSelection() {
    for (const QString& id : selected_ | document_.selection()) {
        if (selected_.contains(id) != document_.selection().contains(id)) {
            outdateRecord(id);
        }
    }
    selected_ = document_.selection();
}

}  // namespace headroom::widgets
