#include "tests/montecarlo/plan.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace montecarlo {

namespace {

using nlohmann::json;

Part readPart(const json& component) {
    const std::string kind = component.at("kind");
    const json params = component.value("params", json::object());
    Part part;
    part.id = component.at("id");
    part.isSource = kind == "client";
    part.isBalancer = kind == "load_balancer";
    part.isCache = kind == "cache";
    if (part.isSource) {
        return part;
    }
    part.workers = params.at("workers");
    if (kind == "sql_database") {
        part.readMs = params.at("read_ms");
        part.writeMs = params.at("write_ms");
    } else {
        part.instances = params.at("instances");
        part.readMs = part.writeMs = params.at("service_time_ms");
    }
    if (params.value("service_cv", 1.0) != 1.0) {
        throw std::runtime_error("only exponential service is simulated here");
    }
    part.errorRate = params.value("error_rate", 0.0);
    part.roundRobin = part.isBalancer && params.at("policy") == "round_robin";
    part.hitRatio = params.value("hit_ratio", 0.0);
    return part;
}

class Reader {
  public:
    explicit Reader(const json& design) : design_(design) {}

    Plan read() {
        for (const json& component : design_.at("components")) {
            index_[component.at("id")] = static_cast<int>(plan_.parts.size());
            plan_.parts.push_back(readPart(component));
            readStreams(component);
        }
        for (const json& connection : design_.at("connections")) {
            readCall(connection);
        }
        return plan_;
    }

  private:
    void readStreams(const json& component) {
        for (const json& workload : component.value("workloads", json::array())) {
            Stream stream;
            stream.key = component.at("id").get<std::string>() + "." + workload.at("id").get<std::string>();
            stream.source = index_.at(component.at("id"));
            stream.write = workload.value("op", "read") == "write";
            stream.rps = workload.at("rps");
            plan_.streams.push_back(stream);
        }
    }

    void readCall(const json& connection) {
        const json params = connection.value("params", json::object());
        Part& caller = plan_.parts[static_cast<std::size_t>(index_.at(connection.at("from")))];
        Call call;
        call.target = index_.at(connection.at("to"));
        call.calls = params.value("calls", 1.0);
        call.latencyMs = params.at("latency_ms");
        call.weight = params.value("weight", 1.0);
        call.timeoutMs = params.value("timeout_ms", -1.0);
        call.retries = params.value("retries", 0);
        call.backoffMs = params.value("backoff_ms", 100.0);
        call.required = params.value("required", true);
        if (params.contains("choice")) {
            const std::string name = caller.id + "/" + params.at("choice").get<std::string>();
            call.choice = choices_.try_emplace(name, static_cast<int>(choices_.size())).first->second;
        }
        if (params.contains("ops")) {
            const auto ops = params.at("ops").get<std::vector<std::string>>();
            call.reads = std::find(ops.begin(), ops.end(), "read") != ops.end();
            call.writes = std::find(ops.begin(), ops.end(), "write") != ops.end();
        }
        const std::string when = params.value("when", "always");
        if (when == "on_miss") {
            call.waitsForMissOf = position_.at(params.at("of"));
        } else if (when == "on_failure") {
            call.replacesFailureOf = position_.at(params.at("of"));
        }
        position_[connection.at("id")] = static_cast<int>(caller.calls.size());
        caller.calls.push_back(call);
    }

    const json& design_;
    Plan plan_;
    std::map<std::string, int> index_;
    std::map<std::string, int> position_;
    std::map<std::string, int> choices_;
};

}  // namespace

Plan readPlan(const json& design) {
    return Reader(design).read();
}

}  // namespace montecarlo
