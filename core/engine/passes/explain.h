#pragma once

#include <stop_token>
#include <string_view>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/explanation.h"

namespace headroom::engine {

/// Whether there is something of that name to explain: "system", "source.workload", a component or a
/// connection.
bool canExplain(const model::Design& design, std::string_view subject);

/// The means of its latency figures taken apart, as the solver finds them: of a component its residence and
/// its response, where what happens behind it is `downstream`; of a connection a call; of a workload and of
/// the system the whole way, where every component and connection stands for itself. Empty where nothing is
/// answered, or nothing is known of it.
std::vector<results::Explanation> explain(const model::Design& design, const catalog::Catalog& catalog,
                                          std::string_view subject, const std::stop_token& stop = {});

}  // namespace headroom::engine
