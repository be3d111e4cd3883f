#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/engine/solver/model.h"
#include "core/queueing/latency_program.h"

namespace headroom::engine::solver {

/// What the time of a node in the program of distributions is spent on.
enum class OriginKind : std::uint8_t {
    unnamed,
    service,  ///< own work of a component
    wait,     ///< for a worker of a component
    network,  ///< of a connection
    miss,     ///< all below is done only because a key was not found
    failed,   ///< all below is spent on attempts that failed, and on waits between them
    limited,  ///< a part of another node, of which the same is true
    joined,   ///< several nodes at once; of is the number of their list
};

struct Origin {
    OriginKind kind = OriginKind::unnamed;
    Index of = none;        ///< component or connection; of `limited` the other node
    Index pool = 0;         ///< of a wait
    double transferMs = 0;  ///< of a network
    Op op = Op::read;       ///< of a service
};

/// Of several times that run at once: the part of the whole that this one carries.
struct JoinedPart {
    queueing::LatencyNode node;
    double share = 0;
};

/// Where the nodes of a program come from, so that a mean can be taken apart.
class Origins {
  public:
    /// `wanted`: else nothing is marked, for programs whose nodes stand for many things.
    explicit Origins(bool wanted = true) : wanted_(wanted) {}

    void mark(queueing::LatencyNode node, const Origin& origin) {
        if (!wanted_) {
            return;
        }
        if (node.index >= all_.size()) {
            all_.resize(node.index + 1);
        }
        all_[node.index] = origin;
    }
    void markJoined(queueing::LatencyNode node, std::vector<JoinedPart> parts) {
        if (wanted_) {
            mark(node, {.kind = OriginKind::joined, .of = static_cast<Index>(joined_.size())});
            joined_.push_back(std::move(parts));
        }
    }
    [[nodiscard]] const std::vector<JoinedPart>& joined(const Origin& origin) const {
        return joined_[origin.of];
    }
    [[nodiscard]] Origin of(queueing::LatencyNode node) const {
        return node.index < all_.size() ? all_[node.index] : Origin();
    }

  private:
    bool wanted_;
    std::vector<Origin> all_;
    std::vector<std::vector<JoinedPart>> joined_;
};

}  // namespace headroom::engine::solver
