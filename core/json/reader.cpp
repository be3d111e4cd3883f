#include "core/json/reader.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "core/base/ids.h"
#include "core/base/numbers.h"
#include "core/base/utf8.h"
#include "core/json/pointer.h"

namespace headroom::json {

namespace {

constexpr std::array<MessageTemplate, 9> messages{{
    {"json-too-large", "the file is larger than {limit}", "a design file has at most {limit}"},
    {"json-empty", "the file is empty", "a design file holds one JSON object"},
    {"json-not-utf8", "the text is not valid UTF-8", "save the file as UTF-8"},
    {"json-too-deep", "nested deeper than {limit} levels", "a design has at most {limit}"},
    {"json-duplicate-key", "the key '{key}' stands twice in one object", "keep one of the two"},
    {"json-number-range", "the number {number} is too large", "numbers reach to about 1.8e308"},
    {"json-syntax", "this is not valid JSON ({found})", "check for a missing comma, quote or bracket"},
    {"file-unreadable", "cannot be read ({reason})", "check the name and the permissions"},
    {"file-not-regular", "is not a file", "name a file, or - for standard input"},
}};

std::string place(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    const std::string_view before = text.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto lastBreak = before.rfind('\n');
    const auto column = 1 + before.size() - (lastBreak == std::string_view::npos ? 0 : lastBreak + 1);
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// A number as it stands in the file. nlohmann hands it over with the locale's decimal point in the place
/// of the '.', which is the only other character that a JSON number can hold here.
std::string withPoint(std::string number) {
    const auto foreign = number.find_first_not_of("0123456789+-eE");
    if (foreign != std::string::npos) {
        number[foreign] = '.';
    }
    return number;
}

/// The word of `text` around `offset`, to show what could not be read.
std::string_view wordAt(std::string_view text, std::size_t offset) {
    constexpr std::string_view delimiters = " \t\r\n,:[]{}";
    const auto isDelimiter = [&](std::size_t i) {
        return delimiters.find(text[i]) != std::string_view::npos;
    };
    std::size_t begin = offset;
    std::size_t end = offset + 1;
    if (!isDelimiter(offset)) {
        while (begin > 0 && !isDelimiter(begin - 1)) {
            --begin;
        }
        while (end < text.size() && !isDelimiter(end)) {
            ++end;
        }
    }
    return text.substr(begin, end - begin);
}

/// Builds a Value from nlohmann's events, and stops at the first thing that breaks a limit.
class Builder : public nlohmann::json_sax<nlohmann::json> {
  public:
    Builder(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {}

    bool null() override { return add(Value()); }
    bool boolean(bool value) override { return add(Value(value)); }
    bool number_integer(number_integer_t value) override {
        return add(Value(static_cast<std::int64_t>(value)));
    }
    bool number_unsigned(number_unsigned_t value) override {
        return add(Value(static_cast<std::uint64_t>(value)));
    }
    bool number_float(number_float_t /*byLocale*/, const string_t& raw) override {
        const std::string written = withPoint(raw);
        const auto value = parseNumber(written);
        if (!value) {
            return stop(
                makeDiagnostic(messages, "json-number-range", here(), {{"number", printable(written, 40)}}));
        }
        return add(Value(*value));
    }
    bool string(string_t& value) override { return add(Value(std::move(value))); }
    bool binary(binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*size*/) override { return open(Value(Object())); }
    bool key(string_t& name) override {
        Level& level = levels_.back();
        // A set beside the object: an object of a million keys from a stranger must not take an hour.
        if (!level.seen.insert(name).second) {
            level.key.reset();
            return stop(
                makeDiagnostic(messages, "json-duplicate-key", here(), {{"key", printable(name, 60)}}));
        }
        level.key = std::move(name);
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*size*/) override { return open(Value(Array())); }
    bool end_array() override { return close(); }

    bool parse_error(std::size_t position, const std::string& lastToken,
                     const nlohmann::detail::exception& error) override {
        const std::string where = place(text_, position > 0 ? position - 1 : 0);
        if (error.id == 406) {
            return stop(makeDiagnostic(messages, "json-number-range", here(),
                                       {{"number", printable(lastToken, 40)}}));
        }
        const std::string found = position == 0 || position > text_.size()
                                      ? "it ends too early"
                                      : "at '" + printable(wordAt(text_, position - 1), 40) + "'";
        return stop(makeDiagnostic(messages, "json-syntax", where, {{"found", found}}));
    }

    Result<Value> take() {
        if (problem_) {
            return failure(*problem_);
        }
        return std::move(document_);
    }

  private:
    struct Level {
        Value container;
        std::optional<std::string> key;
        std::unordered_set<std::string> seen;
    };

    /// The pointer to what is being read. An item whose `id` has been read goes by it.
    std::string here() const {
        constexpr std::size_t mostSteps = 8;
        Pointer out;
        for (std::size_t i = 0; i < levels_.size() && i < mostSteps; ++i) {
            if (const Array* array = levels_[i].container.array()) {
                const Value* id = i + 1 < levels_.size() && levels_[i + 1].container.isObject()
                                      ? levels_[i + 1].container.object()->find("id")
                                      : nullptr;
                out = out / (id != nullptr && isValidId(id->text()) ? std::string(id->text())
                                                                    : std::to_string(array->size()));
            } else if (levels_[i].key) {
                out = out / printable(*levels_[i].key, 64);
            }
        }
        return out.text() + (levels_.size() > mostSteps ? "/\u2026" : "");
    }

    bool stop(Diagnostic problem) {
        problem_ = std::move(problem);
        return false;
    }

    bool open(Value container) {
        if (static_cast<int>(levels_.size()) >= limits_.maxDepth) {
            return stop(makeDiagnostic(messages, "json-too-deep", here(),
                                       {{"limit", std::to_string(limits_.maxDepth)}}));
        }
        levels_.push_back({std::move(container), {}, {}});
        return true;
    }

    bool close() {
        Value done = std::move(levels_.back().container);
        levels_.pop_back();
        return add(std::move(done));
    }

    bool add(Value value) {
        if (levels_.empty()) {
            document_ = std::move(value);
        } else if (Array* array = levels_.back().container.array()) {
            array->push_back(std::move(value));
        } else {
            levels_.back().container.object()->append(std::move(*levels_.back().key), std::move(value));
        }
        return true;
    }

    std::string_view text_;
    const Limits& limits_;
    std::vector<Level> levels_;
    Value document_;
    std::optional<Diagnostic> problem_;
};

std::string mebibytes(std::size_t bytes) {
    return std::to_string(bytes / (1024UL * 1024UL)) + " MiB";
}

Diagnostic unreadable(std::string_view reason) {
    return makeDiagnostic(messages, "file-unreadable", "", {{"reason", std::string(reason)}});
}

Result<std::string> readStream(std::istream& stream, std::size_t maxBytes) {
    std::string bytes;
    std::array<char, 65536> buffer{};
    while (stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0) {
        bytes.append(buffer.data(), static_cast<std::size_t>(stream.gcount()));
        if (bytes.size() > maxBytes) {
            return failure(makeDiagnostic(messages, "json-too-large", "", {{"limit", mebibytes(maxBytes)}}));
        }
    }
    if (stream.bad()) {
        return failure(unreadable(std::strerror(errno)));
    }
    return bytes;
}

}  // namespace

Result<Value> parse(std::string_view text, const Limits& limits) {
    if (text.size() > limits.maxBytes) {
        return failure(
            makeDiagnostic(messages, "json-too-large", "", {{"limit", mebibytes(limits.maxBytes)}}));
    }
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    const std::size_t start = text.starts_with(byteOrderMark) ? byteOrderMark.size() : 0;
    if (text.find_first_not_of(" \t\r\n", start) == std::string_view::npos) {
        return failure(makeDiagnostic(messages, "json-empty", ""));
    }
    if (const auto broken = utf8::firstBroken(text); broken != std::string_view::npos) {
        return failure(makeDiagnostic(messages, "json-not-utf8", place(text, broken)));
    }
    // nlohmann takes a NUL for the end, and would not look at what stands behind it.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        return failure(
            makeDiagnostic(messages, "json-syntax", place(text, nul), {{"found", "at a NUL byte"}}));
    }
    Builder builder(text, limits);
    nlohmann::json::sax_parse(text, &builder);
    return builder.take();
}

Result<std::string> readFile(const std::string& path, std::size_t maxBytes) {
    if (path == "-") {
        return readStream(std::cin, maxBytes);
    }
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (error || !std::filesystem::exists(status)) {
        return failure(unreadable(std::strerror(error ? error.value() : ENOENT)));
    }
    if (std::filesystem::is_directory(status)) {
        return failure(makeDiagnostic(messages, "file-not-regular", ""));
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        return failure(unreadable(std::strerror(errno)));
    }
    return readStream(stream, maxBytes);
}

Result<Value> parseFile(const std::string& path, const Limits& limits) {
    const auto bytes = readFile(path, limits.maxBytes);
    return bytes ? parse(*bytes, limits) : failure(bytes.error());
}

}  // namespace headroom::json
