#include "widgets/canvas/walk.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

#include "widgets/common/text.h"

namespace headroom::widgets {

QStringList readingOrder(const model::Design& design) {
    std::vector<const model::Component*> sorted;
    for (const auto& component : design.components()) {
        sorted.push_back(component.get());
    }
    const auto byHeight = [](const model::Component* a, const model::Component* b) {
        return std::tie(a->position.y, a->position.x, a->id) < std::tie(b->position.y, b->position.x, b->id);
    };
    const auto byColumn = [](const model::Component* a, const model::Component* b) {
        return std::tie(a->position.x, a->position.y, a->id) < std::tie(b->position.x, b->position.y, b->id);
    };
    std::sort(sorted.begin(), sorted.end(), byHeight);
    for (auto row = sorted.begin(); row != sorted.end();) {
        const double limit = (*row)->position.y + layout::cardHeight / 2;
        const auto end = std::find_if(row, sorted.end(),
                                      [&](const auto* component) { return component->position.y > limit; });
        std::sort(row, end, byColumn);
        row = end;
    }
    QStringList order;
    for (const model::Component* component : sorted) {
        order << toQt(component->id);
    }
    return order;
}

QString nextInOrder(const QStringList& order, const QString& id, int step) {
    if (order.isEmpty()) {
        return {};
    }
    const qsizetype place = order.indexOf(id);
    if (place < 0) {
        return step > 0 ? order.first() : order.last();
    }
    return order[(place + step + order.size()) % order.size()];
}

QString neighbour(const model::Design& design, const QString& id, layout::Side direction) {
    const auto from = design.components().find(id.toStdString());
    if (!from) {
        return {};
    }
    const layout::Point start = layout::center(layout::cardRect(*from));
    const layout::Point ahead = layout::outward(direction);
    double best = std::numeric_limits<double>::infinity();
    QString found;
    for (const auto& component : design.components()) {
        const layout::Point there = layout::center(layout::cardRect(*component));
        const double along = (there.x - start.x) * ahead.x + (there.y - start.y) * ahead.y;
        const double aside =
            std::abs((there.x - start.x) * ahead.y) + std::abs((there.y - start.y) * ahead.x);
        // What lies ahead within 63 degrees; being aside counts double.
        if (along > 0 && aside <= 2 * along && along + 2 * aside < best) {
            best = along + 2 * aside;
            found = toQt(component->id);
        }
    }
    return found;
}

}  // namespace headroom::widgets
