#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headroom::cli {

enum class Align { left, right };

struct Column {
    std::string title;
    Align align = Align::right;
    std::size_t widest = 24;  ///< longer cells are cut with an ellipsis
};

/// Text in aligned columns for a terminal of fixed-width letters. Columns are as wide as their widest cell.
class Table {
  public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// One cell for each column. `paint` is an escape sequence put before the line (colours), or empty.
    void add(std::vector<std::string> cells, std::string paint = {});

    /// All lines, each indented by two spaces; the title line first. No space at the end of a line.
    [[nodiscard]] std::string text() const;

  private:
    struct Row {
        std::vector<std::string> cells;
        std::string paint;
    };

    [[nodiscard]] std::vector<std::size_t> widths() const;
    [[nodiscard]] std::string line(const std::vector<std::string>& cells,
                                   const std::vector<std::size_t>& widths) const;

    std::vector<Column> columns_;
    std::vector<Row> rows_;
};

/// Columns of a terminal that `text` takes: two for each East Asian wide character, none for combining ones.
std::size_t displayWidth(std::string_view text);

/// `text` on one line in at most `widest` columns, an ellipsis where it was cut.
std::string fitted(std::string_view text, std::size_t widest);

/// `text` broken at spaces into lines of at most `widest` columns, each indented and ended by a newline.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t widest);

}  // namespace headroom::cli
