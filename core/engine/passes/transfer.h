#pragma once

#include <vector>

#include "core/catalog/catalog.h"
#include "core/engine/passes/usage.h"
#include "core/model/design.h"

namespace headroom::engine::passes {

/// What each component pays a month for data, in the order of the design. The side that sends pays, and with
/// some borders the side that receives too: answers to a source by the tariff of the internet, or of the kind
/// that sends them; otherwise by the widest border between the two ends (zone, region). Where one end lies in
/// no group, nothing. A connection's own `transfer_price` holds for what is sent over it either way. Tiers
/// count all data of one tariff in the design. US dollars; a connection without known rates pays nothing.
std::vector<double> transferUsd(const model::Design& design, const catalog::Catalog& catalog,
                                const Usage& usage);

/// The kind of the widest group that one of the two lies in and the other does not; empty where there is none
/// or one of them lies in no group.
std::string borderBetween(const model::Design& design, const catalog::Catalog& catalog,
                          const model::Component& a, const model::Component& b);

}  // namespace headroom::engine::passes
