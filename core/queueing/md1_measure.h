// The workload measure of M/D/1 without the condition that it can be normalized: what
// policers and bounded buffers of constant service need at any load.
#pragma once

#include <array>

namespace headroom::queueing {

// G(x) with G = 1 at 0 and G'(x) = rho (G(x) - G(x - 1)), G = 0 below 0; for rho < 1 it
// is P(workload <= x) / (1 - rho) of M/D/1 (Erlang 1909), x in service times. By Franx's
// positive terms (2001) up to 24 service times; beyond by the two real poles 0 and eta of
// its transform 1 / (s - rho + rho e^{-s}), the others having died out below e^{-44}.
// Range: rho 0 .. 1e15, x any. Relative error 1e-12; infinite where G outgrows 1e300.
class Md1Measure {
  public:
    explicit Md1Measure(double rho);

    double at(double x) const;
    // G(x) / G(whole), also where both are infinite; 0 <= x <= whole.
    double ratio(double x, double whole) const;
    // The integral of G over 0 .. whole, divided by G(whole).
    double meanRatio(double whole) const;

  private:
    static constexpr int kExactServiceTimes = 24;

    double byPoles(double x) const;
    double byRecursion(double x) const;
    double integralByPoles(double from, double to) const;

    double rho_;
    double eta_;       // e^{eta x} grows for rho > 1 and dies out for rho < 1
    double growth_;    // factor of e^{eta x} - 1
    double constant_;  // G = growth (e^{eta x} - 1) + constant
    std::array<double, kExactServiceTimes + 1> atInteger_;
};

}  // namespace headroom::queueing
