#pragma once

#include <QSet>
#include <QWidget>

#include "widgets/common/document.h"
#include "widgets/common/look.h"

namespace headroom::widgets {

/// What the parts of the inspector work with.
struct InspectorContext {
    Document& document;
    Look& look;
    QSet<QString>& folded;  ///< sections a person has folded
};

/// What the inspector shows for one sort of selection.
class Page : public QWidget {
    Q_OBJECT

  public:
    /// Takes over another selection of the same form; false where a page has to be built anew.
    virtual bool rebind(const QSet<QString>& selection) = 0;
    virtual void refreshDesign() = 0;
    virtual void refreshResults() = 0;
    /// Where the keyboard goes when the inspector is asked for.
    virtual QWidget* firstField() { return nullptr; }

  protected:
    using QWidget::QWidget;
};

}  // namespace headroom::widgets
