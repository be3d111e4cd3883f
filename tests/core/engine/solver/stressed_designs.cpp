#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/core/engine/solver/random_designs.h"

namespace headroom::engine::tests {

namespace {

using nlohmann::json;

class Generator {
  public:
    explicit Generator(std::mt19937& random) : random_(random) {}

    json design() {
        const int services = chance(0.15) ? 8 + below(13) : 2 + below(5);
        const int stores = 1 + below(1 + services / 3);
        const int caches = below(2 + services / 5);
        addClient();
        for (int i = 0; i < services; ++i) {
            addService(i);
        }
        connect("users", "s0", 1, chance(0.3));
        for (int i = 1; i < services; ++i) {
            const int callers = chance(0.25) ? 2 : 1;
            for (int k = 0; k < callers; ++k) {
                // Mostly one of the last few, so that there are chains.
                connect(service(std::max(0, i - 1 - below(4))), service(i), 1, true);
            }
        }
        for (int i = 0; i < caches; ++i) {
            addCache(i, services);
        }
        for (int i = 0; i < stores; ++i) {
            const std::string store = add("d", i, "sql_database", {{"replicas", 0}});
            connect(service(below(services)), store, 1, true);
        }
        for (json& component : components_) {
            size(component);
        }
        return {{"format", "headroom.design"},
                {"version", 1},
                {"components", components_},
                {"connections", connections_}};
    }

  private:
    double uniform(double low, double high) {
        return low + (high - low) * (static_cast<double>(random_()) / 4294967296.0);
    }
    int below(int count) { return static_cast<int>(uniform(0, count)); }
    bool chance(double probability) { return uniform(0, 1) < probability; }
    double oneOf(const std::vector<double>& values) {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    }
    static std::string service(int i) { return "s" + std::to_string(i); }

    std::string add(const std::string& letter, int i, const std::string& kind, json params) {
        const std::string id = letter + std::to_string(i);
        params["workers"] = 1 + below(8);
        components_.push_back({{"id", id}, {"kind", kind}, {"params", std::move(params)}});
        return id;
    }

    void addClient() {
        const double reads = uniform(50, 300);
        const double writes = chance(0.4) ? uniform(5, 60) : 0;
        const json keys{{"count", 20000}, {"zipf", uniform(0.6, 1.2)}, {"object_bytes", 1000}};
        json workloads = json::array({{{"id", "get"}, {"rps", reads}, {"keys", keys}}});
        if (writes > 0) {
            workloads.push_back({{"id", "put"}, {"op", "write"}, {"rps", writes}, {"keys", keys}});
        }
        components_.push_back({{"id", "users"}, {"kind", "client"}, {"workloads", workloads}});
        flow_["users"] = reads + writes;
    }

    void addService(int i) {
        json params{{"instances", 1 + below(4)}, {"service_cv", oneOf({0, 0.5, 1, 1, 1, 2})}};
        if (chance(0.5)) {
            params["slots"] = oneOf({2, 4, 8, 16, 64});
        }
        if (chance(0.2)) {
            params["queue_limit"] = oneOf({0, 1, 5, 20});
        }
        if (chance(0.2)) {
            params["error_rate"] = oneOf({0.01, 0.05, 0.1});
        }
        add("s", i, "service", params);
    }

    void addCache(int i, int services) {
        const std::string caller = service(below(services));
        const std::string cache =
            add("k", i, "cache",
                {{"strategy", "look_aside"}, {"instances", 1}, {"memory_bytes", oneOf({2e5, 2e6, 1e7})}});
        const std::string lookup = connect(caller, cache, 1, true);
        const std::string store = add("b", i, "sql_database", {{"replicas", 0}});
        json& miss = params(connect(caller, store, 0.5, true));
        miss["when"] = "on_miss";
        miss["of"] = lookup;
    }

    json& params(const std::string&) { return connections_.back()["params"]; }

    // `share` of what the caller does goes there.
    std::string connect(const std::string& from, const std::string& to, double share, bool guarded) {
        const std::string id = "e" + std::to_string(connections_.size());
        json params{{"latency_ms", oneOf({0, 0, 0.5, 1, 5})}};
        if (guarded) {
            guard(params);
        }
        if (chance(0.1)) {
            params["calls"] = oneOf({0.5, 2});
        }
        if (chance(0.12)) {
            params["mode"] = "parallel";
        }
        flow_[to] += flow_[from] * share * params.value("calls", 1.0);
        connections_.push_back(
            {{"id", id}, {"from", from}, {"to", to}, {"kind", "request"}, {"params", params}});
        return id;
    }

    void guard(json& params) {
        if (chance(0.4)) {
            params["timeout_ms"] = oneOf({20, 50, 100, 200, 500, 1000});
            params["cancel_on_timeout"] = chance(0.2);
        }
        if (chance(0.4)) {
            params["retries"] = 1 + below(3);
            params["backoff_ms"] = oneOf({0, 10, 100});
            if (chance(0.2)) {
                params["retry_budget"] = oneOf({0.1, 0.5});
            }
        }
        if (chance(0.3)) {
            params["breaker"] = {{"threshold", oneOf({0.1, 0.2, 0.5})},
                                 {"window", oneOf({10, 20, 100})},
                                 {"open_ms", oneOf({500, 5000})}};
        }
        if (chance(0.15)) {
            params["max_concurrent"] = 1 + below(40);
        }
        if (chance(0.15)) {
            params["required"] = false;
        }
        if (chance(0.07)) {
            params["hedge_after_ms"] = oneOf({20, 100});
        }
    }

    // 40 to 120 % busy if everything is tried once.
    void size(json& component) {
        if (component.at("kind") == "client") {
            return;
        }
        json& params = component["params"];
        const double servers = params.value("instances", 1) * params.at("workers").get<int>();
        const double rate = std::max(flow_[component.at("id")], 1.0);
        const double ms = uniform(0.4, 1.2) * servers / rate * 1000;
        if (component.at("kind") == "sql_database") {
            params["read_ms"] = params["write_ms"] = ms;
        } else {
            params["service_time_ms"] = ms;
        }
    }

    std::mt19937& random_;
    json components_ = json::array();
    json connections_ = json::array();
    std::map<std::string, double> flow_;
};

}  // namespace

json stressedDesign(std::mt19937& random) {
    return Generator(random).design();
}

}  // namespace headroom::engine::tests
