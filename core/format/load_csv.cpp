#include "core/format/load_csv.h"

#include <algorithm>
#include <string>

#include "core/base/numbers.h"
#include "core/format/messages.h"

namespace headroom::format {

namespace {

constexpr std::size_t mostPoints = 100'000;
constexpr std::size_t longestLine = 1000;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    const auto first = text.find_first_not_of(blank);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

tl::unexpected<Diagnostic> mismatch(std::size_t line, const std::string& found, const std::string& expected) {
    return failure(makeDiagnostic(messages, "value-mismatch", "line " + std::to_string(line),
                                  {{"found", found}, {"expected", expected}}));
}

std::string quoted(std::string_view text) {
    return text.empty() ? "nothing" : "'" + printable(std::string(text.substr(0, longestLine)), 40) + "'";
}

class Reader {
  public:
    explicit Reader(const catalog::Catalog& catalog) : specs_(itemFields(catalog)) {}

    Result<> line(std::string_view text) {
        ++number_;
        text = trimmed(text);
        const bool isHead = points_.empty() && !headed_ && text == "at_s,factor";
        headed_ = headed_ || isHead;
        return text.empty() || isHead ? Result<>() : point(text);
    }
    Result<json::Array> points() {
        if (points_.empty()) {
            return mismatch(std::max<std::size_t>(number_, 1), "no points",
                            "lines such as 60,1.5 (at_s,factor)");
        }
        return std::move(points_);
    }

  private:
    Result<> point(std::string_view text) {
        const auto comma = text.find(',');
        if (comma == std::string_view::npos || text.find(',', comma + 1) != std::string_view::npos) {
            return mismatch(number_, quoted(text), "two numbers with a comma between them (at_s,factor)");
        }
        const auto atS = number(text.substr(0, comma), "at_s");
        const auto factor = number(text.substr(comma + 1), "factor");
        if (!atS || !factor) {
            return failure(!atS ? atS.error() : factor.error());
        }
        if (!points_.empty() && *atS <= last_) {
            return mismatch(number_, "the moment " + shortest(*atS),
                            "one later than that of the line before, " + shortest(last_));
        }
        if (points_.size() == mostPoints) {
            return mismatch(number_, "more than 100000 points", "a curve with fewer");
        }
        last_ = *atS;
        points_.emplace_back(json::Object{{"at_s", *atS}, {"factor", *factor}});
        return {};
    }

    [[nodiscard]] Result<double> number(std::string_view text, std::string_view name) const {
        text = trimmed(text);
        const auto value = parseNumber(text);
        const catalog::ParamSpec* spec = catalog::findSpec(specs_, name);
        if (!value || (spec != nullptr && !catalog::check(*spec, *value, ""))) {
            const std::string range = spec != nullptr ? catalog::expectation(*spec) : "a number";
            return mismatch(number_, quoted(text), std::string(name) + ", " + range);
        }
        return *value;
    }

    static std::vector<catalog::ParamSpec> itemFields(const catalog::Catalog& catalog) {
        const catalog::ParamSpec* load = catalog::findSpec(catalog.recordParams("scenario"), "load");
        return load != nullptr && !load->fields.empty() ? load->fields.front().fields
                                                        : std::vector<catalog::ParamSpec>();
    }

    std::vector<catalog::ParamSpec> specs_;  ///< of the members of a point
    json::Array points_;
    std::size_t number_ = 0;
    double last_ = 0;
    bool headed_ = false;
};

}  // namespace

Result<json::Array> readLoadCsv(std::string_view text, const catalog::Catalog& catalog) {
    constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(byteOrderMark)) {
        text.remove_prefix(byteOrderMark.size());
    }
    Reader reader(catalog);
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (const auto done = reader.line(text.substr(0, end)); !done) {
            return failure(done.error());
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return reader.points();
}

}  // namespace headroom::format
