#pragma once

#include <QObject>
#include <optional>

#include "app/desktop_theme.h"
#include "core/base/result.h"
#include "widgets/common/look.h"

namespace headroom::app {

enum class ThemeMode { system, light, dark };

/// "system", "light" or "dark".
QString themeModeName(ThemeMode mode);
std::optional<ThemeMode> themeModeOf(const QString& name);

/// Puts the chosen theme on the whole program, and follows the desktop where that is chosen.
class ThemeControl : public QObject {
    Q_OBJECT

  public:
    /// `look` has the light theme already. Reads the remembered mode.
    ThemeControl(std::string dataDirectory, widgets::Look& look, QObject* parent = nullptr);

    [[nodiscard]] ThemeMode mode() const { return mode_; }
    /// What a person chose, to be remembered.
    void choose(ThemeMode mode);
    /// For this run only, as --theme does.
    void setMode(ThemeMode mode);

  signals:
    void modeChanged();

  private:
    void apply();

    std::string dataDirectory_;
    widgets::Look& look_;
    DesktopTheme desktop_;
    ThemeMode mode_ = ThemeMode::system;
};

}  // namespace headroom::app
