#include "app/cli/table.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/base/diagnostic.h"
#include "core/base/utf8.h"

namespace headroom::cli {

namespace {

constexpr std::string_view gap = "  ";

struct Range {
    char32_t first;
    char32_t last;
};

/// Blocks of wide characters (Unicode Standard Annex 11), as far as names are written in them.
constexpr std::array<Range, 7> wide{{{0x1100, 0x115F},
                                     {0x2E80, 0xA4CF},
                                     {0xAC00, 0xD7A3},
                                     {0xF900, 0xFAFF},
                                     {0xFE30, 0xFE6F},
                                     {0xFF00, 0xFF60},
                                     {0x1F300, 0x1FAFF}}};
constexpr std::array<Range, 4> narrowest{
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t c) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const Range& range) { return c >= range.first && c <= range.last; });
}

char32_t codePoint(std::string_view sequence) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
    if (sequence.size() == 1) {
        return byte(0);
    }
    char32_t out = byte(0) & (0xFFU >> (sequence.size() + 1));
    for (std::size_t i = 1; i < sequence.size(); ++i) {
        out = (out << 6U) | (byte(i) & 0x3FU);
    }
    return out;
}

std::size_t widthOf(char32_t c) {
    return within(narrowest, c) ? 0 : within(wide, c) ? 2 : 1;
}

/// The first character of `text`; a broken byte counts as one.
std::string_view firstOf(std::string_view text) {
    return text.substr(0, std::max<std::size_t>(1, utf8::sequenceLength(text)));
}

}  // namespace

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const std::string_view character = firstOf(text);
        width += widthOf(codePoint(character));
        text.remove_prefix(character.size());
    }
    return width;
}

std::string fitted(std::string_view text, std::size_t widest) {
    const std::string clean = printable(text, 4 * widest + 16);
    if (displayWidth(clean) <= widest) {
        return clean;
    }
    std::string out;
    std::size_t width = 0;
    for (std::string_view rest = clean; !rest.empty();) {
        const std::string_view character = firstOf(rest);
        const std::size_t wanted = widthOf(codePoint(character));
        if (width + wanted + 1 > widest) {
            break;
        }
        out += character;
        width += wanted;
        rest.remove_prefix(character.size());
    }
    return out + "\u2026";
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t widest) {
    const std::string clean = printable(text, 4000);
    std::string out;
    std::string line;
    for (std::string_view rest = clean; !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::string word(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!line.empty() && indent + displayWidth(line) + 1 + displayWidth(word) > widest) {
            out += std::string(indent, ' ') + line + "\n";
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    return line.empty() ? out : out + std::string(indent, ' ') + line + "\n";
}

void Table::add(std::vector<std::string> cells, std::string paint) {
    assert(cells.size() == columns_.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i] = fitted(cells[i], columns_[i].widest);
    }
    rows_.push_back({std::move(cells), std::move(paint)});
}

std::string Table::text() const {
    const std::vector<std::size_t> wanted = widths();
    std::vector<std::string> titles;
    for (const Column& column : columns_) {
        titles.push_back(column.title);
    }
    std::string out = line(titles, wanted) + "\n";
    for (const Row& row : rows_) {
        out += row.paint + line(row.cells, wanted) + (row.paint.empty() ? "" : "\u001b[0m") + "\n";
    }
    return out;
}

std::vector<std::size_t> Table::widths() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = displayWidth(columns_[i].title);
        for (const Row& row : rows_) {
            width = std::max(width, displayWidth(row.cells[i]));
        }
        out.push_back(width);
    }
    return out;
}

std::string Table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string padding(widths[i] - displayWidth(cells[i]), ' ');
        out += gap;
        out += columns_[i].align == Align::left ? cells[i] + padding : padding + cells[i];
    }
    return out.erase(out.find_last_not_of(' ') + 1);
}

}  // namespace headroom::cli
