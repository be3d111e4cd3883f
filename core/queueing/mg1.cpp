#include "core/queueing/mg1.h"

#include <algorithm>

#include "core/queueing/mm_c.h"

namespace headroom::queueing {

Mg1Queue::Mg1Queue(double arrivalRate, const ServiceDistribution& service) : service_(service) {
    const double asked = std::max(arrivalRate, 0.0) * service.mean();
    stable_ = asked < 1.0;
    utilization_ = std::min(asked, kMaxUtilization);
    arrivalRate_ = service.mean() > 0.0 ? utilization_ / service.mean() : std::max(arrivalRate, 0.0);
}

double Mg1Queue::meanWait() const {
    return 0.5 * arrivalRate_ * service_.secondMoment() / (1.0 - utilization_);
}

double Mg1Queue::waitVariance() const {
    // Var W = E[W]^2 + lambda E[S^3] / (3 (1 - rho))  (Kleinrock 1975, 5.113)
    const double mean = meanWait();
    return mean * mean + arrivalRate_ * service_.thirdMoment() / (3.0 * (1.0 - utilization_));
}

Complex Mg1Queue::waitTransform(Complex s) const {
    const double mean = service_.mean();
    if (!(mean > 0.0) || utilization_ == 0.0) {
        return 1.0;
    }
    // (1 - rho) / (1 - rho R(s)) with R the transform of the residual service time,
    // (1 - B(s)) / (s E[S]).
    const Complex residual = s == Complex(0.0) ? 1.0 : service_.transformComplement(s) / (s * mean);
    return (1.0 - utilization_) / (1.0 - utilization_ * residual);
}

Complex Mg1Queue::responseTransform(Complex s) const {
    return waitTransform(s) * service_.transform(s);
}

}  // namespace headroom::queueing
