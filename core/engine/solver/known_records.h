#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/catalog/catalog.h"
#include "core/engine/param_reader.h"
#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// "read" or "write".
std::optional<Op> opNamed(std::string_view name);

/// What a connection says by itself.
struct ConnectionRecord {
    Connection connection;  ///< without what depends on others: its ends, `of`, latency and keys
    std::string of;
    std::optional<double> latencyMs;
    std::optional<double> order;
};

/// Share of the time that one is up: as it is given, or by the times between failures and of repairs.
std::optional<double> availabilityIn(const ParamReader& reader);

/// What a component would say of itself with so many instances; as ever where its kind has none.
SteadyState withInstances(const model::Component& record, const catalog::Catalog& catalog, double instances);

/// What components and connections say by themselves, each read once: records never change, an edit makes
/// others. Remembers those of the last design that was read, as long as the catalogue is the same object.
class KnownRecords {
  public:
    void readingBegins(const catalog::Catalog& catalog);
    /// Good until the reading ends. Of a kind that is unknown, only the id.
    const Component& of(const std::shared_ptr<const model::Component>& record);
    const ConnectionRecord& of(const std::shared_ptr<const model::Connection>& record);
    /// Forgets what has not been asked for. A reading without an end forgets nothing.
    void readingEnds();
    void forget(const std::shared_ptr<const model::Component>& record) { components_.erase(record.get()); }

  private:
    template <class Record, class Read>
    struct Known {
        std::shared_ptr<const Record> record;  ///< kept, so that no other can have its address
        Read read;
        std::uint64_t lastReading = 0;
    };
    template <class Record, class Read>
    using Records = std::unordered_map<const Record*, Known<Record, Read>>;

    const catalog::Catalog* catalog_ = nullptr;
    std::uint64_t reading_ = 0;
    Records<model::Component, Component> components_;
    Records<model::Connection, ConnectionRecord> connections_;
};

}  // namespace headroom::engine::solver
