#pragma once

#include "core/engine/simulator/stations.h"

namespace headroom::engine::simulator {

/// Messages between brokers and their consumers. A consumer has as many slots as workers at each machine,
/// unless it names another number, and holds one for each message from receiving it to being done with it,
/// calls included.
class Brokers {
  public:
    Brokers(RunState& state, Stations& stations);

    /// The broker's own work on a message is done: it waits for a consumer, or goes to one.
    void accept(Index task);
    /// Machines that were dead may have come back: they take what waits.
    void resume();
    /// A slot of a machine may have become free: it takes what waits.
    void takeFor(Index machine, Index component);
    /// A consumer is done with a message, well or not; the record of the task is gone afterwards.
    void done(Index task, bool ok);
    [[nodiscard]] std::size_t waiting() const { return messages_.used(); }

  private:
    struct Message {
        double arrivedMs = 0;
        Index call = none;  ///< of a partition: by which it came
        Index next = none;
    };
    /// First come, first taken. Those of a partition are taken one after the other.
    struct Line {
        Index broker = 0;
        Index machine = none;  ///< the only one that reads this partition
        Index first = none;
        Index last = none;
        bool partition = false;
        bool busy = false;
    };
    /// Where a consumer takes from, and by which call; of a partition each message says that itself.
    struct Feed {
        Index line = 0;
        Index call = none;
    };
    void addQueue(Index visit);
    void addPartitions(Index visit);
    Index newLine(Index broker, Index machine);
    void append(Index line, Index call);
    void publish(Index visit);
    [[nodiscard]] Index freeConsumer(const solver::Visit& broker);
    [[nodiscard]] Index freeMachine(Index component);
    [[nodiscard]] const Feed* oldest(Index machine, Index component) const;
    void deliver(const Feed& feed, Index machine);
    void send(Index call, Index machine, Index line, std::uint32_t again);
    [[nodiscard]] Index consumerOf(Index call) const;

    RunState& state_;
    Stations& stations_;
    Pool<Message> messages_;
    std::vector<Line> lines_;
    std::vector<Index> lineOfVisit_;
    std::vector<Index> lineOfConnection_;   ///< its first partition's
    std::vector<std::vector<Feed>> feeds_;  ///< by consumer
    std::vector<Index> turns_;              ///< by consumer: where the search for a free slot begins
};

}  // namespace headroom::engine::simulator
