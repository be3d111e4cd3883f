#pragma once

#include <QWidget>

#include "core/catalog/catalog.h"
#include "widgets/inspector/param_editor.h"

class QLabel;

namespace headroom::widgets {

class ChangedDot;
class ScrubLabel;

/// One parameter in the form: the dot, the label, the control, and a line under it for what went wrong or
/// what a value brought about.
class FieldRow : public QWidget {
    Q_OBJECT

  public:
    /// `editor` becomes a child.
    FieldRow(Look& look, const QString& label, const QString& help, ParamEditor* editor, QWidget* parent);

    [[nodiscard]] ParamEditor* editor() const { return editor_; }
    void show(const FieldState& state);
    using QWidget::show;

    void showError(const QString& line);
    void showNote(const QString& line);
    void clearMessage();
    [[nodiscard]] QString message() const;

  signals:
    void resetRequested();

  private:
    void say(const QString& line, const char* role);

    ChangedDot* dot_;
    ScrubLabel* label_;
    ParamEditor* editor_;
    QLabel* message_;
};

/// What a tooltip says of a parameter: its help, its range, its default and where that comes from.
QString helpFor(const catalog::ParamSpec& spec, const catalog::Catalog& catalog);

/// The parts of a row lie in columns that all rows of the inspector share.
namespace columns {
constexpr int dot = 16;
constexpr int labelShare = 10;
constexpr int fieldShare = 11;
}  // namespace columns

}  // namespace headroom::widgets
