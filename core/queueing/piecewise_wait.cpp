#include "core/queueing/piecewise_wait.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/queueing/erlang_tail.h"

namespace headroom::queueing {

namespace {

// Integrals of u^k e^{-rate u} over [0, length], k = 0, 1, 2; rate >= 0, length may be infinite.
struct Powers {
    double zeroth = 0.0;
    double first = 0.0;
    double second = 0.0;
};

Powers powers(double rate, double length) {
    const double z = rate * length;
    if (z < 1e-5) {
        return {length * (1.0 - z / 2.0), length * length * (0.5 - z / 3.0),
                length * length * length * (1.0 / 3.0 - z / 4.0)};
    }
    const double square = rate * rate;
    if (std::isinf(length)) {
        return {1.0 / rate, 1.0 / square, 2.0 / (square * rate)};
    }
    return {-std::expm1(-z) / rate, erlangCdf(2.0, z) / square, 2.0 * erlangCdf(3.0, z) / (square * rate)};
}

// Of the density times t - about: seen from the end where it is high, so that nothing overflows.
Powers around(const WaitPiece& piece, double about) {
    const bool falls = piece.decay >= 0.0;
    const Powers p = powers(std::abs(piece.decay), piece.to - piece.from);
    const double high = falls ? piece.start : piece.end;
    const double base = (falls ? piece.from : piece.to) - about;
    const double sign = falls ? 1.0 : -1.0;
    return {high * p.zeroth, high * (base * p.zeroth + sign * p.first),
            high * (base * base * p.zeroth + 2.0 * sign * base * p.first + p.second)};
}

// What lies beyond t.
WaitPiece cutAt(const WaitPiece& piece, double t) {
    WaitPiece rest = piece;
    rest.from = t;
    rest.start = piece.decay >= 0.0 ? piece.start * std::exp(-piece.decay * (t - piece.from))
                                    : piece.end * std::exp(piece.decay * (piece.to - t));
    return rest;
}

}  // namespace

double massOf(const WaitPiece& piece) {
    return around(piece, 0.0).zeroth;
}

PiecewiseWait::PiecewiseWait(double atom, std::vector<WaitPiece> pieces)
    : atom_(atom), pieces_(std::move(pieces)) {
    for (const WaitPiece& piece : pieces_) {
        mean_ += around(piece, 0.0).first;
    }
    variance_ = atom_ * mean_ * mean_;
    for (const WaitPiece& piece : pieces_) {
        variance_ += around(piece, mean_).second;
    }
}

double PiecewiseWait::tail(double t) const {
    if (t < 0.0) {
        return 1.0;
    }
    double sum = 0.0;
    for (const WaitPiece& piece : pieces_) {
        if (piece.to > t) {
            sum += massOf(piece.from >= t ? piece : cutAt(piece, t));
        }
    }
    return std::min(sum, 1.0);
}

PiecewiseWait PiecewiseWait::likelier(double factor) const {
    double waits = 0.0;
    for (const WaitPiece& piece : pieces_) {
        waits += massOf(piece);
    }
    if (!(waits > 0.0)) {
        return *this;
    }
    const double more = std::min(factor, 1.0 / waits);
    std::vector<WaitPiece> pieces = pieces_;
    for (WaitPiece& piece : pieces) {
        piece.start *= more;
        piece.end *= more;
    }
    return PiecewiseWait(std::max(1.0 - waits * more, 0.0), std::move(pieces)).stretched(factor / more);
}

double PiecewiseWait::meanUpTo(double t) const {
    double beyond = 0.0;
    for (const WaitPiece& piece : pieces_) {
        if (piece.to > t) {
            beyond += around(piece.from >= t ? piece : cutAt(piece, t), t).first;
        }
    }
    return std::max(mean_ - beyond, 0.0);
}

double PiecewiseWait::lastTurn() const {
    if (pieces_.empty()) {
        return 0.0;
    }
    const WaitPiece& last = pieces_.back();
    return std::isinf(last.to) ? last.from : last.to;
}

PiecewiseWait PiecewiseWait::stretched(double factor) const {
    std::vector<WaitPiece> pieces = pieces_;
    for (WaitPiece& piece : pieces) {
        piece = {.from = piece.from * factor,
                 .to = piece.to * factor,
                 .start = piece.start / factor,
                 .end = piece.end / factor,
                 .decay = piece.decay / factor};
    }
    return {atom_, std::move(pieces)};
}

std::complex<double> PiecewiseWait::transform(std::complex<double> s) const {
    std::complex<double> sum = atom_;
    for (const WaitPiece& piece : pieces_) {
        const std::complex<double> pace = s + piece.decay;
        const std::complex<double> from = piece.start * std::exp(-s * piece.from);
        if (std::isinf(piece.to)) {
            sum += from / pace;
            continue;
        }
        const double length = piece.to - piece.from;
        const std::complex<double> z = pace * length;
        sum += std::abs(z) < 1e-3 ? from * length * (1.0 - z / 2.0 + z * z / 6.0 - z * z * z / 24.0)
                                  : (from - piece.end * std::exp(-s * piece.to)) / pace;
    }
    return sum;
}

}  // namespace headroom::queueing
