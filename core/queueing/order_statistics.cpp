#include "core/queueing/order_statistics.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <cmath>

namespace headroom::queueing {

namespace {

namespace bmp = boost::math::policies;
using Quiet = bmp::policy<bmp::domain_error<bmp::ignore_error>, bmp::pole_error<bmp::ignore_error>,
                          bmp::overflow_error<bmp::ignore_error>, bmp::underflow_error<bmp::ignore_error>,
                          bmp::evaluation_error<bmp::ignore_error>, bmp::promote_double<false>>;

}  // namespace

double kthOfN(double done, double k, double n) {
    const double p = std::clamp(done, 0.0, 1.0);
    if (!(k > 0.0)) {
        return 1.0;
    }
    if (k > n) {
        return 0.0;
    }
    if (k == n) {
        return std::pow(p, n);
    }
    if (k == 1.0) {
        return anySlow(p, n);
    }
    return std::clamp(boost::math::ibeta(k, n - k + 1.0, p, Quiet()), 0.0, 1.0);
}

double kthOfNLeaf(double asked, double k, double n) {
    const double p = std::clamp(asked, 0.0, 1.0);
    if (k >= n) {
        return std::pow(p, 1.0 / n);
    }
    if (k <= 1.0) {
        return -std::expm1(std::log1p(-p) / n);
    }
    return std::clamp(boost::math::ibeta_inv(k, n - k + 1.0, p, Quiet()), 0.0, 1.0);
}

double kthOfNExponentialMean(double k, double n) {
    const double left = std::max(n - k, 0.0);
    return boost::math::digamma(n + 1.0, Quiet()) - boost::math::digamma(left + 1.0, Quiet());
}

double kthOfNTogether(double notYet, double k, double n, double alpha) {
    if (alpha >= 1.0) {
        return kthOfN(1.0 - notYet, k, n);
    }
    // At least m = n - k + 1 are not done: the sum over j >= m of (-1)^(j - m) C(n, j) C(j - 1, m - 1) times
    // the probability of j (David and Nagaraja 2003, 5.3). Below 2e-9 of rounding for n up to 15.
    const double m = n - k + 1.0;
    double subsets = 1.0;  // C(n, m), then C(n, j)
    for (double i = 1.0; i <= m; i += 1.0) {
        subsets *= (n - m + i) / i;
    }
    double ways = 1.0;  // C(j - 1, m - 1) with its sign
    double late = 0.0;
    for (double j = m; j <= n; j += 1.0) {
        late += subsets * ways * std::pow(notYet, std::pow(j, alpha));
        subsets *= (n - j) / (j + 1.0);
        ways *= -j / (j - m + 1.0);
    }
    return std::clamp(1.0 - late, 0.0, 1.0);
}

double anySlow(double slow, double n) {
    return -std::expm1(n * std::log1p(-std::clamp(slow, 0.0, 1.0)));
}

}  // namespace headroom::queueing
