#pragma once

#include <complex>

namespace headroom::queueing {

// E[e^{-sX}] for ln X normal with the given mean and deviation sigma (> 0), for any
// complex s with |arg s| <= 2.2: trapezoidal rule along a line through the saddle
// point, which Lambert's W gives (Asmussen, Jensen, Rojas-Nandayapa 2016). Beyond the
// imaginary axis this is the analytic continuation.
// ahead is subtracted from X: E[e^{-s(X - ahead)}], which neither overflows nor
// underflows where ahead is close to X.
std::complex<double> lognormalTransform(double logMean, double sigma, std::complex<double> s,
                                        double ahead = 0.0);

// Principal branch of Lambert's W, w e^w = z, off (-inf, -1/e].
std::complex<double> lambertW(std::complex<double> z);

}  // namespace headroom::queueing
