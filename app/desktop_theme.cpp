#include "app/desktop_theme.h"

#include "app/settings.h"

#ifdef HEADROOM_HAS_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

namespace headroom::app {

namespace {

const QString rememberedKey = QStringLiteral("theme/desktopWasDark");

}  // namespace

DesktopTheme::DesktopTheme(QObject* parent)
    : QObject(parent), dark_(settings().value(rememberedKey, false).toBool()) {
    ask();
}

void DesktopTheme::take(const QVariant& value) {
    constexpr uint preferDark = 1;
    const bool dark = value.toUInt() == preferDark;
    if (dark != dark_) {
        dark_ = dark;
        settings().setValue(rememberedKey, dark);
        emit changed();
    }
}

#ifdef HEADROOM_HAS_DBUS

namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colorScheme = QStringLiteral("color-scheme");

/// The portal wraps the value in one variant or two.
QVariant unwrapped(QVariant value) {
    while (value.canConvert<QDBusVariant>()) {
        value = value.value<QDBusVariant>().variant();
    }
    return value;
}

}  // namespace

void DesktopTheme::ask() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QVariant)));
    QDBusMessage question = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    question << appearance << colorScheme;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError()) {
            take(unwrapped(reply.value().variant()));
        }
        watcher->deleteLater();
    });
}

void DesktopTheme::settingChanged(const QString& group, const QString& key, const QVariant& value) {
    if (group == appearance && key == colorScheme) {
        take(unwrapped(value));
    }
}

#else

void DesktopTheme::ask() {}

void DesktopTheme::settingChanged(const QString&, const QString&, const QVariant&) {}

#endif

}  // namespace headroom::app
