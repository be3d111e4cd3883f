#pragma once

#include <QAbstractButton>
#include <QVBoxLayout>
#include <QWidget>

#include "widgets/common/look.h"

namespace headroom::widgets {

/// The line of a section that folds it: a chevron and a title.
class SectionHeader : public QAbstractButton {
    Q_OBJECT

  public:
    SectionHeader(Look& look, const QString& title, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    Look& look_;
};

/// A titled part of a panel that folds. Folding is remembered by its owner.
class Section : public QWidget {
    Q_OBJECT

  public:
    Section(Look& look, const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] QVBoxLayout* content() const { return content_; }
    [[nodiscard]] bool folded() const;
    void setFolded(bool folded);
    [[nodiscard]] SectionHeader* header() const { return header_; }

  signals:
    void foldedChanged(bool folded);

  private:
    SectionHeader* header_;
    QWidget* body_;
    QVBoxLayout* content_;
};

}  // namespace headroom::widgets
