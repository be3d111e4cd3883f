#pragma once

#include <QFrame>

#include "core/base/diagnostic.h"
#include "widgets/common/look.h"

class QLabel;
class QToolButton;

namespace headroom::app {

/// A calm line above the canvas for what went wrong or ought to be known. It stays until it is put away or
/// another takes its place; work goes on beneath it.
class Banner : public QFrame {
    Q_OBJECT

  public:
    explicit Banner(widgets::Look& look, QWidget* parent = nullptr);

    void say(const Diagnostic& diagnostic);
    void say(Severity severity, const QString& line);
    void putAway();
    [[nodiscard]] QString line() const;

  private:
    void paintIcons();

    widgets::Look& look_;
    QLabel* icon_;
    QLabel* text_;
    QToolButton* close_;
    Severity severity_ = Severity::info;
};

}  // namespace headroom::app
