#pragma once

#include <QColor>
#include <QHash>
#include <QString>
#include <array>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace headroom::render {

/// The named colours of a theme. Code never names a colour, only one of these.
enum class Token {
    canvas,
    canvas_dot,
    surface,
    surface_raised,
    surface_sunken,
    line,
    strong_line,
    text,
    text_secondary,
    text_faint,
    text_disabled,
    text_on_dark,
    text_on_light,
    accent,
    accent_hover,
    accent_pressed,
    accent_text,
    on_accent,
    selection,
    rubber_band,
    focus_ring,
    guide,
    search_match,
    hover,
    pressed,
    state_ok,
    state_hot,
    state_saturated,
    state_down,
    hatch,
    bar_track,
    ok_text,
    warning_text,
    error_text,
    ok_tint,
    warning_tint,
    error_tint,
    info_tint,
    retry,
    failing,
    wire,
    wire_dot,
    handle,
    placeholder,
    frame_tint,
    frame_line,
    note,
    shadow,
    baseline,
    tooltip,
    tooltip_text,
    count  ///< how many there are; no colour
};

/// The name of a token in resources/themes/*.json, such as "text_secondary".
std::string_view tokenName(Token token);

/// One set of colours, read from resources/themes/<name>.json. A value: copies share their data.
class Theme {
  public:
    /// Reads `<dataDirectory>/themes/<name>.json`: an object of "#RRGGBB" or "#AARRGGBB". Errors: no such
    /// file, no JSON, a token missing, something that is no colour.
    static Result<Theme> load(const std::string& dataDirectory, const std::string& name);

    [[nodiscard]] const QString& name() const { return name_; }
    [[nodiscard]] bool isDark() const;
    [[nodiscard]] const QColor& operator[](Token token) const {
        return colors_[static_cast<std::size_t>(token)];
    }
    /// The ink and the tint of a category of kinds; one that the theme does not name takes those of "other".
    [[nodiscard]] QColor category(std::string_view category) const;
    [[nodiscard]] QColor categoryTint(std::string_view category) const;
    /// Cividis from 0 (cool) to 1 (hot), interpolated.
    [[nodiscard]] QColor heat(double share) const;

  private:
    friend class ThemeReader;

    QString name_;
    std::array<QColor, static_cast<std::size_t>(Token::count)> colors_;
    QHash<QString, QColor> categories_;  ///< "edge", "edge_tint", ...
    std::array<QColor, 9> heat_;
};

}  // namespace headroom::render
