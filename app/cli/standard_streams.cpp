#include "app/cli/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace headroom::cli {

namespace {

constexpr std::array<MessageTemplate, 1> messages{{
    {"output-failed", "could not be written ({reason})", "make room, or send the answer elsewhere"},
}};

/// 0, or the errno of the write that failed.
int writeAll(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return errno;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

}  // namespace

void prepareStandardStreams() {
    std::signal(SIGPIPE, SIG_IGN);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
            // Opened the wrong way round, so that using it stays an error.
            ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

Result<> printOut(std::string_view text) {
    const int error = writeAll(STDOUT_FILENO, text);
    if (error != 0) {
        return failure(makeDiagnostic(messages, "output-failed", "", {{"reason", std::strerror(error)}}));
    }
    return {};
}

void printError(std::string_view text) {
    writeAll(STDERR_FILENO, text);
}

bool colourWanted() {
    const char* refused = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    return ::isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0') && terminal != nullptr &&
           std::strcmp(terminal, "dumb") != 0;
}

}  // namespace headroom::cli
