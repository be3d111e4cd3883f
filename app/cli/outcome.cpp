#include "app/cli/outcome.h"

namespace headroom::cli {

namespace {

constexpr std::size_t longestPath = 4096;

std::string prefixed(const std::string& file) {
    return "headroom-cli: " + (file.empty() ? std::string() : printable(file, longestPath) + ": ");
}

}  // namespace

std::string errorLine(const Failure& failure) {
    return prefixed(failure.file) + failure.diagnostic.line() + "\n";
}

std::string remarkLine(const std::string& file, const Diagnostic& diagnostic) {
    return prefixed(file) + std::string(severityName(diagnostic.severity)) + ": " + diagnostic.line() + "\n";
}

std::string shownFile(const std::string& path) {
    return path == "-" ? "standard input" : path;
}

}  // namespace headroom::cli
