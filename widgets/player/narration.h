#pragma once

#include <QTextBrowser>

#include "widgets/common/look.h"

namespace headroom::widgets {

/// Markdown as high as it is long; what surrounds it scrolls. Shows no pictures, follows no links, and takes
/// nothing for HTML: a case is a stranger's file.
class Narration : public QTextBrowser {
    Q_OBJECT

  public:
    explicit Narration(Look& look, QWidget* parent = nullptr);

    void setText(const QString& markdown);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 0}; }

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    QVariant loadResource(int type, const QUrl& name) override;

  private:
    void restyle();
    void spread();
    void fitHeight();

    Look& look_;
    QString markdown_;
};

}  // namespace headroom::widgets
