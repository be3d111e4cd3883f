#include "widgets/palette/kind_tile.h"

#include <QApplication>
#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/common/style.h"

namespace headroom::widgets {

using render::Token;

namespace {

constexpr int tileIcon = 36;
constexpr int iconTop = 6;
constexpr int nameTop = iconTop + tileIcon + 2;
constexpr int nameSide = 4;

QFont nameFont(const QFont& base) {
    QFont small = base;
    small.setPixelSize(12);
    return small;
}

}  // namespace

KindTile::KindTile(Look& look, const catalog::Kind& kind, QWidget* parent)
    : QAbstractButton(parent), look_(look), kind_(kind) {
    const QString label = QString::fromStdString(kind.label);
    setText(label);
    setAccessibleName(label);
    setAccessibleDescription(QString::fromStdString(kind.help));
    setToolTip(QStringLiteral("<p><b>%1</b><br>%2</p>")
                   .arg(label.toHtmlEscaped(), QString::fromStdString(kind.help).toHtmlEscaped()));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::OpenHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void KindTile::setFirst(bool first) {
    if (first != first_) {
        first_ = first;
        update();
    }
}

QSize KindTile::sizeHint() const {
    return {104, 80};
}

QStringList KindTile::lines() const {
    const QFontMetrics metrics(nameFont(font()));
    const int room = width() - 2 * nameSide;
    const QString whole = text();
    if (metrics.horizontalAdvance(whole) <= room) {
        return {whole};
    }
    // Where the longer of the two lines is shortest.
    qsizetype cut = -1;
    int least = 0;
    for (qsizetype at = whole.indexOf(QLatin1Char(' ')); at >= 0;
         at = whole.indexOf(QLatin1Char(' '), at + 1)) {
        const int longer =
            std::max(metrics.horizontalAdvance(whole.left(at)), metrics.horizontalAdvance(whole.mid(at + 1)));
        if (cut < 0 || longer < least) {
            cut = at;
            least = longer;
        }
    }
    const auto fitted = [&](const QString& line) { return metrics.elidedText(line, Qt::ElideRight, room); };
    return cut < 0 ? QStringList{fitted(whole)}
                   : QStringList{fitted(whole.left(cut)), fitted(whole.mid(cut + 1))};
}

void KindTile::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus() || first_ || isDown()) {
        painter.setPen(hasFocus() || first_ ? QPen(look_.color(Token::focus_ring), 1) : QPen(Qt::NoPen));
        painter.setBrush(isDown()       ? look_.color(Token::pressed)
                         : underMouse() ? look_.color(Token::hover)
                                        : QColor(Qt::transparent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6, 6);
    }
    painter.drawPixmap(QPointF((width() - tileIcon) / 2.0, iconTop),
                       look_.kindTile(kind_, tileIcon, devicePixelRatioF()));
    painter.setFont(nameFont(font()));
    painter.setPen(look_.color(Token::text));
    painter.drawText(rect().adjusted(0, nameTop, 0, 0), Qt::AlignHCenter | Qt::AlignTop,
                     lines().join(QLatin1Char('\n')));
}

void KindTile::mousePressEvent(QMouseEvent* event) {
    pressedAt_ = event->pos();
    QAbstractButton::mousePressEvent(event);
}

void KindTile::mouseMoveEvent(QMouseEvent* event) {
    const bool far = (event->pos() - pressedAt_).manhattanLength() >= QApplication::startDragDistance();
    if (event->buttons().testFlag(Qt::LeftButton) && far) {
        setDown(false);
        startDrag();
    }
}

void KindTile::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        choose();
    }
}

void KindTile::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        choose();
        return;
    }
    event->ignore();  // arrows and letters are the palette's
}

void KindTile::choose() {
    emit chosen(QString::fromStdString(kind_.id));
}

void KindTile::startDrag() {
    auto* mime = new QMimeData;
    mime->setData(QLatin1String(mimeType), QByteArray::fromStdString(kind_.id));
    auto* drag = new QDrag(this);
    drag->setMimeData(mime);
    drag->setPixmap(look_.kindTile(kind_, tileIcon, devicePixelRatioF()));
    drag->setHotSpot(QPoint(tileIcon / 2, tileIcon / 2));
    drag->exec(Qt::CopyAction);
}

}  // namespace headroom::widgets
