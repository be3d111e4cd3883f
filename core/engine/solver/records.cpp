#include "core/engine/solver/records.h"

#include <algorithm>

#include "core/engine/solver/findings.h"
#include "core/engine/solver/network.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

// With its ends, and what follows from where these are.
Connection resolved(const model::Design& design, const catalog::Catalog& catalog,
                    const model::Connection& record, const ConnectionRecord& known, const Model& model) {
    Connection c = known.connection;
    c.from = static_cast<Index>(design.components().positionOf(record.from));
    c.to = static_cast<Index>(design.components().positionOf(record.to));
    if (design.connections().contains(known.of)) {
        c.of = static_cast<Index>(design.connections().positionOf(known.of));
    }
    c.latencyMs = known.latencyMs ? *known.latencyMs
                                  : defaultLatencyMs(design, catalog, design.components()[c.from],
                                                     design.components()[c.to],
                                                     model.components[c.from].steady.originates);
    return c;
}

// Ascending `order`; who names none stands at its place in the file.
void sortConnections(const std::vector<double>& order, Model& model) {
    for (Index i = 0; i < model.connections.size(); ++i) {
        model.components[model.connections[i].from].connections.push_back(i);
    }
    for (Component& component : model.components) {
        std::stable_sort(component.connections.begin(), component.connections.end(),
                         [&](Index a, Index b) { return order[a] < order[b]; });
    }
}

/// What the object `keys` of a workload or connection says.
struct KeysRecord {
    KeySpace space;
    double missingShare = 0;
};

KeysRecord keysFrom(const std::vector<catalog::ParamSpec>& specs, const json::Object& keys, const Id& owner) {
    const catalog::ParamSpec* spec = catalog::findSpec(specs, "keys");
    static const std::vector<catalog::ParamSpec> noFields;
    const ParamReader reader(spec != nullptr ? spec->fields : noFields, keys);
    const std::string_view space = reader.text("space");
    return {.space = {.space = space.empty() ? owner : std::string(space),
                      .count = reader.number("count", 1),
                      .zipf = reader.number("zipf", 0),
                      .objectBytes = reader.number("object_bytes", 1)},
            .missingShare = reader.number("missing_share", 0)};
}

template <class T>
Index indexIn(std::vector<T>& list, const T& item) {
    const auto found = std::find(list.begin(), list.end(), item);
    if (found != list.end()) {
        return static_cast<Index>(found - list.begin());
    }
    list.push_back(item);
    return static_cast<Index>(list.size() - 1);
}

void readKeys(const catalog::Catalog& catalog, const model::Connection& record, Model& model) {
    const json::Value* own = record.params.find("keys");
    if (own == nullptr || own->object() == nullptr) {
        return;
    }
    const KeysRecord keys = keysFrom(catalog.connectionParams(record.kind), *own->object(), record.id);
    model.connections.back().keys = indexIn(model.keySpaces, keys.space);
    model.connections.back().missingShare = keys.missingShare;
}

// A workload without keys takes those of the first of its source.
KeysRecord keysOf(const catalog::Catalog& catalog, const model::Component& source,
                  const model::Workload& workload) {
    const json::Value* own = workload.params.find("keys");
    if ((own == nullptr || own->isNull()) && !source.workloads.empty()) {
        own = source.workloads.front().params.find("keys");
    }
    const json::Object* keys = own != nullptr ? own->object() : nullptr;
    return keysFrom(catalog.recordParams("workload"), keys != nullptr ? *keys : json::Object(), source.id);
}

bool goesByPriority(const Model& model) {
    return std::ranges::any_of(model.components, [](const Component& component) {
        return component.steady.urgentFirst || (component.steady.gate && component.steady.gate->reserve > 0);
    });
}

// Squared coefficient of variation of the times between requests.
double arrivalScvOf(const ParamReader& reader) {
    const std::string_view arrival = reader.text("arrival");
    if (arrival == "deterministic") {
        return 0;
    }
    const double cv = arrival == "bursty" ? reader.number("arrival_cv", 1) : 1;
    return cv * cv;
}

Clients clientsOf(const catalog::Catalog& catalog, const model::Workload& workload) {
    const json::Value* own = workload.params.find("clients");
    const catalog::ParamSpec* spec = catalog::findSpec(catalog.recordParams("workload"), "clients");
    if (own == nullptr || own->object() == nullptr || spec == nullptr) {
        return {};
    }
    const ParamReader reader(spec->fields, *own->object());
    return {.count = reader.number("count", 1), .zipf = reader.number("zipf", 0)};
}

void readWorkload(const catalog::Catalog& catalog, Index source, const model::Component& record,
                  const model::Workload& workload, double sourceRps, double factor, bool byWorkload,
                  Model& model) {
    const ParamReader reader(catalog.recordParams("workload"), workload.params);
    Workload w;
    w.component = source;
    w.name = record.id + "." + workload.id;
    w.rps = factor * reader.figure("rps").value_or(reader.number("share", 0) * sourceRps);
    if (const auto users = reader.figure("users")) {
        w.users = factor * *users;
        w.thinkMs = reader.number("think_time_ms", 0);
        w.rps = *w.users * msPerSecond / (w.thinkMs + leastCycleMs);
        model.components[source].usersWait = true;
    }
    w.deadlineMs = reader.figure("deadline_ms");
    w.clients = clientsOf(catalog, workload);
    w.connections = factor * reader.number("connections", 0);
    w.arrivalScv = w.users ? 1 : arrivalScvOf(reader);
    const KeysRecord keys = keysOf(catalog, record, workload);
    const Op op = opNamed(reader.text("op")).value_or(Op::read);
    w.requestClass = indexIn(
        model.classes,
        RequestClass{
            .op = op,
            .keys = indexIn(model.keySpaces, keys.space),
            .missingShare = op == Op::read ? keys.missingShare : 0,
            .requestBytes = reader.number("request_bytes", 0),
            .responseBytes = reader.number("response_bytes", 0),
            .priority = goesByPriority(model) ? reader.number("priority", 0) : 0,
            .workload = byWorkload || w.connections > 0 ? static_cast<Index>(model.workloads.size()) : none});
    model.workloads.push_back(std::move(w));
}

bool has(const json::Object& params, std::string_view name) {
    const json::Value* value = params.find(name);
    return value != nullptr && !value->isNull();
}

// Users do not find what others find.
bool haveUsersBesideOthers(const model::Design& design) {
    std::size_t all = 0;
    bool users = false;
    for (const auto& component : design.components()) {
        all += component->workloads.size();
        users = users || std::ranges::any_of(component->workloads, [](const model::Workload& workload) {
                    return has(workload.params, "users");
                });
    }
    return users && all > 1;
}

void reportRateOfUsers(const Id& source, const model::Workload& workload,
                       std::vector<results::Finding>& findings) {
    std::vector<std::string> names;
    for (const char* name : {"rps", "share", "arrival"}) {
        if (has(workload.params, "users") && has(workload.params, name)) {
            names.emplace_back(name);
        }
    }
    if (!names.empty()) {
        findings.push_back(
            finding("users-and-rate", Severity::warning, {source},
                    {{"workload", source + "." + workload.id}, {"names", results::listed(names)}}));
    }
}

}  // namespace

queueing::ServiceDistribution Workload::gaps(double requestsPerS) const {
    const double mean = msPerSecond / requestsPerS;
    return arrivalScv > 1 ? queueing::ServiceDistribution::hyperexponential(mean, arrivalScv)
                          : queueing::ServiceDistribution::gamma(mean, arrivalScv);
}

void readRecords(const model::Design& design, const catalog::Catalog& catalog, KnownRecords& known,
                 Model& model, std::vector<results::Finding>& findings) {
    known.readingBegins(catalog);
    for (const auto& record : design.components()) {
        model.components.push_back(known.of(record));
        if (!model.components.back().known) {
            findings.push_back(finding("unknown-kind", Severity::warning, {record->id},
                                       {{"component", record->id}, {"kind", printable(record->kind)}}));
        }
    }
    std::vector<double> order;
    for (const auto& record : design.connections()) {
        const ConnectionRecord& connection = known.of(record);
        order.push_back(connection.order.value_or(static_cast<double>(order.size())));
        model.connections.push_back(resolved(design, catalog, *record, connection, model));
        readKeys(catalog, *record, model);
    }
    known.readingEnds();
    sortConnections(order, model);
    const ParamReader scenario(catalog.recordParams("scenario"), design.document().scenario);
    model.horizonS = scenario.number("horizon_s", 600);
}

void changeScale(const Conditions& conditions, const model::Design& design, const catalog::Catalog& catalog,
                 Model& model, std::vector<results::Finding>& findings) {
    for (const Event& event : conditions.events) {
        if (event.type != Event::Type::scale || event.component == none || !event.instances) {
            continue;
        }
        Component& component = model.components[event.component];
        const model::Component& record = design.components()[event.component];
        const catalog::Kind* kind = catalog.kind(record.kind);
        if (kind != nullptr && catalog::findSpec(kind->params, "instances") != nullptr) {
            component.steady = withInstances(record, catalog, *event.instances);
            component.scaled = true;
        } else {
            findings.push_back(finding("scale-without-instances", Severity::warning, {component.id},
                                       {{"component", component.id}}));
        }
    }
}

void readWorkloads(const model::Design& design, const catalog::Catalog& catalog, Model& model) {
    const bool byWorkload = std::any_of(model.connections.begin(), model.connections.end(),
                                        [](const Connection& c) { return !c.workloads.empty(); }) ||
                            haveUsersBesideOthers(design);
    const ParamReader scenario(catalog.recordParams("scenario"), design.document().scenario);
    const double factor = scenario.number("load_factor", 1);
    for (Index i = 0; i < model.components.size(); ++i) {
        const model::Component& record = design.components()[i];
        if (!model.components[i].steady.originates) {
            continue;
        }
        const double sourceRps =
            ParamReader(catalog.kind(record.kind)->params, record.params).number("rps", 0);
        for (const model::Workload& workload : record.workloads) {
            readWorkload(catalog, i, record, workload, sourceRps, factor, byWorkload, model);
        }
    }
}

void reportUnusedSettings(const model::Design& design, std::vector<results::Finding>& findings) {
    for (const auto& component : design.components()) {
        for (const model::Workload& workload : component->workloads) {
            reportRateOfUsers(component->id, workload, findings);
        }
    }
}

}  // namespace headroom::engine::solver
