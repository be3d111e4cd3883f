#pragma once

#include <QObject>
#include <QVariant>

namespace headroom::app {

/// Whether the desktop prefers dark, asked of the desktop portal (org.freedesktop.portal.Settings,
/// "color-scheme": 1 is dark). Where there is no portal, or no D-Bus in this build, it stays light. Never
/// blocks: the answer of last time is taken until the portal has spoken.
class DesktopTheme : public QObject {
    Q_OBJECT

  public:
    explicit DesktopTheme(QObject* parent = nullptr);

    [[nodiscard]] bool dark() const { return dark_; }

  signals:
    void changed();

  private slots:
    void settingChanged(const QString& group, const QString& key, const QVariant& value);

  private:
    void ask();
    void take(const QVariant& value);

    bool dark_ = false;
};

}  // namespace headroom::app
