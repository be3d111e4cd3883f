#include "core/engine/solver/known_records.h"

#include "core/engine/behaviors/table.h"
#include "core/queueing/availability.h"

namespace headroom::engine::solver {

namespace {

When whenNamed(std::string_view name) {
    if (name == "on_miss") {
        return When::onMiss;
    }
    return name == "on_failure" ? When::onFailure : When::always;
}

template <class Take>
void eachText(const json::Value* list, Take take) {
    if (list == nullptr || list->array() == nullptr) {
        return;
    }
    for (const json::Value& item : *list->array()) {
        take(item.text());
    }
}

Component read(const model::Component& record, const catalog::Catalog& catalog) {
    Component component;
    component.id = record.id;
    const catalog::Kind* kind = catalog.kind(record.kind);
    const Behavior* behavior = kind != nullptr ? behaviors::find(kind->behavior) : nullptr;
    component.known = behavior != nullptr;
    if (component.known) {
        const ParamReader reader(kind->params, record.params);
        component.steady = behavior->steadyState(reader);
        component.availability = availabilityIn(reader);
    }
    return component;
}

void readFilters(const ParamReader& reader, Connection& connection) {
    eachText(reader.value("ops"), [&](std::string_view word) {
        if (const auto op = opNamed(word)) {
            connection.ops.push_back(*op);
        }
    });
    eachText(reader.value("workloads"),
             [&](std::string_view word) { connection.workloads.emplace_back(word); });
}

void readAttempts(const ParamReader& reader, Connection& connection) {
    connection.required = reader.flag("required", true);
    connection.timeoutMs = reader.figure("timeout_ms");
    connection.cancelsOnTimeout = reader.flag("cancel_on_timeout", false);
    connection.retries = static_cast<int>(reader.number("retries", 0));
    connection.backoffMs = reader.number("backoff_ms", 0);
    connection.retryBudget = reader.figure("retry_budget");
    connection.hedgeAfterMs = reader.figure("hedge_after_ms");
    if (const auto most = reader.figure("max_concurrent")) {
        connection.maxConcurrent = static_cast<std::int64_t>(*most);
    }
    const json::Value* breaker = reader.value("breaker");
    if (breaker != nullptr && breaker->object() != nullptr) {
        const ParamReader fields = reader.within("breaker", *breaker->object());
        connection.breaker = Breaker{.threshold = fields.number("threshold", 0.5),
                                     .window = static_cast<std::int64_t>(fields.number("window", 1)),
                                     .openMs = fields.number("open_ms", 0)};
    }
}

ConnectionRecord read(const model::Connection& record, const catalog::Catalog& catalog) {
    const ParamReader reader(catalog.connectionParams(record.kind), record.params);
    ConnectionRecord read;
    Connection& c = read.connection;
    c.id = record.id;
    c.publishes = record.kind == "publish";
    c.replicates = record.kind == "replicate";
    c.calls = reader.number("calls", 1);
    c.choice = reader.text("choice");
    c.weight = reader.number("weight", 1);
    readFilters(reader, c);
    c.when = whenNamed(reader.text("when"));
    c.as = opNamed(reader.text("as"));
    c.serviceMs = reader.figure("service_time_ms");
    const double cv = reader.number("latency_cv", 0);
    c.latencyScv = cv * cv;
    c.bandwidthMbps = reader.figure("bandwidth_mbps");
    c.policy = policyNamed(reader.text("policy"));
    readAttempts(reader, c);
    read.of = reader.text("of");
    read.latencyMs = reader.figure("latency_ms");
    read.order = reader.figure("order");
    return read;
}

// What is known of a record; read where it has not been asked for before.
template <class Records, class Pointer>
const auto& find(Records& records, const Pointer& record, const catalog::Catalog& catalog,
                 std::uint64_t reading) {
    auto& known = records[record.get()];
    if (known.record == nullptr) {
        known.record = record;
        known.read = read(*record, catalog);
    }
    known.lastReading = reading;
    return known.read;
}

}  // namespace

std::optional<Op> opNamed(std::string_view name) {
    if (name == "read") {
        return Op::read;
    }
    return name == "write" ? std::optional(Op::write) : std::nullopt;
}

std::optional<double> availabilityIn(const ParamReader& reader) {
    if (const auto given = reader.figure("availability")) {
        return given;
    }
    const auto mtbf = reader.figure("mtbf_hours");
    return mtbf ? std::optional(queueing::steadyAvailability(*mtbf, reader.number("mttr_hours", 1)))
                : std::nullopt;
}

SteadyState withInstances(const model::Component& record, const catalog::Catalog& catalog, double instances) {
    model::Component other = record;
    other.params.set("instances", instances);
    return read(other, catalog).steady;
}

void KnownRecords::readingBegins(const catalog::Catalog& catalog) {
    if (catalog_ != &catalog) {
        components_.clear();
        connections_.clear();
        catalog_ = &catalog;
    }
    ++reading_;
}

const Component& KnownRecords::of(const std::shared_ptr<const model::Component>& record) {
    return find(components_, record, *catalog_, reading_);
}

const ConnectionRecord& KnownRecords::of(const std::shared_ptr<const model::Connection>& record) {
    return find(connections_, record, *catalog_, reading_);
}

void KnownRecords::readingEnds() {
    const auto isOld = [&](const auto& entry) { return entry.second.lastReading != reading_; };
    std::erase_if(components_, isOld);
    std::erase_if(connections_, isOld);
}

}  // namespace headroom::engine::solver
