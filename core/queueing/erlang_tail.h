// Regularized incomplete gamma functions that neither throw nor leave [0, 1], and the
// truncated geometric mixture of Erlang times that a bounded queue consists of.
#pragma once

namespace headroom::queueing {

// P(Erlang(shape, 1) > x) = P(Poisson(x) < shape); shape 0 .. 1e15 (0: never), x >= 0.
double erlangTail(double shape, double x);
// P(Erlang(shape, 1) <= x), accurate where it is small.
double erlangCdf(double shape, double x);
// The density of Erlang(shape, 1) at x; shape >= 1.
double erlangDensity(double shape, double x);

// Positions 0 .. count - 1 with weights proportional to ratio^j, and a time for each.
struct TruncatedGeometric {
    double ratio = 1.0;  // > 0
    double count = 1.0;  // 1 .. 1e15

    // The law on so many places (at least one) with that mean.
    static TruncatedGeometric of(double places, double mean);

    double meanPosition() const;
    double positionVariance() const;
    // Mean over j of P(Erlang(j + 1, 1) > x).
    double erlangTail(double x) const;
    // ratio^-count * sum of ratio^j for ratio > 1, the plain sum otherwise.
    double scaledSum() const;
    // min(1, ratio^-count), the scale of the above.
    double scale() const;
    // e^{-x (1 - ratio)} P(Poisson(ratio x) < count), in the same scale, never overflowing.
    double tiltedTail(double x) const;
    friend bool operator==(const TruncatedGeometric&, const TruncatedGeometric&) = default;
};

}  // namespace headroom::queueing
