#include "widgets/canvas/scene_layer.h"

#include <QPainter>
#include <cmath>

#include "core/render/design_painter.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

/// Rings, bars past their ends and arrowheads reach this far out.
constexpr double overhang = 28;
constexpr double pillReach = 260;
constexpr int mostPieces = 6;

/// Paints what touches a part of the scene, in the order of drawing.
class SceneArtist {
  public:
    SceneArtist(Board& board, render::IconStore& icons, QPainter& painter, const QRectF& scene, bool chevrons)
        : board_(board),
          results_(board.document().shown()),
          source_{board.design(), board.document().catalog(), results_.get(), board.theme()},
          artist_(source_, icons, board.view().scale()),
          painter_(painter),
          scene_(scene),
          chevrons_(chevrons) {}

    void paint() {
        painter_.fillRect(scene_, board_.theme()[render::Token::canvas]);
        render::paintGrid(painter_, scene_, board_.theme(), board_.view().scale());
        for (const auto& group : board_.design().groups()) {
            if (touches(qtRect(group->frame), overhang)) {
                artist_.paintGroup(painter_, *group, emphasis(group->id));
            }
        }
        for (const auto& note : board_.design().notes()) {
            if (touches(qtRect(note->frame), overhang)) {
                artist_.paintNote(painter_, *note, emphasis(note->id));
            }
        }
        paintLines(false);
        paintLines(true);
        paintCards();
        paintPills();
    }

  private:
    [[nodiscard]] bool touches(const QRectF& rect, double by) const {
        return rect.adjusted(-by, -by, by, by).intersects(scene_);
    }

    [[nodiscard]] render::Emphasis emphasis(const Id& id) const {
        const QString name = toQt(id);
        render::Emphasis emphasis;
        emphasis.selected = board_.isSelected(name);
        emphasis.hovered = board_.hovered().id == name;
        emphasis.chevrons = chevrons_;
        return emphasis;
    }

    [[nodiscard]] const model::Connection& connection(std::size_t place) const {
        return board_.design().connections()[place];
    }

    /// What is selected or hovered lies on top, so it comes last.
    void paintLines(bool emphasised) {
        const auto& routes = board_.layout().routes();
        for (std::size_t i = 0; i < routes.size(); ++i) {
            if (!touches(qtRect(layout::bounds(routes[i].points)), overhang)) {
                continue;
            }
            const render::Emphasis how = emphasis(connection(i).id);
            if ((how.selected || how.hovered) == emphasised) {
                artist_.paintConnection(painter_, connection(i), routes[i], how);
            }
        }
    }

    void paintCards() {
        for (const int card : board_.layout().cards().inside(layout::grown(plain(scene_), overhang))) {
            const model::Component& component = board_.design().components()[static_cast<std::size_t>(card)];
            artist_.paintCard(painter_, component, emphasis(component.id));
        }
    }

    void paintPills() {
        if (render::detailAt(board_.view().scale()) == render::Detail::blocks) {
            return;
        }
        const auto& routes = board_.layout().routes();
        for (std::size_t i = 0; i < routes.size(); ++i) {
            const render::Emphasis how = emphasis(connection(i).id);
            // Several selected at once would bury the drawing under pills.
            const bool alone = how.selected && board_.document().selection().size() == 1;
            if ((alone || how.hovered) && touches(qtRect(layout::bounds(routes[i].points)), pillReach)) {
                artist_.paintPill(painter_, connection(i), routes[i], board_.layout().cards());
            }
        }
    }

    Board& board_;
    std::shared_ptr<const results::Results> results_;
    render::PictureSource source_;
    render::DesignPainter artist_;
    QPainter& painter_;
    QRectF scene_;
    bool chevrons_;
};

}  // namespace

void SceneLayer::paint(QPainter& painter, const QRect& exposed, qreal devicePixelRatio) {
    followView(devicePixelRatio);
    outdated_ += board_.takeOutdated();
    if (!outdated_.isEmpty()) {
        outdated_ &= QRect(QPoint(0, 0), board_.size().toSize());
        // A few far-apart pieces one by one; many are cheaper in one go.
        if (outdated_.rectCount() <= mostPieces) {
            for (const QRect& piece : outdated_) {
                repaint(piece);
            }
        } else {
            repaint(outdated_.boundingRect());
        }
        outdated_ = {};
    }
    painter.drawPixmap(
        exposed, pixels_,
        QRectF(QPointF(exposed.topLeft()) * devicePixelRatio, QSizeF(exposed.size()) * devicePixelRatio));
}

/// Keeps what can be kept when the view has moved: everything, shifted, after a pan by whole pixels.
void SceneLayer::followView(qreal devicePixelRatio) {
    const QRect all(QPoint(0, 0), board_.size().toSize());
    const QSize wanted = (QSizeF(all.size()) * devicePixelRatio).toSize();
    const ViewTransform& view = board_.view();
    if (pixels_.size() != wanted || pixels_.devicePixelRatio() != devicePixelRatio) {
        pixels_ = QPixmap(wanted);
        pixels_.setDevicePixelRatio(devicePixelRatio);
        outdated_ = all;
    } else if (view != painted_) {
        const QPointF shift =
            (view.toView(QPointF(0, 0)) - painted_.toView(QPointF(0, 0))) * devicePixelRatio;
        const QPoint whole = shift.toPoint();
        const bool scrolls = view.scale() == painted_.scale() &&
                             (shift - QPointF(whole)).manhattanLength() < 0.01 &&
                             std::abs(whole.x()) < wanted.width() && std::abs(whole.y()) < wanted.height();
        if (scrolls && outdated_.isEmpty()) {
            QRegion bare;
            pixels_.scroll(whole.x(), whole.y(), QRect(QPoint(0, 0), wanted), &bare);
            for (const QRect& strip : bare) {
                const QRectF logical(QPointF(strip.topLeft()) / devicePixelRatio,
                                     QSizeF(strip.size()) / devicePixelRatio);
                repaint(logical.toAlignedRect() & all);
            }
        } else {
            outdated_ = all;
        }
    }
    painted_ = view;
}

void SceneLayer::repaint(const QRect& pixels) {
    if (pixels.isEmpty()) {
        return;
    }
    QPainter painter(&pixels_);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setClipRect(pixels);
    painter.setTransform(board_.view().transform(), true);
    SceneArtist(board_, icons_, painter, board_.view().toScene(QRectF(pixels)), chevrons_).paint();
}

}  // namespace headroom::widgets
