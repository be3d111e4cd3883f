#include "widgets/canvas/canvas.h"

#include <QPainter>
#include <QStyle>
#include <algorithm>
#include <cmath>

#include "core/edit/edits.h"
#include "widgets/canvas/accessible_canvas.h"
#include "widgets/canvas/canvas_parts.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/canvas/overlay.h"
#include "widgets/canvas/tools/key_wire_tool.h"
#include "widgets/canvas/walk.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

constexpr double zoomStep = 1.25;
constexpr double fitMargin = 48;
constexpr double fitShare = 0.06;  // of a small canvas, the margin takes no more

double marginFor(const QSize& size) {
    return std::min(fitMargin, fitShare * std::min(size.width(), size.height()));
}

}  // namespace

std::array<QPointF, 4> CanvasGeometry::handles(const QString& component) const {
    const QRectF card = components.value(component);
    constexpr double gap = 8;
    return {QPointF(card.left() - gap, card.center().y()), QPointF(card.center().x(), card.top() - gap),
            QPointF(card.right() + gap, card.center().y()), QPointF(card.center().x(), card.bottom() + gap)};
}

Canvas::Canvas(Document& document, const render::Theme& theme, QWidget* parent) : QWidget(parent) {
    parts_ = std::make_unique<Parts>(*this, document, theme);
    setObjectName(QStringLiteral("canvas"));
    setAccessibleName(tr("Canvas"));
    setMouseTracking(true);
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    installAccessibleCanvas();
    Board& board = parts_->board;
    connect(&board, &Board::refused, this, &Canvas::refused);
    connect(&board, &Board::wireDropped, this, &Canvas::offerEndOfWire);
    connect(&parts_->insert, &QuickInsert::chosen, this, &Canvas::insertChosen);
    connect(&parts_->insert, &QuickInsert::dismissed, this, [this] {
        parts_->wireFrom.clear();
        update();
    });
    connect(&board, &Board::said, this, &Canvas::statusMessage);
    connect(&board, &Board::toolChanged, this, [this] { parts_->refreshCursor(); });
    connect(&parts_->start, &StartPanel::chosen, this, &Canvas::starterRequested);
    connect(&document, &Document::designChanged, this, [this] { parts_->refreshStart(); });
    connect(&document, &Document::designReplaced, this, [this] { parts_->refreshStart(); });
    const bool still = qEnvironmentVariableIsSet("HEADROOM_REDUCED_MOTION") ||
                       style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    setMotion(!still);
    parts_->refreshStart();
}

Canvas::~Canvas() = default;

void Canvas::setTheme(const render::Theme& theme) {
    parts_->board.setTheme(theme);
    parts_->start.setTheme(theme);
    parts_->insert.setTheme(theme);
}

void Canvas::setStarters(const QList<Starter>& starters) {
    parts_->start.setStarters(starters);
    parts_->refreshStart();
}

void Canvas::setMotion(bool motion) {
    parts_->motion = motion;
    parts_->layer.setChevrons(!motion);
    parts_->board.outdateAll();
    parts_->refreshDots();
}

bool Canvas::motion() const {
    return parts_->motion;
}

double Canvas::zoom() const {
    return parts_->board.view().scale();
}

void Canvas::setZoom(double zoom) {
    parts_->zoomAt(zoom / this->zoom(), QRectF(rect()).center());
}

void Canvas::zoomIn() {
    setZoom(zoom() * zoomStep);
}

void Canvas::zoomOut() {
    setZoom(zoom() / zoomStep);
}

void Canvas::resetZoom() {
    setZoom(1);
}

void Canvas::fit() {
    ViewTransform view = parts_->board.view();
    parts_->fittedDrawing = qtRect(parts_->board.layout().bounds());
    view.fit(parts_->fittedDrawing, size(), marginFor(size()));
    parts_->board.setView(view);
    parts_->fittedView = view;
    emit zoomChanged(zoom());
}

void Canvas::zoomToSelection() {
    const QRectF bounds = parts_->board.boundsOf(parts_->board.document().selection());
    if (!bounds.isNull()) {
        ViewTransform view = parts_->board.view();
        view.fit(bounds, size(), fitMargin * 2);
        parts_->board.setView(view);
        emit zoomChanged(zoom());
    }
}

void Canvas::reveal(const QSet<QString>& ids) {
    const QRectF bounds = parts_->board.boundsOf(ids);
    if (bounds.isNull() || rect().isEmpty()) {
        return;
    }
    ViewTransform view = parts_->board.view();
    const QRectF seen = QRectF(rect()).adjusted(24, 24, -24, -24);
    const QRectF there = view.toView(bounds);
    if (seen.contains(there)) {
        return;
    }
    if (there.width() > seen.width() || there.height() > seen.height()) {
        view.fit(bounds, size(), fitMargin);
        parts_->board.setView(view);
        emit zoomChanged(zoom());
        return;
    }
    const double right =
        std::max(0.0, seen.left() - there.left()) - std::max(0.0, there.right() - seen.right());
    const double down =
        std::max(0.0, seen.top() - there.top()) - std::max(0.0, there.bottom() - seen.bottom());
    view.panBy(QPointF(right, down).toPoint());
    parts_->board.setView(view);
}

void Canvas::startRename(const QString& id) {
    QString target = id;
    if (target.isEmpty() && parts_->board.document().selection().size() == 1) {
        target = *parts_->board.document().selection().begin();
    }
    if (!target.isEmpty()) {
        reveal({target});
        if (parts_->board.design().notes().contains(target.toStdString())) {
            parts_->note.open(target);
        } else {
            parts_->name.open(target);
        }
    }
}

void Canvas::startConnection() {
    const QString from = parts_->onlySelectedComponent();
    if (from.isEmpty()) {
        emit statusMessage(tr("Select one component to connect it with another"));
        return;
    }
    setFocus();
    parts_->board.begin(std::make_unique<KeyWireTool>(parts_->board, from));
}

void Canvas::selectAll() {
    QSet<QString> ids;
    const model::Design& design = parts_->board.design();
    const auto add = [&](const auto& table) {
        for (const auto& record : table) {
            ids.insert(toQt(record->id));
        }
    };
    add(design.components());
    add(design.connections());
    add(design.groups());
    add(design.notes());
    parts_->board.document().setSelection(ids);
}

void Canvas::deleteSelection() {
    std::vector<Id> ids;
    for (const QString& id : parts_->board.document().selection()) {
        ids.push_back(id.toStdString());
    }
    if (ids.empty()) {
        return;
    }
    std::sort(ids.begin(), ids.end());
    const QString name =
        ids.size() == 1 ? tr("Delete %1").arg(toQt(ids.front())) : tr("Delete %1 things").arg(ids.size());
    parts_->board.perform(
        name, [&](model::Transaction& t) { return edit::remove(t, parts_->board.document().catalog(), ids); },
        QRectF(rect()).center());
}

void Canvas::undo() {
    parts_->board.cancel();
    parts_->finishEditing();
    parts_->showChangesOf([this] { parts_->board.document().undo(); });
}

void Canvas::redo() {
    parts_->board.cancel();
    parts_->finishEditing();
    parts_->showChangesOf([this] { parts_->board.document().redo(); });
}

CanvasGeometry Canvas::geometryReport() const {
    CanvasGeometry report;
    const Board& board = parts_->board;
    for (const auto& component : board.design().components()) {
        report.components.insert(toQt(component->id),
                                 board.view().toView(qtRect(layout::cardRect(*component))));
    }
    for (std::size_t i = 0; i < board.design().connections().size(); ++i) {
        report.connections.insert(
            toQt(board.design().connections()[i].id),
            board.view().toView(qtPoint(layout::labelAnchor(board.layout().routes()[i].points))));
    }
    return report;
}

QStringList Canvas::accessibleComponents() const {
    return readingOrder(parts_->board.design());
}

QString Canvas::accessibleComponentName(const QString& id) const {
    const Board& board = parts_->board;
    const auto component = board.design().components().find(id.toStdString());
    if (!component) {
        return {};
    }
    QStringList words{kindLabel(toQt(component->kind))};
    if (!component->label.empty()) {
        words.prepend(toQt(component->label));
    }
    const auto results = board.document().shown();
    const auto result = results->components.find(component->id);
    if (result != results->components.end()) {
        words << toQt(results::statusName(result->second.status));
    }
    return words.join(QStringLiteral(", "));
}

bool Canvas::isComponentSelected(const QString& id) const {
    return parts_->board.isSelected(id);
}

QPointF Canvas::toView(const QPointF& scene) const {
    return parts_->board.view().toView(scene);
}

QPointF Canvas::toScene(const QPointF& view) const {
    return parts_->board.view().toScene(view);
}

void Canvas::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    parts_->layer.paint(painter, event->rect(), devicePixelRatioF());
    painter.setRenderHint(QPainter::Antialiasing);
    parts_->dots.paint(painter, event->rect());
    parts_->paintOverlays(painter);
}

}  // namespace headroom::widgets
