#pragma once

#include <QString>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/model/design.h"

namespace headroom::widgets {

/// One thing that a parameter may take.
struct Candidate {
    std::string value;
    QString label;
    QString help;
    friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// The options of an enumeration, or what a reference of this design may name ("component", "connection",
/// "group", "workload").
std::vector<Candidate> candidatesFor(const catalog::ParamSpec& spec, const model::Design& design,
                                     const catalog::Catalog& catalog);

}  // namespace headroom::widgets
