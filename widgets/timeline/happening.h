#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/base/ids.h"
#include "widgets/common/document.h"

namespace headroom::widgets {

/// An event of the scenario as a person reads it.
struct Happening {
    std::size_t place = 0;  ///< in the scenario's list
    QString what;           ///< "Kill machines · Cache"
    Id subject;             ///< empty where it is about everything
    double atS = 0;
    std::optional<double> forS;  ///< to the end where there is none

    [[nodiscard]] double endS(double runS) const { return forS && atS + *forS < runS ? atS + *forS : runS; }
    friend bool operator==(const Happening&, const Happening&) = default;
};

std::vector<Happening> happeningsOf(const Document& document);

}  // namespace headroom::widgets
