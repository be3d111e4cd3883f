#include "tests/montecarlo/random_design.h"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace montecarlo {

namespace {

using nlohmann::json;

/// Rates of reads and writes.
struct Flow {
    double reads = 0;
    double writes = 0;
    [[nodiscard]] double total() const { return reads + writes; }
};

class Generator {
  public:
    explicit Generator(std::uint64_t seed) : random_(seed) {}

    json design() {
        const Flow traffic{uniform(50, 500), chance(0.6) ? uniform(5, 100) : 0};
        addClient(traffic);
        const int deepest = 2 + below(3);
        for (int level = 0; level < deepest; ++level) {
            servicesOfLevel_.push_back(addServices(level == 0 ? 1 : 1 + below(2), level));
        }
        connectEntry(traffic);
        for (const auto& level : servicesOfLevel_) {
            for (const std::string& service : level) {
                callFrom(service);
            }
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
        return std::uniform_real_distribution<double>(low, high)(random_);
    }
    int below(int count) { return static_cast<int>(uniform(0, count)); }
    bool chance(double probability) { return uniform(0, 1) < probability; }

    void addClient(Flow traffic) {
        json workloads = json::array();
        workloads.push_back({{"id", "get"}, {"op", "read"}, {"rps", traffic.reads}});
        if (traffic.writes > 0) {
            workloads.push_back({{"id", "put"}, {"op", "write"}, {"rps", traffic.writes}});
        }
        components_.push_back({{"id", "users"}, {"kind", "client"}, {"workloads", workloads}});
    }

    std::string add(const std::string& kind, json params) {
        const std::string id = kind.substr(0, 2) + std::to_string(components_.size());
        components_.push_back({{"id", id}, {"kind", kind}, {"params", std::move(params)}});
        return id;
    }

    std::vector<std::string> addServices(int count, int level) {
        std::vector<std::string> out;
        for (int i = 0; i < count; ++i) {
            json params{{"instances", 1 + below(3)}, {"workers", 1 + below(3)}};
            if (level > 0 && chance(0.25)) {
                params["error_rate"] = uniform(0.01, 0.1);
            }
            out.push_back(add("service", params));
            levelOf_[out.back()] = level;
        }
        return out;
    }

    std::string connect(const std::string& from, const std::string& to, json params) {
        const std::string id = "e" + std::to_string(connections_.size());
        params["latency_ms"] = chance(0.5) ? 0.0 : uniform(0.1, 3);
        connections_.push_back(
            {{"id", id}, {"from", from}, {"to", to}, {"kind", "request"}, {"params", params}});
        return id;
    }

    void connectEntry(Flow traffic) {
        const std::string& entry = servicesOfLevel_.front().front();
        std::string from = "users";
        if (chance(0.5)) {
            const std::string balancer =
                add("load_balancer", {{"instances", 1}, {"workers", 2}, {"policy", "random"}});
            connect(from, balancer, json::object());
            flow_[balancer] = traffic;
            from = balancer;
        }
        connect(from, entry, json::object());
        flow_[entry] = traffic;
    }

    /// A deeper service, or a new database.
    std::string someCallee(int level) {
        if (level + 1 < static_cast<int>(servicesOfLevel_.size()) && chance(0.65)) {
            const auto& deeper = servicesOfLevel_[static_cast<std::size_t>(level) + 1];
            return deeper[static_cast<std::size_t>(below(static_cast<int>(deeper.size())))];
        }
        return add("sql_database", {{"replicas", 0}, {"workers", 1 + below(4)}});
    }

    void pass(const std::string& to, Flow flow) {
        flow_[to].reads += flow.reads;
        flow_[to].writes += flow.writes;
    }

    void callFrom(const std::string& service) {
        const Flow own = flow_[service];
        const int level = levelOf_[service];
        const int parts = 1 + below(2);
        for (int i = 0; i < parts; ++i) {
            switch (below(4)) {
                case 0:
                    callRepeatedly(service, own, level);
                    break;
                case 1:
                    callOneOfTwo(service, own, level);
                    break;
                case 2:
                    lookUp(service, own);
                    break;
                default:
                    callWithFallback(service, own, level);
                    break;
            }
        }
    }

    void callRepeatedly(const std::string& service, Flow own, int level) {
        const std::vector<double> choices{1, 0.4, 1.5, 2};
        const double calls = choices[static_cast<std::size_t>(below(4))];
        const std::string callee = someCallee(level);
        connect(service, callee, {{"calls", calls}});
        pass(callee, {own.reads * calls, own.writes * calls});
    }

    void callOneOfTwo(const std::string& service, Flow own, int level) {
        const double weight = uniform(0.2, 3);
        const double share = weight / (weight + 1);
        const std::string name = "either" + std::to_string(connections_.size());
        const std::string first = someCallee(level);
        const std::string second = someCallee(level);
        connect(service, first, {{"choice", name}, {"weight", weight}});
        connect(service, second, {{"choice", name}, {"weight", 1}});
        pass(first, {own.reads * share, own.writes * share});
        pass(second, {own.reads * (1 - share), own.writes * (1 - share)});
    }

    void lookUp(const std::string& service, Flow own) {
        const double hit = uniform(0.3, 0.95);
        const std::string cache = add(
            "cache",
            {{"strategy", "look_aside"}, {"hit_ratio", hit}, {"instances", 1}, {"workers", 1 + below(2)}});
        const std::string store = add("sql_database", {{"replicas", 0}, {"workers", 1 + below(4)}});
        const std::string lookup = connect(service, cache, json::object());
        connect(service, store, {{"when", "on_miss"}, {"of", lookup}});
        const double misses = own.reads * (1 - hit);
        pass(cache, {own.reads + misses, own.writes});
        pass(store, {misses, own.writes});
    }

    void callWithFallback(const std::string& service, Flow own, int level) {
        const std::string callee = someCallee(level);
        const std::string call = connect(service, callee, json::object());
        pass(callee, own);
        if (chance(0.5)) {
            const std::string store = add("sql_database", {{"replicas", 0}, {"workers", 1}});
            connect(service, store, {{"when", "on_failure"}, {"of", call}});
            pass(store, {own.reads * 0.3, own.writes * 0.3});  // more than will ever fail
        }
    }

    /// Gives a station the service time that makes it 20 to 75 % busy at its largest possible load.
    void size(json& component) {
        if (component.at("kind") == "client") {
            return;
        }
        json& params = component["params"];
        const double servers = params.value("instances", 1) * params.at("workers").get<int>();
        const double rate = std::max(flow_[component.at("id")].total(), 1.0);
        const double serviceMs = uniform(0.2, 0.75) * servers / rate * 1000;
        if (component.at("kind") == "sql_database") {
            params["read_ms"] = params["write_ms"] = serviceMs;
        } else {
            params["service_time_ms"] = serviceMs;
        }
        params["service_cv"] = 1;
    }

    std::mt19937_64 random_;
    json components_ = json::array();
    json connections_ = json::array();
    std::vector<std::vector<std::string>> servicesOfLevel_;
    std::map<std::string, int> levelOf_;
    std::map<std::string, Flow> flow_;
};

}  // namespace

json troubled(json design, std::uint64_t seed) {
    std::mt19937_64 random(seed + 1000);
    const auto uniform = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    for (json& connection : design["connections"]) {
        json& params = connection["params"];
        if (uniform(0, 1) < 0.3) {
            params["retries"] = uniform(0, 1) < 0.5 ? 1 : 2;
            params["backoff_ms"] = uniform(50, 300);
        }
        if (uniform(0, 1) < 0.3) {
            params["timeout_ms"] = uniform(20, 200);
        }
        if (uniform(0, 1) < 0.2 && !params.contains("when")) {
            params["required"] = false;
        }
    }
    return design;
}

json randomDesign(std::uint64_t seed) {
    return Generator(seed).design();
}

}  // namespace montecarlo
