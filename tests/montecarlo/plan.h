#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// The design as the simulation needs it: indices instead of ids, every parameter read once.
namespace montecarlo {

struct Call {
    int target = -1;
    double calls = 1;
    double latencyMs = 0;
    double weight = 1;
    int choice = -1;          ///< alternatives share a number
    int waitsForMissOf = -1;  ///< position of the lookup among the caller's calls
    int replacesFailureOf = -1;
    double timeoutMs = -1;  ///< of one attempt; below 0: none
    int retries = 0;
    double backoffMs = 100;
    bool required = true;
    bool reads = true;
    bool writes = true;
};

struct Part {
    std::string id;
    bool isSource = false;
    bool isBalancer = false;
    bool isCache = false;
    bool roundRobin = false;
    int instances = 1;
    int workers = 1;
    double readMs = 0;
    double writeMs = 0;
    double errorRate = 0;
    double hitRatio = 0;
    std::vector<Call> calls;
};

struct Stream {
    std::string key;
    int source = -1;
    bool write = false;
    double rps = 0;
};

struct Plan {
    std::vector<Part> parts;
    std::vector<Stream> streams;
};

Plan readPlan(const nlohmann::json& design);

}  // namespace montecarlo
