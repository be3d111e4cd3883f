#include "widgets/common/csv_table.h"

#include "core/base/numbers.h"

namespace headroom::widgets {

namespace {

std::string quoted(const std::string& field) {
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
        return field;
    }
    std::string out = "\"";
    for (const char c : field) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + '"';
}

void appendLine(std::string& text, const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        text += (i == 0 ? "" : ",") + quoted(fields[i]);
    }
    text += "\r\n";
}

}  // namespace

QByteArray CsvTable::text() const {
    std::string out;
    appendLine(out, header);
    for (const auto& row : rows) {
        appendLine(out, row);
    }
    return QByteArray::fromStdString(out);
}

std::string csvNumber(const results::Figure& figure) {
    return figure ? shortest(*figure) : std::string();
}

}  // namespace headroom::widgets
