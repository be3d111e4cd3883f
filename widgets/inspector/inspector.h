#pragma once

#include <QSet>
#include <QStringList>
#include <QWidget>

#include "widgets/inspector/page.h"

class QLabel;
class QScrollArea;

namespace headroom::widgets {

/// The form of what is selected: parameters as the catalogue declares them, results beside them. Built anew
/// only when another sort of thing is selected; otherwise its fields are filled, so that the keyboard stays
/// where it is.
class Inspector : public QWidget {
    Q_OBJECT

  public:
    Inspector(Document& document, Look& look, QWidget* parent = nullptr);

    /// Puts the keyboard into the first field.
    void focusFirstField();

    /// Names of the sections a person has folded, to be remembered.
    [[nodiscard]] QStringList foldedSections() const;
    void setFoldedSections(const QStringList& names);

    [[nodiscard]] QSize sizeHint() const override { return {320, 480}; }

  private:
    enum class Sort { design, components, connections, others };

    [[nodiscard]] Sort sortOf(const QSet<QString>& selection) const;
    void showSelection();
    void rebuild();
    void refreshDesign();
    void refreshMoment();
    Page* makePage(Sort sort, const QSet<QString>& selection);

    QSet<QString> folded_;
    InspectorContext context_;
    QLabel* moment_;  ///< says that the drawing shows other figures than this
    QScrollArea* scroll_;
    Page* page_ = nullptr;
    Sort sort_ = Sort::design;
};

}  // namespace headroom::widgets
