#pragma once

#include <QFrame>
#include <optional>

#include "core/cases/claims.h"
#include "widgets/common/look.h"

class QLabel;
class QVBoxLayout;

namespace headroom::widgets {

/// A guess at what a step will bring.
struct Prediction {
    std::optional<std::size_t> choice;
    double number = 0;
    QString words;  ///< as it is told afterwards
};

/// Asks what the next step will bring. Nothing is right or wrong here yet: it is seen after the step.
class QuestionBox : public QFrame {
    Q_OBJECT

  public:
    explicit QuestionBox(Look& look, QWidget* parent = nullptr);

    /// `text` is the question's, filled in; `unit` what a number is asked in.
    void ask(const cases::Question& question, const QString& text, Unit unit,
             const std::optional<Prediction>& given);

  signals:
    void predicted(const headroom::widgets::Prediction& prediction);

  private:
    void clear();
    void addChoices(const cases::Question& question, const std::optional<Prediction>& given);
    void addNumber(Unit unit, const std::optional<Prediction>& given);

    Look& look_;
    QVBoxLayout* column_;
    QLabel* text_;
    QLabel* note_;
    QWidget* answers_ = nullptr;
};

}  // namespace headroom::widgets
