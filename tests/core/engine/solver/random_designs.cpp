#include "tests/core/engine/solver/random_designs.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/core/engine/solved.h"

namespace headroom::engine::tests {

namespace {

using nlohmann::json;

double uniform(std::mt19937& random, double low, double high) {
    return low + (high - low) * (static_cast<double>(random()) / 4294967296.0);
}

int below(std::mt19937& random, std::size_t count) {
    return static_cast<int>(uniform(random, 0, static_cast<double>(count)));
}

json document(json components, json connections) {
    return {{"format", "headroom.design"},
            {"version", 1},
            {"components", std::move(components)},
            {"connections", std::move(connections)}};
}

json calmComponent(std::mt19937& random, int i) {
    static const std::vector<std::string> kinds = {"service",       "load_balancer", "cache", "sql_database",
                                                   "message_queue", "worker",        "cdn"};
    const std::string kind =
        i == 1 ? "service" : kinds[static_cast<std::size_t>(below(random, kinds.size()))];
    json params{{"workers", 1 + below(random, 4)},
                {"service_cv", below(random, 3) == 0 ? uniform(random, 0, 2) : 1.0}};
    // So short that even many calls leave room.
    const double ms = uniform(random, 0.001, 0.02);
    if (kind == "sql_database") {
        params["read_ms"] = ms;
        params["write_ms"] = 2 * ms;
        params["replicas"] = below(random, 3);
    } else {
        params["service_time_ms"] = ms;
        params["instances"] = 1 + below(random, 3);
    }
    if (kind == "cache" || kind == "cdn") {
        params["hit_ratio"] = uniform(random, 0, 1);
    }
    if (below(random, 4) == 0) {
        params["error_rate"] = uniform(random, 0, 0.1);
    }
    return {{"id", "c" + std::to_string(i)}, {"kind", kind}, {"params", params}};
}

json calmConnection(std::mt19937& random, const json& components, int to, int number) {
    const int from = to == 1 ? 0 : 1 + below(random, static_cast<std::size_t>(to - 1));
    json params{{"latency_ms", below(random, 2) == 0 ? 0.0 : uniform(random, 0, 1)}};
    switch (below(random, 5)) {
        case 0:
            params["calls"] = uniform(random, 0, 2);
            break;
        case 1:
            params["choice"] = "either";
            params["weight"] = uniform(random, 0.1, 3);
            break;
        case 2:
            params["when"] = "on_miss";
            break;
        case 3:
            params["when"] = "on_failure";
            break;
        default:
            break;
    }
    const bool broker = components[static_cast<std::size_t>(from)].at("kind") == "message_queue";
    const bool publishes = !broker && below(random, 6) == 0;
    if (publishes) {
        params.erase("when");
    }
    return {{"id", "e" + std::to_string(number)},
            {"from", "c" + std::to_string(from)},
            {"to", "c" + std::to_string(to)},
            {"kind", publishes ? "publish" : "request"},
            {"params", params}};
}

/// A value of a descriptor: its ends, or something between.
json wildValue(const catalog::ParamSpec& spec, std::mt19937& random) {
    const double between = spec.minimum > 0 || spec.maximum < 10
                               ? uniform(random, spec.minimum, spec.maximum)
                               : std::min(spec.maximum, std::pow(10, uniform(random, -3, 4)));
    const double value = std::vector<double>{spec.minimum, spec.maximum, between,
                                             between}[static_cast<std::size_t>(below(random, 4))];
    switch (spec.type) {
        case catalog::ParamType::number:
            return value;
        case catalog::ParamType::integer:
            return static_cast<std::int64_t>(std::max(spec.minimum, std::round(value)));
        case catalog::ParamType::enumeration:
            return spec.options[static_cast<std::size_t>(below(random, spec.options.size()))].value;
        case catalog::ParamType::object: {
            json fields = json::object();
            for (const catalog::ParamSpec& field : spec.fields) {
                const json chosen = wildValue(field, random);
                if (!chosen.is_null()) {
                    fields[field.name] = chosen;
                }
            }
            return fields;
        }
        default:
            return nullptr;
    }
}

json wildParams(const std::vector<catalog::ParamSpec>& specs, std::mt19937& random, std::size_t oneIn) {
    json params = json::object();
    const auto base = static_cast<std::uint32_t>(random());
    for (const catalog::ParamSpec& spec : specs) {
        // By name, so that one more parameter does not draw all the others anew.
        std::uint32_t hash = base;
        for (const char letter : spec.name) {
            hash = (hash ^ static_cast<std::uint8_t>(letter)) * 16777619U;
        }
        std::mt19937 own(hash);
        const json value = below(own, oneIn) == 0 ? wildValue(spec, own) : json();
        if (!value.is_null()) {
            params[spec.name] = value;
        }
    }
    return params;
}

}  // namespace

json calmDesign(std::mt19937& random) {
    json components = json::array();
    json connections = json::array();
    components.push_back(
        {{"id", "c0"},
         {"kind", "client"},
         {"workloads",
          {{{"id", "get"}, {"rps", uniform(random, 1, 100)}, {"deadline_ms", uniform(random, 0.1, 5)}},
           {{"id", "put"}, {"op", "write"}, {"rps", uniform(random, 1, 30)}}}}});
    const int count = 2 + below(random, 9);
    for (int i = 1; i <= count; ++i) {
        components.push_back(calmComponent(random, i));
        const int incoming = 1 + below(random, 2);
        for (int k = 0; k < incoming; ++k) {
            connections.push_back(
                calmConnection(random, components, i, static_cast<int>(connections.size())));
        }
    }
    // A store calls nobody.
    json kept = json::array();
    for (json& connection : connections) {
        for (const json& component : components) {
            if (component.at("id") == connection.at("from") && component.at("kind") != "sql_database") {
                kept.push_back(connection);
            }
        }
    }
    return document(components, kept);
}

json wildDesign(std::mt19937& random) {
    const auto& kinds = shippedCatalog().kinds();
    json components = json::array();
    json connections = json::array();
    const int count = 1 + below(random, 8);
    for (int i = 0; i < count; ++i) {
        const catalog::Kind& kind = i == 0 ? *shippedCatalog().kind("client")
                                           : kinds[static_cast<std::size_t>(below(random, kinds.size()))];
        json component{{"id", "c" + std::to_string(i)},
                       {"kind", kind.id},
                       {"params", wildParams(kind.params, random, 3)}};
        if (shippedCatalog().behaviorOfKind(kind.id)->originates) {
            json workload = wildParams(shippedCatalog().recordParams("workload"), random, 2);
            workload["id"] = "w";
            component["workloads"] = json::array({workload});
        }
        components.push_back(component);
    }
    for (int i = 0; i < 2 * count; ++i) {
        const std::string kind = below(random, 5) == 0 ? "publish" : "request";
        connections.push_back({{"id", "e" + std::to_string(i)},
                               {"from", "c" + std::to_string(below(random, static_cast<std::size_t>(count)))},
                               {"to", "c" + std::to_string(below(random, static_cast<std::size_t>(count)))},
                               {"kind", kind},
                               {"params", wildParams(shippedCatalog().connectionParams(kind), random, 5)}});
    }
    return document(components, connections);
}

}  // namespace headroom::engine::tests
