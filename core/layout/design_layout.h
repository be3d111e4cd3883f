#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/layout/box_index.h"
#include "core/layout/path_finder.h"
#include "core/layout/ports.h"
#include "core/layout/route.h"
#include "core/model/design.h"

namespace headroom::layout {

/// The ways of all connections of a design, kept up to date. Only what a change can touch is searched again;
/// the answer is always the one that a fresh layout of the same design gives.
class DesignLayout {
  public:
    DesignLayout() = default;
    explicit DesignLayout(const model::Design& design) { update(design); }

    /// Follows `design`. Answers the connections (places in its table) whose route is new, ascending.
    const std::vector<std::size_t>& update(const model::Design& design);

    /// By place in the table of connections.
    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
    /// nullptr for an id that is no connection.
    [[nodiscard]] const Route* route(std::string_view connection) const;
    /// Cards by place; numbers are places in the table of components.
    [[nodiscard]] const BoxIndex& cards() const { return boxes_; }
    /// Connections at a card, by places in the tables.
    [[nodiscard]] const std::vector<int>& connectionsAt(int card) const {
        return wiresAt_[static_cast<std::size_t>(card)];
    }

    /// Around all cards, lines, frames and notes; nothing (w = h = 0) for an empty design.
    [[nodiscard]] Rect bounds() const;

  private:
    /// One end as its side spreads it, before the other end has been looked at.
    struct Berth {
        Port port;
        bool alone = true;  ///< no other connection at this side
    };
    struct Wire {
        int from = 0;
        int to = 0;
        Sides sides;
        Berth berths[2];
        Port start;
        Port end;
        Path path;
        bool stale = true;
    };

    bool sameStructure(const model::Design& design) const;
    void followStructure(const model::Design& design);
    void followMoves(const model::Design& design);
    void disturb(const Rect& area) { disturbed_.push_back(area); }
    void touchWithNeighbours(int card);
    void placePorts(const model::Design& design);
    void spreadAt(int card);
    void align(Wire& wire);
    void markDisturbed();
    void search(const model::Design& design);
    void finish();

    model::Design design_;
    BoxIndex boxes_;
    std::vector<Wire> wires_;
    std::vector<std::vector<int>> wiresAt_;  ///< by card
    std::vector<char> touched_;              ///< cards whose ports are to be placed again
    std::vector<Rect> disturbed_;            ///< where cards came, went or moved
    std::vector<Rect> vacated_;              ///< around lines that went
    std::vector<Route> routes_;
    std::vector<std::size_t> changed_;
};

}  // namespace headroom::layout
