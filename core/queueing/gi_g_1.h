// GI/G/1: independent times between arrivals and independent services of any distribution, one server, first
// come first served.
#pragma once

#include "core/queueing/gi_m_c.h"
#include "core/queueing/service_distribution.h"

namespace headroom::queueing {

struct RenewalWait {
    double probability = 0.0;  // P(W > 0)
    double mean = 0.0;
    double variance = 0.0;
};

// By Pollaczek's contour integrals (1957; Abate, Choudhury, Whitt 1993), from the logarithm of the atom and
// the first two cumulants: with phi(z) = E e^{z (S - A)},
//   log P(W = 0) = 1/(2 pi i) int log(1 - phi) / z,   kappa_k = -k!/(2 pi i) int log(1 - phi) / z^(k + 1)
// along a line right of 0 through the least phi. Relative error below 1e-5 up to a utilization of 0.9999,
// where higher ones are answered, 5e-4 where one of the times is a constant. A service
// whose exponential moments are infinite (lognormal) counts by its mean and variance, as gamma. Variabilities
// of arrivals or services below 1e-3 count as none.
//
// `speed` > 0: services take so many times less.
RenewalWait renewalWait(const RenewalStream& arrivals, const ServiceDistribution& service,
                        double speed = 1.0);

}  // namespace headroom::queueing
