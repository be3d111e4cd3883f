#pragma once

#include <QList>
#include <QWidget>

#include "core/results/results.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"

class QVBoxLayout;

namespace headroom::widgets {

/// What an engine has to say, a line each; a click selects what it is about.
class FindingList : public QWidget {
    Q_OBJECT

  public:
    FindingList(Document& document, Look& look, QWidget* parent = nullptr);

    /// `about` empty: all findings, else those that name one of these ids.
    void show(const results::Results& results, const QSet<QString>& about);
    using QWidget::show;

  private:
    void addLine(const results::Finding& finding);

    Document& document_;
    Look& look_;
    QVBoxLayout* column_;
    QList<QWidget*> lines_;
    QStringList texts_;
};

}  // namespace headroom::widgets
