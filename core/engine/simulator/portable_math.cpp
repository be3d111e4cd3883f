#include "core/engine/simulator/portable_math.h"

namespace headroom::engine::simulator {

double exponential(double x) {
    constexpr double most = 700;
    constexpr double ln2High = 6.93147180369123816490e-01;
    constexpr double ln2Low = 1.90821492927058770002e-10;
    constexpr double perLn2 = 1.44269504088896338700e+00;
    if (x < -most) {
        return 0;
    }
    const double y = x < most ? x : most;
    const auto k = static_cast<int>(y * perLn2 + (y < 0 ? -0.5 : 0.5));
    const double high = y - k * ln2High;
    const double low = k * ln2Low;
    const double r = high - low;
    const double t = r * r;
    const double c = r - t * (1.66666666666666019037e-01 +
                              t * (-2.77777777770155933842e-03 +
                                   t * (6.61375632143793436117e-05 +
                                        t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
    const double value = 1 - ((low - (r * c) / (2 - c)) - high);
    return value * std::bit_cast<double>(static_cast<std::uint64_t>(1023 + k) << 52);
}

}  // namespace headroom::engine::simulator
