#include <array>
#include <new>

#include "app/cli/arguments.h"
#include "app/cli/command_table.h"
#include "app/cli/outcome.h"
#include "app/cli/standard_streams.h"

namespace headroom::cli {

namespace {

constexpr std::array<MessageTemplate, 1> messages{{
    {"out-of-memory", "the memory is not enough for this", "use a smaller design"},
}};

int ended(const Failure& failure) {
    printError(errorLine(failure));
    return static_cast<int>(failure.code);
}

int printed(const Answer& answer) {
    printError(answer.remarks);
    if (const auto written = printOut(answer.text); !written) {
        return ended({ExitCode::cannot_write, "standard output", written.error()});
    }
    return answer.verdict ? ended(*answer.verdict) : static_cast<int>(ExitCode::done);
}

int run(int argc, const char* const* argv) {
    const auto arguments = readArguments(argc, argv);
    if (!arguments) {
        return ended({ExitCode::usage, "", arguments.error()});
    }
    if (arguments->help) {
        return printed({*arguments->help, ""});
    }
    const Outcome outcome = commandInfo(arguments->command).run(*arguments);
    return outcome ? printed(*outcome) : ended(outcome.error());
}

}  // namespace

}  // namespace headroom::cli

int main(int argc, char** argv) {
    using namespace headroom::cli;
    prepareStandardStreams();
    try {
        return run(argc, argv);
    } catch (const std::bad_alloc&) {
        return ended({ExitCode::limit, "", headroom::makeDiagnostic(messages, "out-of-memory", "")});
    }
}
