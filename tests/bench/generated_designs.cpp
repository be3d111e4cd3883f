#include "tests/bench/generated_designs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/format/design_file.h"
#include "core/json/writer.h"

namespace headroom::bench {

namespace {

constexpr int tileSize = 50;
constexpr int tilesInRow = 4;  // that share a service

/// A service, and the requests per second that it gets at most.
struct Service {
    std::string id;
    double rps = 0;
};

enum class Unit { cached, queued, stored, alone };
constexpr std::array pattern = {Unit::cached, Unit::queued, Unit::stored, Unit::cached, Unit::alone};

int extrasOf(Unit unit) {
    switch (unit) {
        case Unit::cached:
        case Unit::queued:
            return 2;
        case Unit::stored:
            return 1;
        case Unit::alone:
            break;
    }
    return 0;
}

class Generator {
  public:
    explicit Generator(std::uint32_t seed) : random_(seed) {}

    std::string write(int components) {
        for (int tile = 0; count() < components; ++tile) {
            addTile(tile, std::min(components - count(), tileSize));
        }
        return json::write(json::Object{{"format", "headroom.design"},
                                        {"version", 1},
                                        {"components", std::move(components_)},
                                        {"connections", std::move(connections_)}});
    }

  private:
    [[nodiscard]] int count() const { return static_cast<int>(components_.size()); }

    double uniform(double low, double high) {
        return low + (high - low) * static_cast<double>(random_()) / 4294967296.0;
    }
    bool chance(double probability) { return uniform(0, 1) < probability; }

    void add(const std::string& id, const std::string& kind, json::Object params) {
        components_.emplace_back(json::Object{{"id", id},
                                              {"kind", kind},
                                              {"x", 160 * (count() % tileSize)},
                                              {"y", 160 * (count() / tileSize)},
                                              {"params", std::move(params)}});
    }
    void connect(const std::string& from, const std::string& to, const std::string& kind,
                 json::Object params = {}) {
        connections_.emplace_back(json::Object{{"id", "e" + std::to_string(connections_.size())},
                                               {"from", from},
                                               {"to", to},
                                               {"kind", kind},
                                               {"params", std::move(params)}});
    }

    /// Machines that are busy between two fifths and seven tenths of the time.
    json::Object station(double rps, double ms) {
        const double workers = 4 * std::ceil(uniform(0, 4));
        const double machines = std::ceil(rps * ms / 1000 / workers / uniform(0.4, 0.7));
        return {{"instances", std::max(1, static_cast<int>(machines))},
                {"workers", static_cast<int>(workers)},
                {"service_time_ms", ms},
                {"service_cv", chance(0.7) ? 1.0 : uniform(0.5, 2)}};
    }

    double addClients(const std::string& tile) {
        const double reads = std::round(uniform(500, 2000));
        const double writes = std::round(reads / 10);
        const json::Object keys{
            {"count", std::round(uniform(1e5, 1e6))}, {"zipf", uniform(0.7, 1.1)}, {"object_bytes", 1000}};
        add(tile + "-users", "client", {});
        json::Object& users = *components_.back().object();
        users.set("workloads", json::Array{json::Object{{"id", "browse"},
                                                        {"rps", reads},
                                                        {"deadline_ms", 500},
                                                        {"request_bytes", 500},
                                                        {"response_bytes", 4000},
                                                        {"keys", keys}},
                                           json::Object{{"id", "post"},
                                                        {"op", "write"},
                                                        {"rps", writes},
                                                        {"request_bytes", 2000},
                                                        {"response_bytes", 200}}});
        return reads + writes;
    }

    // What belongs to a service: each call goes on to all of it.
    void addExtras(Unit unit, const Service& service) {
        if (unit == Unit::cached) {
            add(service.id + "-cache", "cache",
                {{"memory_bytes", std::round(uniform(2e7, 2e8))},
                 {"instances", std::max(1, static_cast<int>(std::ceil(service.rps * 2e-5)))}});
            connect(service.id, service.id + "-cache", "request");
        }
        if (unit == Unit::cached || unit == Unit::stored) {
            const double ms = uniform(0.5, 3);
            const int workers = static_cast<int>(std::ceil(service.rps * 2 * ms / 1000 / uniform(0.4, 0.7)));
            add(service.id + "-db", "sql_database",
                {{"workers", workers},
                 {"read_ms", ms},
                 {"write_ms", 2 * ms},
                 {"replicas", chance(0.5) ? 1 : 0}});
            connect(service.id, service.id + "-db", "request",
                    unit == Unit::cached ? json::Object{{"when", "on_miss"}} : json::Object{});
        }
        if (unit == Unit::queued) {
            add(service.id + "-queue", "message_queue", station(service.rps, uniform(0.05, 0.2)));
            add(service.id + "-worker", "worker", station(service.rps, uniform(1, 10)));
            connect(service.id, service.id + "-queue", "publish");
            connect(service.id + "-queue", service.id + "-worker", "request");
        }
    }

    void addService(const std::string& tile, Unit unit, std::vector<Service>& services, double rps) {
        const std::size_t number = services.size();
        Service service{tile + "-s" + std::to_string(number), 0};
        std::vector<std::pair<std::string, double>> callers;
        if (number < 2) {
            callers.emplace_back(tile + "-balancer", 1);
            service.rps = rps;
        } else {
            std::vector<std::size_t> from{(number - 2) / 2};
            if (const auto other = static_cast<std::size_t>(uniform(0, static_cast<double>(number)));
                chance(0.3) && other != from.front()) {
                from.push_back(other);
            }
            for (const std::size_t caller : from) {
                const double calls = chance(0.6) ? 1 : uniform(0.3, 1.5);
                callers.emplace_back(services[caller].id, calls);
                service.rps += calls * services[caller].rps;
            }
        }
        json::Object params = station(service.rps, uniform(0.5, 5));
        add(service.id, "service", std::move(params));
        for (const auto& [caller, calls] : callers) {
            connect(caller, service.id, "request",
                    calls == 1 ? json::Object{} : json::Object{{"calls", calls}});
        }
        addExtras(unit, service);
        services.push_back(service);
    }

    void addTile(int number, int components) {
        const std::string tile = "t" + std::to_string(number);
        const int until = count() + components;
        const double rps = addClients(tile);
        if (count() == until) {
            return;
        }
        add(tile + "-balancer", "load_balancer", {{"instances", 2}, {"service_time_ms", 0.05}});
        connect(tile + "-users", tile + "-balancer", "request");
        std::vector<Service> services;
        while (count() < until) {
            Unit unit = pattern[services.size() % pattern.size()];
            unit = count() + 1 + extrasOf(unit) > until ? Unit::alone : unit;
            addService(tile, unit, services, rps);
        }
        if (services.empty()) {
            return;
        }
        if (number % tilesInRow == 0) {
            shared_ = services.back();
        } else if (shared_.rps > 0) {
            connect(services.back().id, shared_.id, "request",
                    {{"calls", 0.1 * shared_.rps / services.back().rps}});
        }
    }

    std::mt19937 random_;
    json::Array components_;
    json::Array connections_;
    Service shared_;
};

model::Design readBack(const std::string& text, const catalog::Catalog& catalog) {
    const auto loaded = format::read(text, catalog);
    if (!loaded) {
        std::fprintf(stderr, "the generated design is refused: %s\n", loaded.error().line().c_str());
        std::abort();
    }
    return loaded->design;
}

json::Object call(const std::string& from, int to) {
    const std::string target = std::to_string(to);
    return {{"id", "e" + target},
            {"from", from},
            {"to", "s" + target},
            {"kind", "request"},
            {"params", json::Object{{"latency_ms", 0}}}};
}

}  // namespace

model::Design layeredDesign(int components, std::uint32_t seed, const catalog::Catalog& catalog) {
    return readBack(Generator(seed).write(components), catalog);
}

model::Design openStations(int stations, const catalog::Catalog& catalog) {
    json::Array components{json::Object{{"id", "users"},
                                        {"kind", "client"},
                                        {"x", 0},
                                        {"y", 0},
                                        {"workloads", json::Array{json::Object{{"id", "r"}, {"rps", 100}}}}}};
    json::Array connections{call("users", 0)};
    for (int i = 0; i < stations; ++i) {
        const std::string id = "s" + std::to_string(i);
        components.emplace_back(json::Object{
            {"id", id},
            {"kind", "service"},
            {"x", 160 * (i % 40)},
            {"y", 160 * (i / 40 + 1)},
            {"params",
             json::Object{{"instances", 1}, {"workers", 1 + i % 8}, {"service_time_ms", 1 + i % 7}}}});
        for (int callee = 3 * i + 1; callee <= 3 * i + 3 && callee < stations; ++callee) {
            connections.emplace_back(call(id, callee));
        }
    }
    return readBack(json::write(json::Object{{"format", "headroom.design"},
                                             {"version", 1},
                                             {"components", std::move(components)},
                                             {"connections", std::move(connections)}}),
                    catalog);
}

}  // namespace headroom::bench
