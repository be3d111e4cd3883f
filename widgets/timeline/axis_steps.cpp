#include "widgets/timeline/axis_steps.h"

#include <cmath>
#include <initializer_list>

namespace headroom::widgets {

double roundStep(double range, double atMost) {
    const double rough = range / atMost;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough) {
            return factor * power;
        }
    }
    return 10 * power;
}

}  // namespace headroom::widgets
