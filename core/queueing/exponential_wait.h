// A wait that is nothing with some probability and exponential otherwise: the
// exact wait of M/M/c and GI/M/c, and the usual approximation of G/G/c.
#pragma once

namespace headroom::queueing {

struct ExponentialWait {
    double probability = 0.0;  // P(W > 0), 0 .. 1
    double rate = 1.0;         // of the exponential given that one waits, 1/time, > 0

    double mean() const { return probability / rate; }
    double secondMoment() const { return 2.0 * probability / (rate * rate); }
    // P(W > t); 1 for t < 0.
    double tail(double t) const;
    // Smallest t with P(W <= t) >= p; p in [0, 1), clamped to 1 - 1e-15.
    double quantile(double p) const;
    // P(W + S > t) for an exponential service of that rate, independent of the
    // wait. Written with expm1, so that it is exact when both rates agree.
    double responseTail(double serviceRate, double t) const;
    // Quantile of W + S, relative error below 1e-12.
    double responseQuantile(double serviceRate, double p) const;
};

}  // namespace headroom::queueing
