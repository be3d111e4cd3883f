#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace headroom::cli {

/// While it lives, Ctrl-C asks for a stop instead of ending the program (a second one does end it), and on a
/// terminal a line on standard error says how far things are.
class Interruption {
  public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
    /// `share` of the work is done, 0 to 1. From any thread.
    void progress(double share) { share_ = share; }

  private:
    void watch(const std::stop_token& over);

    std::stop_source source_;
    std::atomic<double> share_ = 0;
    std::jthread watcher_;
};

}  // namespace headroom::cli
