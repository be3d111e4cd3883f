// What the families of the reference cases have in common: how a case is read and answered.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

using Json = nlohmann::json;
using Answers = std::map<std::string, double>;

struct Family {
    std::function<Answers(const Json&)> solve;  // from a case's inputs
    std::size_t cases;                          // in the file; a family that went missing would pass unseen
};
using Families = std::map<std::string, Family>;

inline const std::map<std::string, double> kQuantiles = {
    {"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}};

inline double number(const Json& inputs, const char* key) {
    return inputs.at(key).get<double>();
}

inline std::int64_t whole(const Json& inputs, const char* key) {
    return inputs.at(key).get<std::int64_t>();
}
