#include "app/geometry_report.h"

#include <QEvent>
#include <QTextStream>
#include <QTimer>

#include "app/main_window.h"
#include "app/session.h"
#include "app/traffic_bar.h"
#include "app/traffic_slider.h"
#include "widgets/canvas/canvas.h"
#include "widgets/common/text.h"
#include "widgets/palette/kind_tile.h"
#include "widgets/palette/palette_panel.h"
#include "widgets/timeline/timeline_chart.h"
#include "widgets/timeline/timeline_panel.h"

namespace headroom::app {

namespace {

constexpr int settleMs = 120;

QString rectText(const QWidget& widget, const QRectF& box) {
    const qreal ratio = widget.devicePixelRatioF();
    const QPointF corner = widget.mapToGlobal(box.topLeft());
    return QStringLiteral("%1 %2 %3 %4")
        .arg(qRound(corner.x() * ratio))
        .arg(qRound(corner.y() * ratio))
        .arg(qRound(box.width() * ratio))
        .arg(qRound(box.height() * ratio));
}

QString pointText(const QWidget& widget, const QPointF& point) {
    const qreal ratio = widget.devicePixelRatioF();
    const QPointF there = widget.mapToGlobal(point);
    return QStringLiteral("%1 %2").arg(qRound(there.x() * ratio)).arg(qRound(there.y() * ratio));
}

}  // namespace

void GeometryReport::attach(MainWindow& window) {
    if (!qEnvironmentVariableIsEmpty("HEADROOM_REPORT_GEOMETRY")) {
        new GeometryReport(window);
    }
}

GeometryReport::GeometryReport(MainWindow& window) : QObject(&window), window_(window) {
    window.installEventFilter(this);
    connect(&window.session(), &Session::designChanged, this, &GeometryReport::schedule);
    connect(&window.session(), &Session::designReplaced, this, &GeometryReport::schedule);
    connect(&window.canvas(), &widgets::Canvas::zoomChanged, this, &GeometryReport::schedule);
    connect(&window.session(), &Session::momentChanged, this, &GeometryReport::schedule);
    window.timeline().installEventFilter(this);
    schedule();
}

bool GeometryReport::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move || event->type() == QEvent::Show) {
        schedule();
    }
    return QObject::eventFilter(watched, event);
}

void GeometryReport::schedule() {
    if (!scheduled_) {
        scheduled_ = true;
        QTimer::singleShot(settleMs, this, [this] {
            scheduled_ = false;
            print();
        });
    }
}

void GeometryReport::print() {
    QTextStream out(stdout);
    const widgets::Canvas& canvas = window_.canvas();
    out << "GEOM canvas " << rectText(canvas, canvas.rect()) << '\n';
    for (const widgets::KindTile* tile : window_.palettePanel().visibleTiles()) {
        out << "GEOM kind " << widgets::toQt(tile->kind().id) << ' '
            << pointText(*tile, QRectF(tile->rect()).center()) << '\n';
    }
    constexpr std::array<const char*, 4> sides{"left", "top", "right", "bottom"};
    const widgets::CanvasGeometry geometry = canvas.geometryReport();
    for (auto component = geometry.components.begin(); component != geometry.components.end(); ++component) {
        out << "GEOM component " << component.key() << ' ' << rectText(canvas, component.value()) << '\n';
        const auto handles = geometry.handles(component.key());
        for (std::size_t i = 0; i < sides.size(); ++i) {
            out << "GEOM handle " << component.key() << ' ' << sides[i] << ' '
                << pointText(canvas, handles[i]) << '\n';
        }
    }
    const widgets::TimelineChart& timeline = window_.timeline().chart();
    if (timeline.isVisible()) {
        out << "GEOM timeline " << rectText(timeline, timeline.plot()) << '\n';
    }
    const auto& moment = window_.session().moment();
    out << "GEOM moment " << (moment ? moment->words : QStringLiteral("none")) << '\n';
    const QWidget& slider = *window_.traffic().slider();
    out << "GEOM slider " << rectText(slider, slider.rect()) << '\n' << "GEOM end" << Qt::endl;
}

}  // namespace headroom::app
