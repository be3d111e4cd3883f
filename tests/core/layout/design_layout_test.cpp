#include "core/layout/design_layout.h"

#include <QTest>
#include <cmath>
#include <random>

#include "core/layout/hops.h"
#include "core/model/transaction.h"

using namespace headroom;
using namespace headroom::layout;
using model::Component;
using model::Connection;
using model::Design;
using model::Transaction;

namespace {

Component card(const Id& id, double x, double y) {
    Component component;
    component.id = id;
    component.kind = "box";
    component.position = {x, y};
    return component;
}

Connection line(const Id& id, const Id& from, const Id& to, json::Object params = {}) {
    Connection connection;
    connection.id = id;
    connection.from = from;
    connection.to = to;
    connection.kind = "request";
    connection.params = std::move(params);
    return connection;
}

Design designOf(const std::vector<Component>& cards, const std::vector<Connection>& lines) {
    Transaction transaction{Design{}};
    for (const Component& component : cards) {
        transaction.put(component);
    }
    for (const Connection& connection : lines) {
        transaction.put(connection);
    }
    return transaction.design();
}

bool isOrthogonal(const Route& route) {
    for (std::size_t i = 0; i + 1 < route.points.size(); ++i) {
        const Point& a = route.points[i];
        const Point& b = route.points[i + 1];
        if ((a.x == b.x) == (a.y == b.y)) {
            return false;  // a slanted segment, or none at all
        }
    }
    return route.points.size() >= 2;
}

bool crossesInside(const Route& route, const Rect& rect) {
    const Rect inner = grown(rect, -1);
    for (std::size_t i = 0; i + 1 < route.points.size(); ++i) {
        if (intersects(spanned(route.points[i], route.points[i + 1]), inner)) {
            return true;
        }
    }
    return false;
}

Design randomDesign(std::mt19937& random, int cards, int lines, bool apart) {
    std::vector<Component> components;
    const int columns = static_cast<int>(std::ceil(std::sqrt(cards)));
    for (int i = 0; i < cards; ++i) {
        const double x = apart ? (i % columns) * 264.0 : static_cast<double>(random() % 1600);
        const int row = i / columns;
        const double y = apart ? row * 136.0 : static_cast<double>(random() % 1000);
        components.push_back(card("c" + std::to_string(i), x, y + (apart ? random() % 40 : 0)));
    }
    std::vector<Connection> connections;
    for (int i = 0; i < lines; ++i) {
        connections.push_back(line("e" + std::to_string(i), components[random() % components.size()].id,
                                   components[random() % components.size()].id));
    }
    return designOf(components, connections);
}

Design changedAtRandom(const Design& design, std::mt19937& random) {
    Transaction transaction{design};
    Component component = design.components()[random() % design.components().size()];
    const Connection connection = design.connections()[random() % design.connections().size()];
    switch (random() % 4) {
        case 0:
            transaction.erase<Connection>(connection.id);
            break;
        case 1:
            transaction.put(line("n" + std::to_string(random()), component.id, connection.to));
            break;
        case 2: {
            Connection sided = connection;
            sided.params.set("from_side", "bottom");
            transaction.put(sided);
            break;
        }
        default:
            component.position.x += static_cast<double>(random() % 300) - 150;
            component.position.y += static_cast<double>(random() % 300) - 150;
            transaction.put(component);
    }
    return transaction.design();
}

}  // namespace

class DesignLayoutTest : public QObject {
    Q_OBJECT

  private slots:
    void levelCardsAreJoinedStraight() {
        const DesignLayout layout(designOf({card("a", 0, 0), card("b", 300, 0)}, {line("e", "a", "b")}));
        const std::vector<Point> wanted{{176, 36}, {300, 36}};
        QVERIFY(layout.route("e")->points == wanted);
    }

    void aSmallStepIsLevelledOut() {
        // 16 down is within reach of the port; 17 is not, and takes a step in the middle of the gap.
        const DesignLayout near(designOf({card("a", 0, 0), card("b", 300, 16)}, {line("e", "a", "b")}));
        QCOMPARE(near.route("e")->points.size(), std::size_t{2});
        const DesignLayout far(designOf({card("a", 0, 0), card("b", 300, 17)}, {line("e", "a", "b")}));
        const std::vector<Point> wanted{{176, 36}, {238, 36}, {238, 53}, {300, 53}};
        QVERIFY(far.route("e")->points == wanted);
    }

    void cardsAboveEachOtherAreJoinedByTopAndBottom() {
        const DesignLayout layout(designOf({card("a", 0, 0), card("b", 0, 200)}, {line("e", "b", "a")}));
        QCOMPARE(layout.route("e")->fromSide, Side::top);
        QCOMPARE(layout.route("e")->toSide, Side::bottom);
        QCOMPARE(layout.route("e")->points.size(), std::size_t{2});
    }

    void aCardInTheWayIsGoneAround() {
        const Design design =
            designOf({card("a", 0, 0), card("wall", 300, 0), card("b", 600, 0)}, {line("e", "a", "b")});
        const DesignLayout layout(design);
        const Route& route = *layout.route("e");
        QVERIFY(isOrthogonal(route));
        QVERIFY(!crossesInside(route, cardRect(design.components()[1])));
        QVERIFY(route.points.size() >= 4);
    }

    void severalAtOneSideAreSpreadInTheOrderOfTheirEnds() {
        const Design design = designOf(
            {card("lb", 0, 200), card("s0", 300, 0), card("s1", 300, 130), card("s2", 300, 270),
             card("s3", 300, 400)},
            {line("e3", "lb", "s3"), line("e1", "lb", "s1"), line("e0", "lb", "s0"), line("e2", "lb", "s2")});
        const DesignLayout layout(design);
        double last = 0;
        for (const char* id : {"e0", "e1", "e2", "e3"}) {
            QVERIFY2(layout.route(id)->points.front().y >= last + 8, id);
            last = layout.route(id)->points.front().y;
            QVERIFY(layout.route(id)->hops.empty());
        }
        // Lanes: the line that goes farthest up turns first, so nothing crosses.
        QVERIFY(layout.route("e0")->points[1].x < layout.route("e1")->points[1].x);
        QVERIFY(layout.route("e3")->points[1].x < layout.route("e2")->points[1].x);
    }

    void aLoopLeavesItsCardAndComesBack() {
        const Design design = designOf({card("a", 0, 0)}, {line("e", "a", "a")});
        const DesignLayout layout(design);
        const Route& route = *layout.route("e");
        QVERIFY(isOrthogonal(route));
        QCOMPARE(route.fromSide, Side::right);
        QCOMPARE(route.toSide, Side::top);
        QVERIFY(!crossesInside(route, cardRect(design.components()[0])));
    }

    void sidesAndPointsOfAPersonAreKept() {
        json::Object params{{"from_side", "bottom"}, {"to_side", "top"}};
        params.set("points", json::Array{json::Array{400, 300}});
        const Design design = designOf({card("a", 0, 0), card("b", 600, 100)}, {line("e", "a", "b", params)});
        const DesignLayout layout(design);
        const Route& route = *layout.route("e");
        QVERIFY(isOrthogonal(route));
        QVERIFY(route.points.front() == sideMiddle(cardRect(design.components()[0]), Side::bottom));
        QVERIFY(route.points.back() == sideMiddle(cardRect(design.components()[1]), Side::top));
        QCOMPARE(squaredDistance(route.points, {400, 300}), 0.0);
    }

    void trueCrossingsHopOnTheHorizontalLine() {
        const Design design =
            designOf({card("l", 0, 200), card("r", 600, 200), card("t", 300, 0), card("b", 300, 400)},
                     {line("across", "l", "r"), line("down", "t", "b")});
        const DesignLayout layout(design);
        QCOMPARE(layout.route("across")->hops.size(), std::size_t{1});
        QCOMPARE(layout.route("across")->hops[0].x, 388.0);  // 300 + 176 / 2
        QVERIFY(layout.route("down")->hops.empty());
    }

    void linesGoAroundAllCardsThatStandApart() {
        std::mt19937 random(7);
        for (int round = 0; round < 20; ++round) {
            const Design design = randomDesign(random, 20, 30, true);
            const DesignLayout layout(design);
            for (std::size_t i = 0; i < layout.routes().size(); ++i) {
                QVERIFY(isOrthogonal(layout.routes()[i]));
                for (const auto& component : design.components()) {
                    QVERIFY2(!crossesInside(layout.routes()[i], cardRect(*component)),
                             qPrintable(QString("round %1, line %2").arg(round).arg(i)));
                }
            }
        }
    }

    void followingAChangeGivesTheWaysOfAFreshLayout() {
        std::mt19937 random(11);
        for (int round = 0; round < 8; ++round) {
            Design design = randomDesign(random, 24, 40, round % 2 == 0);
            DesignLayout layout(design);
            for (int step = 0; step < 25 && design.connections().size() > 1; ++step) {
                const std::vector<Route> before = layout.routes();
                design = changedAtRandom(design, random);
                const std::vector<std::size_t> changed = layout.update(design);
                const DesignLayout fresh(design);
                QVERIFY2(layout.routes() == fresh.routes(),
                         qPrintable(QString("round %1, step %2").arg(round).arg(step)));
                QVERIFY(std::is_sorted(changed.begin(), changed.end()));
            }
        }
    }

    void moreLanesThanRoomStayBetweenTheCards() {
        std::vector<Component> cards;
        std::vector<Connection> lines;
        for (int i = 0; i < 8; ++i) {
            cards.push_back(card("l" + std::to_string(i), 0, i * 100.0));
            cards.push_back(card("r" + std::to_string(i), 224, i * 100.0));
            lines.push_back(
                line("e" + std::to_string(i), "l" + std::to_string(i), "r" + std::to_string(7 - i)));
        }
        const Design design = designOf(cards, lines);
        const DesignLayout layout(design);
        for (const Route& route : layout.routes()) {
            for (const auto& component : design.components()) {
                QVERIFY(!crossesInside(route, cardRect(*component)));
            }
        }
    }

    void boundsHoldCardsAndLines() {
        const DesignLayout layout(designOf({card("a", -100, 0), card("b", 300, 50)}, {line("e", "a", "b")}));
        const Rect wanted{-100, 0, 576, 122};
        QVERIFY(layout.bounds() == wanted);
        QVERIFY(DesignLayout(Design{}).bounds() == Rect{});
    }
};

QTEST_GUILESS_MAIN(DesignLayoutTest)
#include "design_layout_test.moc"
