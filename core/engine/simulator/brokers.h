#pragma once

#include "core/engine/simulator/stations.h"

namespace headroom::engine::simulator {

/// Messages between brokers and their consumers. A consumer has as many slots as workers at each machine,
/// unless it names another number, and holds one for each message from receiving it to being done with it,
/// calls included.
class Brokers {
  public:
    Brokers(RunState& state, Stations& stations);

    /// The broker's own work on a message is done: it waits for a consumer, or goes to one. False where there
    /// is no room for it and whoever sent it is told so.
    bool accept(Index task);
    /// Machines may have come, or come back: they take what waits, and partitions are dealt anew where there
    /// are more or fewer.
    void resume();
    /// A slot of a machine may have become free: it takes what waits.
    void takeFor(Index machine, Index component);
    /// A consumer is done with a message, well or not; the record of the task is gone afterwards.
    void done(Index task, bool ok);
    /// Deliveries that were not done in time are made again.
    void becomeVisible(Index component);
    /// What has waited too long in a line is lost.
    void expire(Index line);
    [[nodiscard]] std::size_t underWay() const { return messages_.used() + deliveries_.used(); }

  private:
    struct Message {
        double arrivedMs = 0;    ///< since then it waits
        double publishedMs = 0;  ///< the same, of its first time
        Index call = none;       ///< of a partition: by which it came
        Index next = none;
        std::uint32_t receives = 0;  ///< deliveries so far
    };
    /// A message at a consumer, where it may have to be delivered again.
    struct Delivery {
        double publishedMs = 0;
        double visibleMs = 0;
        Index line = none;
        Index task = none;  ///< that works on it
        Index next = none;
        Index previous = none;
        std::uint32_t receives = 0;
        bool failed = false;
    };
    /// Of one broker, by the time at which they are made again.
    struct Deliveries {
        Index first = none;
        Index last = none;
        bool watched = false;  ///< an event will come
    };
    /// First come, first taken. Those of a partition are taken one after the other.
    struct Line {
        Index broker = 0;
        Index visit = 0;
        Index machine = none;  ///< the only one that reads this partition
        Index first = none;
        Index last = none;
        std::optional<Index> partition = std::nullopt;
        bool busy = false;
        bool watched = false;  ///< an event will come when its oldest may be too old
        Index turn = 0;        ///< which of several connections to one consumer is next
    };
    /// Where a consumer takes from, and by which call; of a partition each message says that itself.
    struct Feed {
        Index line = 0;
        Index call = none;
    };
    void addQueue(Index visit);
    void addPartitions(Index visit);
    Index newLine(Index visit, Index machine);
    [[nodiscard]] Index machineOfPartition(Index consumer, Index partition) const;
    void rescaled(Index consumer);
    [[nodiscard]] const MessageRules& rulesOf(Index component) const {
        return state_.plan.model.components[component].steady.messages;
    }
    void enter(Index component, Index line, const Message& message);
    void append(Index line, const Message& message);
    Message takeFirst(Index line);
    void lose(Index line);
    [[nodiscard]] bool makeRoom(Index component);
    bool offer(Index visit, const Message& message);
    void publish(Index visit);
    // What may have to be delivered again.
    Index track(Index line, const Message& message);
    void unlink(Index component, Index delivery);
    void settle(Index delivery);
    void repeat(Index delivery);
    [[nodiscard]] Index freeConsumer(const solver::Visit& broker);
    [[nodiscard]] Index freeMachine(Index component);
    [[nodiscard]] const Feed* oldest(Index machine, Index component) const;
    const Feed& inTurn(Index component, const Feed& first);
    void deliver(const Feed& feed, Index machine);
    void send(Index call, Index machine, Index line, Index delivery, std::uint32_t again);
    [[nodiscard]] Index consumerOf(Index call) const;

    RunState& state_;
    Stations& stations_;
    Pool<Message> messages_;
    Pool<Delivery> deliveries_;
    std::vector<Deliveries> delivered_;  ///< by component
    std::vector<double> held_;           ///< messages that wait, by component
    std::vector<Line> lines_;
    std::vector<Index> lineOfVisit_;
    std::vector<Index> lineOfConnection_;   ///< its first partition's
    std::vector<std::vector<Feed>> feeds_;  ///< by consumer
    std::vector<Index> turns_;              ///< by consumer: where the search for a free slot begins
};

}  // namespace headroom::engine::simulator
