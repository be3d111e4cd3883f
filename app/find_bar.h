#pragma once

#include <QStringList>
#include <QWidget>

#include "widgets/common/document.h"

class QLabel;
class QLineEdit;

namespace headroom::app {

/// A line above the canvas that finds components, frames and notes by name, kind, id or text. What is found
/// is selected; Return goes to the next, Shift and Return to the one before, Esc puts the line away.
class FindBar : public QWidget {
    Q_OBJECT

  public:
    explicit FindBar(widgets::Document& document, QWidget* parent = nullptr);

    void open();

  signals:
    /// What is to be seen now.
    void found(const QString& id);
    void closed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    [[nodiscard]] QStringList matches() const;
    void search();
    void step(int by);
    void show(const QStringList& ids);

    widgets::Document& document_;
    QLineEdit* field_;
    QLabel* count_;
    qsizetype at_ = 0;
};

}  // namespace headroom::app
