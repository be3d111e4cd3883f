#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/base/ids.h"
#include "widgets/common/document.h"

namespace headroom::widgets {

/// An event of the scenario as a person reads it.
struct Happening {
    /// How much of it: "Factor" and 4.
    struct Amount {
        const catalog::ParamSpec* spec = nullptr;  ///< lives as long as the catalogue
        double value = 0;
        friend bool operator==(const Amount&, const Amount&) = default;
    };

    std::size_t place = 0;  ///< in the scenario's list
    QString what;           ///< "Kill machines · Cache"
    Id subject;             ///< empty where it is about everything
    double atS = 0;
    std::optional<double> forS;     ///< to the end where there is none
    bool instant = false;           ///< it does not last
    std::vector<Amount> amounts{};  ///< besides its times, as far as the event says any

    [[nodiscard]] double endS(double runS) const {
        const double end = instant ? atS : forS ? atS + *forS : runS;
        return end < runS ? end : runS;
    }
    friend bool operator==(const Happening&, const Happening&) = default;
};

std::vector<Happening> happeningsOf(const Document& document);

}  // namespace headroom::widgets
