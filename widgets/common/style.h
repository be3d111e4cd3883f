#pragma once

#include <QPalette>
#include <QString>

#include "core/render/theme.h"

class QApplication;

namespace headroom::widgets {

/// Every role of every group from the theme's tokens.
QPalette paletteOf(const render::Theme& theme);

/// The one style sheet of the window, with the theme's colours in it.
QString styleSheetOf(const render::Theme& theme);

/// Fusion with palette, style sheet and type of `theme`, for the whole program.
void applyStyle(QApplication& application, const render::Theme& theme);

/// Type sizes in logical pixels.
namespace type {
constexpr int body = 13;
constexpr int secondary = 11;
constexpr int title = 15;
constexpr int headline = 22;
}  // namespace type

}  // namespace headroom::widgets
