#include "widgets/canvas/hit.h"

#include <cmath>

#include "widgets/canvas/geometry_qt.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

constexpr double titleHeight = 26;
constexpr double titleWidth = 200;

double distance(const QPointF& a, const QPointF& b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

}  // namespace

QPointF HitTest::handle(const model::Rect& card, layout::Side side, double scale) {
    const layout::Point middle = layout::sideMiddle(card, side);
    const layout::Point out = layout::outward(side);
    const double gap = 8 / scale;
    return {middle.x + out.x * gap, middle.y + out.y * gap};
}

Hit HitTest::at(const QPointF& scene, const QString& shownHandles, const QString& onlySelected) const {
    if (Hit hit = gripAt(scene, shownHandles, onlySelected)) {
        return hit;
    }
    const std::vector<int> cards = layout_.cards().inside({scene.x(), scene.y(), 0, 0});
    if (!cards.empty()) {
        return {
            Hit::What::card, toQt(design_.components()[static_cast<std::size_t>(cards.back())].id), {}, {}};
    }
    if (Hit hit = lineAt(scene)) {
        return hit;
    }
    for (std::size_t i = design_.notes().size(); i-- > 0;) {
        if (layout::contains(design_.notes()[i].frame, plain(scene))) {
            return {Hit::What::note, toQt(design_.notes()[i].id), {}, {}};
        }
    }
    return frameAt(scene);
}

QString HitTest::cardAt(const QPointF& scene) const {
    const double slack = handleReach / scale_;
    const std::vector<int> cards = layout_.cards().inside(layout::grown({scene.x(), scene.y(), 0, 0}, slack));
    return cards.empty() ? QString() : toQt(design_.components()[static_cast<std::size_t>(cards.back())].id);
}

Hit HitTest::gripAt(const QPointF& scene, const QString& component, const QString& selected) const {
    Hit nearest;
    double reach = handleReach / scale_;
    const auto offer = [&](const QPointF& at, const Hit& hit) {
        if (distance(scene, at) <= reach) {
            reach = distance(scene, at);
            nearest = hit;
        }
    };
    if (const auto record = design_.components().find(component.toStdString())) {
        for (const layout::Side side : layout::allSides) {
            offer(handle(layout::cardRect(*record), side, scale_), {Hit::What::handle, component, side, {}});
        }
    }
    if (const layout::Route* route = layout_.route(selected.toStdString())) {
        offer(qtPoint(route->points.front()), {Hit::What::lineStart, selected, {}, {}});
        offer(qtPoint(route->points.back()), {Hit::What::lineEnd, selected, {}, {}});
    }
    for (const auto& [place, edges] : grips(selected)) {
        offer(place, {Hit::What::edge, selected, {}, edges});
    }
    return nearest;
}

std::vector<std::pair<QPointF, Edges>> HitTest::grips(const QString& id) const {
    const auto frame = sizable(id);
    if (!frame) {
        return {};
    }
    const QRectF rect = qtRect(*frame);
    const QPointF middle = rect.center();
    std::vector<std::pair<QPointF, Edges>> out{{rect.topLeft(), {true, true, false, false}},
                                               {rect.topRight(), {false, true, true, false}},
                                               {rect.bottomRight(), {false, false, true, true}},
                                               {rect.bottomLeft(), {true, false, false, true}}};
    if (!design_.components().contains(id.toStdString())) {
        out.insert(out.end(), {{{middle.x(), rect.top()}, {false, true, false, false}},
                               {{rect.right(), middle.y()}, {false, false, true, false}},
                               {{middle.x(), rect.bottom()}, {false, false, false, true}},
                               {{rect.left(), middle.y()}, {true, false, false, false}}});
    }
    return out;
}

std::optional<model::Rect> HitTest::sizable(const QString& id) const {
    const std::string key = id.toStdString();
    if (const auto component = design_.components().find(key)) {
        const catalog::Kind* kind = catalog_.kind(component->kind);
        const bool free = kind != nullptr && kind->shape != catalog::Shape::card;
        return free ? std::optional(layout::cardRect(*component)) : std::nullopt;
    }
    if (const auto group = design_.groups().find(key)) {
        return group->frame;
    }
    const auto note = design_.notes().find(key);
    return note ? std::optional(note->frame) : std::nullopt;
}

Hit HitTest::lineAt(const QPointF& scene) const {
    const double reach = lineReach / scale_;
    double nearest = reach * reach;
    const layout::Route* found = nullptr;
    Hit hit;
    for (std::size_t i = 0; i < layout_.routes().size(); ++i) {
        const layout::Route& route = layout_.routes()[i];
        if (!layout::contains(layout::grown(layout::bounds(route.points), reach), plain(scene))) {
            continue;
        }
        const double squared = layout::squaredDistance(route.points, plain(scene));
        if (squared <= nearest) {
            nearest = squared;
            found = &route;
            hit = {Hit::What::line, toQt(design_.connections()[i].id), {}, {}};
        }
    }
    if (found != nullptr && distance(scene, qtPoint(found->points.back())) <= endReach / scale_) {
        hit.what = Hit::What::lineEnd;
    } else if (found != nullptr && distance(scene, qtPoint(found->points.front())) <= endReach / scale_) {
        hit.what = Hit::What::lineStart;
    }
    return hit;
}

Hit HitTest::frameAt(const QPointF& scene) const {
    const double border = lineReach / scale_;
    for (std::size_t i = design_.groups().size(); i-- > 0;) {
        const model::Rect& frame = design_.groups()[i].frame;
        const model::Rect title{frame.x, frame.y, std::min(frame.w, titleWidth), titleHeight};
        const bool onBorder = layout::contains(layout::grown(frame, border), plain(scene)) &&
                              !layout::contains(layout::grown(frame, -border), plain(scene));
        if (onBorder || layout::contains(title, plain(scene))) {
            return {Hit::What::group, toQt(design_.groups()[i].id), {}, {}};
        }
    }
    return {};
}

}  // namespace headroom::widgets
