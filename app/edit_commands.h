#pragma once

#include <QObject>
#include <QString>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "widgets/common/document.h"

namespace headroom::app {

class MainWindow;

/// What the Edit menu does with what is selected: each is one step of the history. What makes no sense is
/// said in the window's banner.
class EditCommands : public QObject {
    Q_OBJECT

  public:
    explicit EditCommands(MainWindow& window);

    void cut();
    void copy();
    /// At the pointer where that is over the canvas, else in the middle of what is seen.
    void paste();
    /// Gives what is selected the settings of the copied component, as far as both have them.
    void pasteSettings();
    void duplicate();

    /// "left", "center", "right", "top", "middle", "bottom".
    void align(const std::string& edge);
    /// "horizontal", "vertical".
    void distribute(const std::string& axis);
    void bringToFront();
    void replaceKind(const std::string& kind);
    /// Everything that hangs together with what is selected, by wires in either direction.
    void selectConnected();

    /// Components, frames and notes among what is selected.
    [[nodiscard]] std::vector<Id> placed() const;
    [[nodiscard]] std::vector<Id> components() const;

  private:
    bool perform(const QString& name, const widgets::Document::Edit& edit);
    [[nodiscard]] QString named(const QString& one, const QString& several) const;
    void select(const std::vector<Id>& ids);

    MainWindow& window_;
};

}  // namespace headroom::app
