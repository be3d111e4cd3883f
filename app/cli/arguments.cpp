#include "app/cli/arguments.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>
#include <memory>

#include "app/cli/closest.h"
#include "app/cli/command_table.h"

namespace headroom::cli {

namespace {

constexpr std::array<MessageTemplate, 11> messages{{
    {"command-missing", "no command given", "the commands are {commands}"},
    {"command-unknown", "'{typed}' is no command", "{guess}"},
    {"option-unknown", "'{typed}' is no option of {command}", "{guess}"},
    {"option-unknown-global", "'{typed}' is no option", "{guess}"},
    {"argument-extra", "'{typed}' is one argument too many", "see headroom-cli {command} --help"},
    {"option-value", "{option} takes exactly one value", "see headroom-cli{command} --help"},
    {"option-usage", "{problem}", "see headroom-cli{command} --help"},
    {"file-missing", "{command} needs a file", "name one, or - for standard input"},
    {"vary-missing", "{command} needs --vary", "write it like --vary /scenario/load_factor=0.5..8:9:log"},
    {"output-missing", "{command} needs --to", "name a file that ends in .png, .svg or .pdf"},
    {"set-syntax", "'{typed}' is no assignment", "write it like --set /components/web/params/instances=4"},
}};

Diagnostic problem(std::string_view code, MessageArguments arguments) {
    return makeDiagnostic(messages, code, "", std::move(arguments));
}

std::vector<std::string> commandNames() {
    std::vector<std::string> names;
    for (const CommandInfo& info : commandTable()) {
        names.emplace_back(info.name);
    }
    return names;
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

/// "Usage: headroom-cli solve FILE [OPTIONS]"
class HelpFormatter : public CLI::Formatter {
  public:
    HelpFormatter() {
        label("Positionals", "Arguments");
        column_width(26);
    }

    std::string make_usage(const CLI::App* app, std::string name) const override {
        const bool whole = app->get_parent() == nullptr;
        const bool file = app->get_option_no_throw("FILE") != nullptr;
        return "Usage: " + name + (whole ? " COMMAND" : file ? " FILE" : "") + " [OPTIONS]\n";
    }
};

/// The parser of one command line. CLI11 answers by exceptions; none of them leaves this class.
class Reader {
  public:
    Reader() : app_("Headroom: system designs with true numbers", "headroom-cli") {
        app_.set_version_flag("--version", "headroom-cli " HEADROOM_VERSION);
        app_.set_help_flag("-h,--help", "Print this help and exit");
        app_.formatter(std::make_shared<HelpFormatter>());
        app_.require_subcommand(0, 1);
        app_.allow_extras();
        addDataOption(app_);
        app_.footer(
            "Exit codes: 0 done, 1 objective missed (--check) or claim not held,\n2 wrong usage, 3 invalid "
            "file, "
            "4 could not write, 5 limit reached.");
        for (const CommandInfo& info : commandTable()) {
            addCommand(info);
        }
    }

    Result<Arguments> read(int argc, const char* const* argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::CallForVersion&) {
            out_.help = "headroom-cli " HEADROOM_VERSION "\n";
            return out_;
        } catch (const CLI::CallForHelp&) {
            const CLI::App* command = chosen();
            out_.help = command != nullptr ? command->help("headroom-cli") : app_.help();
            return out_;
        } catch (const CLI::ArgumentMismatch& error) {
            const std::string text = error.what();
            return failure(problem("option-value",
                                   {{"option", text.substr(0, text.find(':'))}, {"command", spacedName()}}));
        } catch (const CLI::ParseError& error) {
            return failure(
                problem("option-usage", {{"problem", printable(error.what())}, {"command", spacedName()}}));
        }
        return checked();
    }

  private:
    void addDataOption(CLI::App& app) {
        app.add_option("--data", out_.data, "Folder of kinds, prices and themes to use")->type_name("DIR");
    }

    void addCommand(const CommandInfo& info) {
        CLI::App* command = app_.add_subcommand(std::string(info.name), std::string(info.summary));
        command->group("Commands")->allow_extras();
        command->footer(std::string(info.details));
        addDataOption(*command);
        if (info.takesFile) {
            command
                ->add_option("FILE", out_.file,
                             info.takesStep ? "A worked case, or - for standard input"
                                            : "A design, or - for standard input")
                ->type_name("");
        }
        if (info.answers) {
            command->add_flag("--json", out_.json, "Answer as JSON");
        }
        if (info.changesLoad) {
            command->add_option("--load", out_.load, "Multiply the traffic by this")->type_name("FACTOR");
            command->add_option("--set", assignments_, "Change a value of the design first (repeatable)")
                ->type_name("POINTER=VALUE")
                ->allow_extra_args(false);
        }
        if (info.checks) {
            command->add_flag("--check", out_.check, "End with 1 where an objective is missed");
            command->add_flag("--connections", out_.connections, "Show the connections too");
            command->add_flag("--what-if", out_.whatIf, "Tell what is left when each thing dies");
            command->add_option("--explain", out_.explain, "Take the latency of one thing apart")
                ->type_name("ID");
        }
        if (info.varies) {
            command->add_option("--vary", out_.vary, "What takes which values")
                ->type_name("POINTER=FROM..TO[:COUNT][:log]");
        }
        if (info.simulates) {
            command->add_option("--seconds", out_.seconds, "Time to simulate (else 60)")->type_name("S");
            command->add_option("--seed", out_.seed, "Another number, other chances (else 1)")
                ->type_name("N");
            command->add_option("--replications", out_.replications, "How often, each by itself (else 1)")
                ->type_name("R");
            command
                ->add_option("--precision", out_.precision,
                             "Go on until mean and p99 are known within this share (95 %)")
                ->type_name("SHARE");
            command
                ->add_option("--max-seconds", out_.mostSeconds,
                             "But no longer than this (else a hundred times --seconds)")
                ->type_name("S");
            command->add_flag("--cold-start", out_.coldStart, "Begin with empty caches");
            command->add_option("--load-csv", out_.loadCsv, "A recorded load curve: lines of at_s,factor")
                ->type_name("CSV");
            command->add_option("--traces", out_.traces, "Requests of each workload to follow (else 0)")
                ->type_name("N");
            command->add_flag("--connections", out_.connections, "Show the connections too");
        }
        if (info.takesStep) {
            command->add_option("--step", out_.step, "Tell this step only, with its narration")
                ->type_name("N");
        }
        if (info.writesPicture) {
            command->add_option("--to", out_.output, "The file to write")->type_name("OUT.{png,svg,pdf}");
            command->add_option("--theme", out_.theme, "light (default) or dark")->type_name("NAME");
        }
    }

    [[nodiscard]] const CLI::App* chosen() const {
        const auto commands = app_.get_subcommands();
        return commands.empty() ? nullptr : commands.front();
    }

    [[nodiscard]] std::string spacedName() const {
        const CLI::App* command = chosen();
        return command != nullptr ? " " + command->get_name() : "";
    }

    Result<Arguments> checked() {
        const CLI::App* command = chosen();
        std::vector<std::string> extras = app_.remaining(true);
        extras.erase(std::remove(extras.begin(), extras.end(), "--"), extras.end());
        if (!extras.empty()) {
            return failure(unexpected(extras.front(), command));
        }
        if (command == nullptr) {
            return failure(problem("command-missing", {{"commands", joined(commandNames())}}));
        }
        out_.command = command->get_name();
        const CommandInfo& info = commandInfo(out_.command);
        if (info.takesFile && out_.file.empty()) {
            return failure(problem("file-missing", {{"command", out_.command}}));
        }
        if (info.writesPicture && out_.output.empty()) {
            return failure(problem("output-missing", {{"command", out_.command}}));
        }
        if (info.varies && out_.vary.empty()) {
            return failure(problem("vary-missing", {{"command", out_.command}}));
        }
        return withAssignments();
    }

    static Diagnostic unexpected(const std::string& typed, const CLI::App* command) {
        const bool isOption = typed.size() > 1 && typed.front() == '-';
        if (isOption) {
            const std::string guess = closest(typed.substr(0, typed.find('=')), optionNames(command));
            const std::string help =
                "see headroom-cli " + (command != nullptr ? command->get_name() + " " : "") + "--help";
            return problem(command != nullptr ? "option-unknown" : "option-unknown-global",
                           {{"typed", printable(typed, 60)},
                            {"command", command != nullptr ? command->get_name() : ""},
                            {"guess", guess.empty() ? help : "did you mean " + guess + "?"}});
        }
        if (command != nullptr) {
            return problem("argument-extra",
                           {{"typed", printable(typed, 60)}, {"command", command->get_name()}});
        }
        const std::string guess = closest(typed, commandNames());
        return problem("command-unknown",
                       {{"typed", printable(typed, 60)},
                        {"guess", guess.empty() ? "the commands are " + joined(commandNames())
                                                : "did you mean " + guess + "?"}});
    }

    static std::vector<std::string> optionNames(const CLI::App* command) {
        std::vector<std::string> names{"--data", "--help"};
        if (command == nullptr) {
            names.emplace_back("--version");
            return names;
        }
        for (const CLI::Option* option : command->get_options()) {
            for (const std::string& name : option->get_lnames()) {
                names.push_back("--" + name);
            }
        }
        return names;
    }

    Result<Arguments> withAssignments() {
        for (const std::string& assignment : assignments_) {
            const auto equals = assignment.find('=');
            if (equals == std::string::npos || assignment.front() != '/') {
                return failure(problem("set-syntax", {{"typed", printable(assignment, 80)}}));
            }
            out_.sets.emplace_back(assignment.substr(0, equals), assignment.substr(equals + 1));
        }
        return out_;
    }

    CLI::App app_;
    Arguments out_;
    std::vector<std::string> assignments_;
};

}  // namespace

Result<Arguments> readArguments(int argc, const char* const* argv) {
    return Reader().read(argc, argv);
}

}  // namespace headroom::cli
