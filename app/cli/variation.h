#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/json/pointer.h"

namespace headroom::cli {

/// What --vary says: the values that one place of the design is to take.
struct Variation {
    json::Pointer pointer;
    std::vector<double> values;
};

/// Reads POINTER=FROM..TO[:COUNT][:log]. COUNT is 2 to 10 000; without it, 11 values, or all of a short range
/// of whole numbers. With "log" each value is the same multiple of the one before, and both ends are above 0.
Result<Variation> parseVariation(const std::string& text);

}  // namespace headroom::cli
