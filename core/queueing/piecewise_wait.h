// A wait whose density is exponential between some points: that in a queue which some of
// those who wait leave after a fixed time.
#pragma once

#include <complex>
#include <vector>

namespace headroom::queueing {

// The density between two times: start e^{-decay (t - from)}, which rises where decay < 0.
struct WaitPiece {
    double from = 0.0;
    double to = 0.0;  // infinite for the last of a wait that may take any time
    double start = 0.0;
    double end = 0.0;
    double decay = 0.0;
    friend bool operator==(const WaitPiece&, const WaitPiece&) = default;
};

class PiecewiseWait {
  public:
    // atom: P(W = 0); with the integrals of the pieces, which ascend, it makes 1. Only the last may be
    // endless, and then decays.
    PiecewiseWait(double atom, std::vector<WaitPiece> pieces);

    double atom() const { return atom_; }
    const std::vector<WaitPiece>& pieces() const { return pieces_; }
    double tail(double t) const;      // P(W > t)
    double meanUpTo(double t) const;  // E min(W, t)
    double mean() const { return mean_; }
    double variance() const { return variance_; }
    PiecewiseWait stretched(double factor) const;  // the same, every time so many times as long; > 0
    // With a mean so many times as long, as more have to wait; where all do, every time is longer. > 0
    PiecewiseWait likelier(double factor) const;
    double lastTurn() const;  // the last time at which the density turns or ends
    std::complex<double> transform(std::complex<double> s) const;

    friend bool operator==(const PiecewiseWait& a, const PiecewiseWait& b) {
        return a.atom_ == b.atom_ && a.pieces_ == b.pieces_;
    }

  private:
    double atom_;
    std::vector<WaitPiece> pieces_;
    double mean_ = 0.0;
    double variance_ = 0.0;
};

// The integral of the density over a piece.
double massOf(const WaitPiece& piece);

}  // namespace headroom::queueing
