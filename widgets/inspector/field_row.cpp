#include "widgets/inspector/field_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QStyle>

#include "core/base/numbers.h"
#include "widgets/common/scrub_label.h"
#include "widgets/common/text.h"
#include "widgets/inspector/changed_dot.h"

namespace headroom::widgets {

using catalog::ParamSpec;
using catalog::ParamType;

FieldRow::FieldRow(Look& look, const QString& label, const QString& help, ParamEditor* editor,
                   QWidget* parent)
    : QWidget(parent),
      dot_(new ChangedDot(look, this)),
      label_(new ScrubLabel(label, this)),
      editor_(editor),
      message_(new QLabel(this)) {
    editor_->setParent(this);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 12, 0);
    grid->setHorizontalSpacing(0);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, columns::labelShare);
    grid->setColumnStretch(2, columns::fieldShare);
    grid->addWidget(dot_, 0, 0, Qt::AlignTop);
    if (editor_->wide()) {
        grid->addWidget(label_, 0, 1, 1, 2, Qt::AlignTop);
        grid->addWidget(editor_, 1, 1, 1, 2);
    } else {
        grid->addWidget(label_, 0, 1, Qt::AlignTop);
        grid->addWidget(editor_, 0, 2, Qt::AlignTop);
    }
    grid->addWidget(message_, 2, 1, 1, 2);
    label_->setFixedHeight(26);
    label_->setField(editor_->unitField());
    // The column may be too narrow for the label: what it says first is its whole name.
    label_->setToolTip(QStringLiteral("<p><b>%1</b></p>").arg(label.toHtmlEscaped()) + help);
    editor_->setToolTip(help);
    message_->setWordWrap(true);
    message_->hide();
    connect(dot_, &QAbstractButton::clicked, this, &FieldRow::resetRequested);
}

void FieldRow::show(const FieldState& state) {
    dot_->setShown(state.overridden);
    editor_->show(state);
}

void FieldRow::showError(const QString& line) {
    editor_->setBroken(true);
    say(line, "error");
}

void FieldRow::showNote(const QString& line) {
    editor_->setBroken(false);
    say(line, "secondary");
}

void FieldRow::say(const QString& line, const char* role) {
    if (message_->property("role").toString() != QLatin1String(role)) {
        message_->setProperty("role", QString::fromLatin1(role));
        message_->style()->unpolish(message_);
        message_->style()->polish(message_);
    }
    message_->setText(line);
    message_->show();
}

void FieldRow::clearMessage() {
    editor_->setBroken(false);
    message_->hide();
    message_->clear();
}

QString FieldRow::message() const {
    return message_->text();
}

namespace {

QString defaultOf(const ParamSpec& spec) {
    if (spec.defaultValue.isNumber()) {
        return toQt(formatQuantity(spec.defaultValue.number(), spec.unit));
    }
    for (const catalog::Option& option : spec.options) {
        if (json::Value(option.value) == spec.defaultValue) {
            return toQt(option.label);
        }
    }
    return toQt(spec.placeholder);
}

QString originOf(const ParamSpec& spec, const catalog::Catalog& catalog) {
    const catalog::Source* source = spec.source.empty() ? nullptr : catalog.source(spec.source);
    if (source == nullptr) {
        return {};
    }
    QString text = toQt(source->text).toHtmlEscaped();
    if (!source->date.empty()) {
        text += QStringLiteral(" (%1)").arg(toQt(source->date).toHtmlEscaped());
    }
    return source->estimate ? FieldRow::tr("%1 An estimate.").arg(text) : text;
}

}  // namespace

QString helpFor(const ParamSpec& spec, const catalog::Catalog& catalog) {
    QString html = QStringLiteral("<p>%1</p>").arg(toQt(spec.help).toHtmlEscaped());
    QStringList facts;
    if (spec.type == ParamType::number || spec.type == ParamType::integer) {
        facts.append(FieldRow::tr("Takes what lies %1.")
                         .arg(toQt(formatRange(spec.minimum, spec.maximum, spec.unit)).toHtmlEscaped()));
    }
    if (const QString value = defaultOf(spec); !value.isEmpty()) {
        const QString origin = originOf(spec, catalog);
        facts.append(FieldRow::tr("Default: %1.").arg(value.toHtmlEscaped()) +
                     (origin.isEmpty() ? QString() : QStringLiteral(" ") + origin));
    }
    for (const catalog::Option& option : spec.options) {
        if (!option.help.empty()) {
            facts.append(QStringLiteral("<b>%1</b>: %2")
                             .arg(toQt(option.label).toHtmlEscaped(), toQt(option.help).toHtmlEscaped()));
        }
    }
    return facts.isEmpty() ? html
                           : html + QStringLiteral("<p>%1</p>").arg(facts.join(QStringLiteral("<br>")));
}

}  // namespace headroom::widgets
