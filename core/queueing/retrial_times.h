// The times around a refusal, for queues to which what they turn away comes back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace headroom::queueing {

// A wait, uniform on [from, from + length], in time.
struct UniformSpan {
    double from = 0.0;
    double length = 0.0;

    double to() const { return from + length; }
    // No spread to speak of.
    bool isPoint() const { return !(length > 1e-9 * from); }
    friend bool operator==(const UniformSpan&, const UniformSpan&) = default;
};

// Points from 0 to the longest time, each step longer than the one before; functions are straight between
// them.
class TimeGrid {
  public:
    struct Place {
        std::uint32_t point = 0;  // the one below
        double part = 0.0;        // of the step to the next, 0 .. 1

        double of(std::span<const double> f) const { return f[point] + part * (f[point + 1] - f[point]); }
    };

    TimeGrid() = default;
    // From 0, each later than the one before; at least two.
    explicit TimeGrid(std::vector<double> points) : points_(std::move(points)) {}
    // first: the first step, where the longest time is far beyond it. Around the times `peaks` steps are as
    // short as that, too.
    TimeGrid(double first, double longest, const std::vector<double>& peaks = {});

    std::size_t size() const { return points_.size(); }
    double operator[](std::size_t i) const { return points_[i]; }
    const std::vector<double>& points() const { return points_; }

    Place placeOf(double time) const;
    // Of f, up to each point.
    void integrate(std::span<const double> f, std::vector<double>& sums) const;
    double integralTo(const Place& at, std::span<const double> f, std::span<const double> sums) const;
    // What each point weighs in the mean of a function over that span.
    std::vector<double> weightsOf(const UniformSpan& span) const;

  private:
    void addPeaks(double first, const std::vector<double>& peaks);

    std::vector<double> points_;
};

// A time before or after that of the refusal.
struct AroundRefusal {
    bool before = false;
    TimeGrid::Place place;  // of its distance
};

// What comes back at a time was refused one wait earlier: the mean over that wait, as a sum over these.
struct WaitNodes {
    std::vector<double> weight;
    std::vector<TimeGrid::Place> wait;
    std::vector<TimeGrid::Place> at;  // when it was refused, as a distance from 0
    std::size_t after = 0;            // the first so many are not before 0
};
// For each point of the grid. Nodes are the kinks of functions of the wait and of the time left.
std::vector<WaitNodes> waitNodes(const TimeGrid& grid, const UniformSpan& wait);

}  // namespace headroom::queueing
