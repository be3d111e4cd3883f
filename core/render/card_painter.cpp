#include "core/render/card_painter.h"

#include <QPaintEngine>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "core/layout/geometry.h"
#include "core/render/figure_text.h"
#include "core/render/shape_painter.h"
#include "core/render/text.h"

namespace headroom::render {

namespace {

constexpr double radius = 8;
constexpr double padding = 12;
constexpr double iconShare = 28.0 / 36;  // of its tile
constexpr double utilizationTick = 0.7;  // where waiting begins to hurt

QRectF toQt(const model::Rect& rect) {
    return {rect.x, rect.y, rect.w, rect.h};
}

/// A number of machines, where the kind has one.
double machineCount(const catalog::Kind& kind, const model::Component& component) {
    if (const auto* instances = catalog::findSpec(kind.params, "instances")) {
        return catalog::effective(*instances, component.params).number(1);
    }
    if (const auto* replicas = catalog::findSpec(kind.params, "replicas")) {
        const auto* shards = catalog::findSpec(kind.params, "shards");
        const double leaders =
            shards != nullptr ? catalog::effective(*shards, component.params).number(1) : 1;
        return leaders * (1 + catalog::effective(*replicas, component.params).number());
    }
    return 1;
}

}  // namespace

CardPainter::CardPainter(QPainter& painter, const PictureSource& source, IconStore& icons,
                         const model::Component& component, double scale)
    : painter_(painter),
      theme_(source.theme),
      icons_(icons),
      component_(component),
      kind_(source.catalog.kind(component.kind)),
      category_(kind_ == nullptr ? "other" : kind_->category),
      scale_(scale),
      card_(toQt(layout::cardRect(component))) {
    if (source.results != nullptr) {
        const auto found = source.results->components.find(component.id);
        shown_ = cardFigures(found == source.results->components.end() ? nullptr : &found->second);
    }
}

void CardPainter::paint(const Emphasis& emphasis) {
    if (emphasis.selected) {
        paintRing(painter_, theme_, card_, scale_);
    }
    if (detailAt(scale_) == Detail::blocks) {
        paintBlock();
        return;
    }
    paintBody(emphasis);
    if (detailAt(scale_) == Detail::icons) {
        paintIcon({card_.x() + 60, card_.y() + 6, 56, 46});
        paintBar({card_.x() + padding, card_.bottom() - 14, card_.width() - 2 * padding, 8});
    } else {
        paintIcon({card_.x() + 10, card_.y() + 8, 36, 36});
        paintTitles();
        paintFigures();
        paintBar({card_.x() + padding, card_.bottom() - 9, card_.width() - 2 * padding, 4});
        paintStateMark();
    }
    if (isDown()) {
        paintHatching();
    }
}

results::Status CardPainter::status() const {
    return shown_.status;
}

bool CardPainter::isDown() const {
    return status() == results::Status::down;
}

QColor CardPainter::stateColor() const {
    switch (status()) {
        case results::Status::hot:
            return theme_[Token::state_hot];
        case results::Status::saturated:
            return theme_[Token::state_saturated];
        case results::Status::down:
        case results::Status::unknown:
            return theme_[Token::state_down];
        default:
            return theme_[Token::state_ok];
    }
}

/// From far away a card is a block in the colour of its category, or of its state when that matters.
void CardPainter::paintBlock() {
    const bool calm = status() == results::Status::ok || status() == results::Status::degraded;
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(calm ? theme_.category(category_) : stateColor());
    painter_.drawRoundedRect(card_, radius, radius);
    const QFont font = interfaceFont(static_cast<int>(11 / scale_), QFont::DemiBold);
    const QFontMetricsF metrics(font);
    if (metrics.height() < card_.height() && metrics.horizontalAdvance(name()) < card_.width() - padding) {
        const QColor fill = painter_.brush().color();
        const bool darkFill = qGray(fill.rgb()) < 140;
        drawLine(painter_, card_, Qt::AlignCenter,
                 {font, theme_[darkFill ? Token::text_on_dark : Token::text_on_light]}, name());
    }
}

void CardPainter::paintBody(const Emphasis& emphasis) {
    const bool dashed = isUnknown() || status() == results::Status::degraded;
    QPen border(theme_[isUnknown() ? Token::placeholder : Token::strong_line], 1);
    if (dashed) {
        border.setDashPattern({4, 3});
    }
    painter_.setPen(border);
    painter_.setBrush(theme_[emphasis.hovered ? Token::surface_raised : Token::surface]);
    painter_.drawRoundedRect(card_.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

void CardPainter::paintIcon(const QRectF& tile) {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(theme_.categoryTint(category_));
    painter_.drawRoundedRect(tile, 6, 6);
    const double side = std::min(tile.width(), tile.height()) * iconShare;
    const QRectF icon(tile.center().x() - side / 2, tile.center().y() - side / 2, side, side);
    if (kind_ != nullptr && painter_.paintEngine()->type() == QPaintEngine::Raster) {
        // On the screen an icon is painted once for each size; as vectors it costs more than all the rest.
        const double ratio = painter_.device()->devicePixelRatioF();
        const int pixels = std::max(1, static_cast<int>(std::lround(side * painter_.worldTransform().m11())));
        const QPixmap pixmap = icons_.pixmap(kind_->iconPath, theme_[Token::text], pixels, ratio);
        painter_.drawPixmap(icon, pixmap, QRectF(pixmap.rect()));
    } else if (kind_ != nullptr) {
        icons_.paint(painter_, icon, kind_->iconPath, theme_[Token::text]);
    } else {
        drawLine(painter_, tile, Qt::AlignCenter,
                 {interfaceFont(18, QFont::DemiBold), theme_[Token::placeholder]}, QStringLiteral("?"));
    }
}

QString CardPainter::name() const {
    if (!component_.label.empty()) {
        return qtText(component_.label);
    }
    return kind_ != nullptr ? qtText(kind_->label) : qtText(component_.id);
}

QString CardPainter::machines() const {
    const double set = kind_ == nullptr ? 1 : machineCount(*kind_, component_);
    const double count = shown_.machines > 0 ? shown_.machines : set;
    return count == 1 ? QString()
                      : QStringLiteral("\u00d7\u2009") + qtText(formatQuantity(count, Unit::count));
}

QString CardPainter::subtitle() const {
    if (kind_ == nullptr) {
        return qtText(component_.kind);
    }
    const bool named = !component_.label.empty() && component_.label != kind_->label;
    const QString kind = named ? qtText(kind_->label) : QString();
    return kind.isEmpty() || machines().isEmpty() ? kind + machines()
                                                  : kind + QStringLiteral("  ") + machines();
}

void CardPainter::paintTitles() {
    const double left = card_.x() + 54;
    const double right = card_.right() - 10;
    const double markRoom = hasStateMark() ? 16 : 0;
    QFont title = interfaceFont(13, QFont::DemiBold);
    title.setStrikeOut(isDown());
    drawLine(painter_, {left, card_.y() + 8, right - left - markRoom, 18}, Qt::AlignLeft | Qt::AlignVCenter,
             {title, theme_[Token::text]}, name());
    drawLine(painter_, {left, card_.y() + 26, right - left, 16}, Qt::AlignLeft | Qt::AlignVCenter,
             {interfaceFont(11), theme_[Token::text_secondary]}, subtitle());
}

/// Requests per second at the left, p99 at the right, so that the name above has the whole width.
void CardPainter::paintFigures() {
    const QRectF row(card_.x() + padding, card_.y() + 45, card_.width() - 2 * padding, 16);
    painter_.setFont(interfaceFont(11, QFont::DemiBold));
    painter_.setPen(theme_[Token::text]);
    drawFigures(painter_, row, Qt::AlignLeft | Qt::AlignVCenter, shown_.rate);
    painter_.setFont(interfaceFont(11));
    painter_.setPen(theme_[shown_.alarming ? Token::error_text : Token::text_secondary]);
    drawFigures(painter_, row, Qt::AlignRight | Qt::AlignVCenter, shown_.latency);
}

void CardPainter::paintBar(const QRectF& track) {
    if (shown_.bar < 0) {
        return;
    }
    const double corner = track.height() / 2;
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(theme_[Token::bar_track]);
    painter_.drawRoundedRect(track, corner, corner);
    const double share = shown_.bar / 1000.0;
    painter_.setBrush(stateColor());
    if (share > 0) {
        QRectF filled = track;
        filled.setWidth(std::max(track.height(), track.width() * share));
        painter_.drawRoundedRect(filled, corner, corner);
    }
    if (status() == results::Status::saturated) {
        paintOverflow(track);
    }
    const double tick = track.x() + track.width() * utilizationTick;
    painter_.setPen(QPen(theme_[Token::text_secondary], 1));
    painter_.drawLine(QPointF(tick, track.y() - 2), QPointF(tick, track.bottom() + 2));
}

/// Beyond capacity the bar runs out of the card and ends in a point.
void CardPainter::paintOverflow(const QRectF& track) {
    const double end = card_.right() + 6;
    QPainterPath arrow;
    arrow.addRect(QRectF(track.right() - track.height(), track.y(), end - track.right(), track.height()));
    arrow.moveTo(end - 3, track.center().y() - track.height() - 1);
    arrow.lineTo(end + 4, track.center().y());
    arrow.lineTo(end - 3, track.center().y() + track.height() + 1);
    arrow.closeSubpath();
    painter_.drawPath(arrow);
}

bool CardPainter::hasStateMark() const {
    return status() == results::Status::hot || status() == results::Status::saturated ||
           status() == results::Status::down;
}

/// A shape for what the colour says: an open triangle for hot, a full one for saturated, a cross for down.
void CardPainter::paintStateMark() {
    if (!hasStateMark()) {
        return;
    }
    const QPointF middle(card_.right() - 16, card_.y() + 17);
    painter_.setPen(QPen(stateColor(), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (isDown()) {
        painter_.drawLine(middle + QPointF(-4, -4), middle + QPointF(4, 4));
        painter_.drawLine(middle + QPointF(-4, 4), middle + QPointF(4, -4));
        return;
    }
    const bool full = status() == results::Status::saturated;
    painter_.setBrush(full ? QBrush(stateColor()) : QBrush(Qt::NoBrush));
    painter_.drawPolygon(
        QPolygonF({middle + QPointF(0, -5), middle + QPointF(5.5, 4.5), middle + QPointF(-5.5, 4.5)}));
}

void CardPainter::paintHatching() {
    painter_.setPen(Qt::NoPen);
    QBrush hatch(theme_[Token::hatch], Qt::BDiagPattern);
    painter_.setBrush(hatch);
    painter_.setOpacity(0.5);
    painter_.drawRoundedRect(card_, radius, radius);
    painter_.setOpacity(1);
}

}  // namespace headroom::render
