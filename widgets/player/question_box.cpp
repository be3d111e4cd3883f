#include "widgets/player/question_box.h"

#include <QButtonGroup>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

#include "core/base/numbers.h"
#include "widgets/common/text.h"
#include "widgets/common/unit_field.h"

namespace headroom::widgets {

namespace {

QString saidText(const std::optional<Prediction>& given) {
    return given ? QuestionBox::tr("Noted. Take the step and see.")
                 : QuestionBox::tr("Guess first; you may also go on without.");
}

}  // namespace

QuestionBox::QuestionBox(Look& look, QWidget* parent)
    : QFrame(parent),
      look_(look),
      column_(new QVBoxLayout(this)),
      text_(new QLabel(this)),
      note_(new QLabel(this)) {
    setProperty("role", QStringLiteral("question"));
    column_->setContentsMargins(12, 10, 12, 10);
    column_->setSpacing(8);
    auto* title = new QLabel(tr("What do you expect?"), this);
    title->setProperty("role", QStringLiteral("panel"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    note_->setProperty("role", QStringLiteral("secondary"));
    note_->setWordWrap(true);
    column_->addWidget(title);
    column_->addWidget(text_);
    column_->addWidget(note_);
}

void QuestionBox::clear() {
    delete answers_;
    answers_ = new QWidget(this);
    auto* column = new QVBoxLayout(answers_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column_->insertWidget(2, answers_);
}

void QuestionBox::ask(const cases::Question& question, const QString& text, Unit unit,
                      const std::optional<Prediction>& given) {
    clear();
    text_->setText(text);
    note_->setText(saidText(given));
    question.choices.empty() ? addNumber(unit, given) : addChoices(question, given);
    answers_->show();
}

void QuestionBox::addChoices(const cases::Question& question, const std::optional<Prediction>& given) {
    auto* group = new QButtonGroup(answers_);
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        const QString words = toQt(question.choices[i].text);
        auto* button = new QRadioButton(words, answers_);
        button->setChecked(given && given->choice == i);
        group->addButton(button);
        answers_->layout()->addWidget(button);
        connect(button, &QRadioButton::clicked, this, [this, i, words] {
            const Prediction prediction{i, 0, words};
            note_->setText(saidText(prediction));
            emit predicted(prediction);
        });
    }
}

void QuestionBox::addNumber(Unit unit, const std::optional<Prediction>& given) {
    auto* field = new UnitField(answers_);
    field->setFormat({unit, 0, 1e18, 1, true, false});
    field->setFaintText(tr("your guess"));
    field->setAccessibleName(tr("Your guess"));
    field->setFixedWidth(140);
    if (given) {
        field->setQuantity(given->number);
    }
    answers_->layout()->addWidget(field);
    connect(field, &UnitField::entered, this, [this, unit, field](double value) {
        field->setQuantity(value);
        const Prediction prediction{std::nullopt, value, toQt(formatQuantity(value, unit))};
        note_->setText(saidText(prediction));
        emit predicted(prediction);
    });
    connect(field, &UnitField::unreadable, note_, &QLabel::setText);
}

}  // namespace headroom::widgets
