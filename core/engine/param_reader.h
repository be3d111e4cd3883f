#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/catalog/param_spec.h"
#include "core/json/value.h"

namespace headroom::engine {

/// Reads the parameters of one record: the override of the file, else the default of its descriptor. A name
/// that has no descriptor is absent. Both arguments must outlive the reader.
class ParamReader {
  public:
    ParamReader(const std::vector<catalog::ParamSpec>& specs, const json::Object& params)
        : specs_(specs), params_(params) {}

    /// nullptr where the value is absent or null.
    [[nodiscard]] const json::Value* value(std::string_view name) const;
    [[nodiscard]] std::optional<double> figure(std::string_view name) const;
    [[nodiscard]] double number(std::string_view name, double absent) const;
    [[nodiscard]] std::string_view text(std::string_view name, std::string_view absent = {}) const;
    [[nodiscard]] bool flag(std::string_view name, bool absent) const;
    /// A reader of the fields of such an object.
    [[nodiscard]] ParamReader within(std::string_view name, const json::Object& object) const;
    [[nodiscard]] const json::Object& params() const { return params_; }

  private:
    const std::vector<catalog::ParamSpec>& specs_;
    const json::Object& params_;
};

}  // namespace headroom::engine
