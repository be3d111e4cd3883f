#pragma once

#include <cstddef>
#include <vector>

namespace headroom::engine::simulator {

/// Finds the end of the warm-up by MSER-5 (White 1997, Spratt 1998): the cut after which the remaining means
/// of batches of five have the smallest standard error. The memory is bounded: what would be more batches
/// than `most` is merged by twos.
class WarmUp {
  public:
    WarmUp();
    void add(double value, double nowMs);

    struct Cut {
        double ms = 0;
        bool settled = true;  ///< false: it would have to be in the second half
    };
    [[nodiscard]] Cut cut() const;

  private:
    static constexpr std::size_t most = 4096;
    struct Batch {
        double mean = 0;
        double endMs = 0;
    };
    void merge();

    std::vector<Batch> batches_;
    std::size_t batchSize_ = 5;
    std::size_t count_ = 0;
    double sum_ = 0;
};

}  // namespace headroom::engine::simulator
