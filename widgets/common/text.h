#pragma once

#include <QString>
#include <string_view>

namespace headroom::widgets {

/// Text of the core, which is UTF-8, as Qt's.
inline QString toQt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace headroom::widgets
