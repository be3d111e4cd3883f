#pragma once

#include <QWidget>

#include "core/results/results.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"

class QLabel;
class QLineEdit;

namespace headroom::widgets {

/// The head of a page: icon, a name that can be changed, what it is, and how it fares.
class IdentityHeader : public QWidget {
    Q_OBJECT

  public:
    IdentityHeader(Look& look, QWidget* parent = nullptr);

    /// nullptr: no icon.
    void setKind(const catalog::Kind* kind);
    void setName(const QString& name, const QString& placeholder, bool editable);
    void setDescription(const QString& text, const QString& help = {});
    /// Empty: nothing is said.
    void setStatus(const QString& text, render::Token ink);
    [[nodiscard]] QLineEdit* nameField() const { return name_; }

  signals:
    void renamed(const QString& name);

  private:
    void paintIcon();
    void paintStatus();

    Look& look_;
    const catalog::Kind* kind_ = nullptr;
    QLabel* icon_;
    QLineEdit* name_;
    QLabel* title_;  ///< instead of the field where a name cannot be changed: takes as many lines as it needs
    QLabel* description_;
    QLabel* status_;
    render::Token statusInk_ = render::Token::text_secondary;
};

/// The word for a status and the ink it is written in; the word alone tells it too.
QString statusWord(results::Status status);
render::Token statusInk(results::Status status);

}  // namespace headroom::widgets
