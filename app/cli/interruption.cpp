#include "app/cli/interruption.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>

#include "app/cli/standard_streams.h"

namespace headroom::cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;

void onInterrupt(int /*signal*/) {
    interrupted = 1;
}

}  // namespace

Interruption::Interruption() {
    interrupted = 0;
    struct sigaction action {};
    action.sa_handler = onInterrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    watcher_ = std::jthread([this](const std::stop_token& over) { watch(over); });
}

Interruption::~Interruption() {
    watcher_.request_stop();
    watcher_.join();
    std::signal(SIGINT, SIG_DFL);
}

void Interruption::watch(const std::stop_token& over) {
    using namespace std::chrono_literals;
    constexpr double percent = 100;
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    bool shown = false;
    for (int turn = 0; !over.stop_requested(); ++turn) {
        std::this_thread::sleep_for(20ms);
        if (interrupted != 0) {
            source_.request_stop();
        }
        if (terminal && turn % 10 == 9) {
            printError("\r" + std::to_string(static_cast<int>(percent * share_)) + " % ");
            shown = true;
        }
    }
    if (shown) {
        printError("\r      \r");
    }
}

}  // namespace headroom::cli
