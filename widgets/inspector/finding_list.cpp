#include "widgets/inspector/finding_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/common/names.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using render::Token;
using results::Finding;

namespace {

/// A finding about more than this many says something of the design, and is read there.
constexpr std::size_t fewRecords = 3;

bool concerns(const Finding& finding, const QSet<QString>& about) {
    if (about.isEmpty()) {
        return true;
    }
    return finding.where.size() <= fewRecords &&
           std::any_of(finding.where.begin(), finding.where.end(),
                       [&](const Id& id) { return about.contains(toQt(id)); });
}

/// What is said of records by their ids, said by the names that a person gave them.
MessageArguments named(const Finding& finding, const Document& document) {
    MessageArguments arguments = finding.diagnostic.arguments;
    const std::vector<Id>& ids = finding.where;
    std::vector<std::string> names;
    for (const Id& id : ids) {
        names.push_back(shownName(document.design(), document.catalog(), id).toStdString());
    }
    for (auto& [name, value] : arguments) {
        if (!ids.empty() && value == results::listed(ids)) {
            value = results::listed(names);
        }
    }
    return arguments;
}

QString textOf(const Finding& finding, const Document& document) {
    Diagnostic plain = finding.diagnostic.reworded(named(finding, document));
    plain.where.clear();
    const QString line = toQt(plain.line());
    return line.left(1).toUpper() + line.mid(1);
}

}  // namespace

FindingList::FindingList(Document& document, Look& look, QWidget* parent)
    : QWidget(parent), document_(document), look_(look), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(16, 0, 16, 8);
    column_->setSpacing(6);
    hide();
}

void FindingList::show(const results::Results& results, const QSet<QString>& about) {
    QStringList texts;
    for (const Finding& finding : results.findings) {
        if (concerns(finding, about)) {
            texts.append(textOf(finding, document_));
        }
    }
    if (texts == texts_) {
        return;
    }
    texts_ = texts;
    qDeleteAll(lines_);
    lines_.clear();
    for (const Finding& finding : results.findings) {
        if (concerns(finding, about)) {
            addLine(finding);
        }
    }
    setVisible(!texts_.isEmpty());
}

void FindingList::addLine(const Finding& finding) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    auto* sign = new QLabel(line);
    const bool info = finding.diagnostic.severity == Severity::info;
    sign->setPixmap(look_.pixmap(info ? QStringLiteral("info") : QStringLiteral("warning"),
                                 info ? Token::accent_text : Token::warning_text, 14, devicePixelRatioF()));
    QStringList targets;
    for (const Id& id : finding.where) {
        targets.append(toQt(id).toHtmlEscaped());
    }
    auto* text = new QLabel(textOf(finding, document_).toHtmlEscaped(), line);
    text->setProperty("role", QStringLiteral("small"));
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    if (!targets.isEmpty()) {
        text->setText(
            text->text() +
            QStringLiteral(" <a href=\"%1\">%2</a>").arg(targets.join(QLatin1Char(' ')), tr("Show")));
        connect(text, &QLabel::linkActivated, this, [this](const QString& link) {
            const QStringList ids = link.split(QLatin1Char(' '), Qt::SkipEmptyParts);
            document_.setSelection(QSet<QString>(ids.begin(), ids.end()));
        });
    }
    row->addWidget(sign, 0, Qt::AlignTop);
    row->addWidget(text, 1);
    column_->addWidget(line);
    line->show();
    lines_.append(line);
}

}  // namespace headroom::widgets
