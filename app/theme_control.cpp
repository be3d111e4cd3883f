#include "app/theme_control.h"

#include <QApplication>

#include "app/settings.h"
#include "widgets/common/style.h"

namespace headroom::app {

namespace {

const QString modeKey = QStringLiteral("theme/mode");

}  // namespace

QString themeModeName(ThemeMode mode) {
    switch (mode) {
        case ThemeMode::light:
            return QStringLiteral("light");
        case ThemeMode::dark:
            return QStringLiteral("dark");
        case ThemeMode::system:
            break;
    }
    return QStringLiteral("system");
}

std::optional<ThemeMode> themeModeOf(const QString& name) {
    for (const ThemeMode mode : {ThemeMode::system, ThemeMode::light, ThemeMode::dark}) {
        if (name == themeModeName(mode)) {
            return mode;
        }
    }
    return std::nullopt;
}

ThemeControl::ThemeControl(std::string dataDirectory, widgets::Look& look, QObject* parent)
    : QObject(parent), dataDirectory_(std::move(dataDirectory)), look_(look) {
    mode_ = themeModeOf(settings().value(modeKey).toString()).value_or(ThemeMode::system);
    connect(&desktop_, &DesktopTheme::changed, this, &ThemeControl::apply);
    apply();
}

void ThemeControl::choose(ThemeMode mode) {
    settings().setValue(modeKey, themeModeName(mode));
    setMode(mode);
}

void ThemeControl::setMode(ThemeMode mode) {
    mode_ = mode;
    apply();
    emit modeChanged();
}

void ThemeControl::apply() {
    const bool dark = mode_ == ThemeMode::dark || (mode_ == ThemeMode::system && desktop_.dark());
    auto theme = render::Theme::load(dataDirectory_, dark ? "dark" : "light");
    // The shipped themes were read at start; one that has gone since leaves the present one in place.
    if (theme) {
        look_.setTheme(std::move(*theme));
    }
    if (auto* application = qobject_cast<QApplication*>(QCoreApplication::instance())) {
        widgets::applyStyle(*application, look_.theme());
    }
}

}  // namespace headroom::app
