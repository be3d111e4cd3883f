#pragma once

#include <QByteArray>
#include <string>
#include <vector>

#include "core/results/results.h"

namespace headroom::widgets {

/// The numbers behind a chart. The first line names columns and units.
struct CsvTable {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;

    /// As RFC 4180 (Shafranovich, 2005) says: comma, CRLF, quotes where they are needed; UTF-8.
    [[nodiscard]] QByteArray text() const;
};

/// The shortest text that reads back as the figure, with a point in every locale; empty where there is none.
std::string csvNumber(const results::Figure& figure);

}  // namespace headroom::widgets
