#include "widgets/inspector/inspector.h"

#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "widgets/inspector/component_page.h"
#include "widgets/inspector/connection_page.h"
#include "widgets/inspector/design_page.h"
#include "widgets/inspector/group_page.h"

namespace headroom::widgets {

Inspector::Inspector(Document& document, Look& look, QWidget* parent)
    : QWidget(parent),
      context_{document, look, folded_},
      moment_(new QLabel(this)),
      scroll_(new QScrollArea(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    moment_->setObjectName(QStringLiteral("inspectorMoment"));
    moment_->setProperty("role", QStringLiteral("outcome"));
    moment_->setWordWrap(true);
    moment_->setTextFormat(Qt::PlainText);
    moment_->hide();
    column->addWidget(moment_);
    column->addWidget(scroll_);
    scroll_->setProperty("role", QStringLiteral("plain"));
    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    connect(&document, &Document::selectionChanged, this, &Inspector::showSelection);
    connect(&document, &Document::designChanged, this, &Inspector::refreshDesign);
    connect(&document, &Document::designReplaced, this, &Inspector::rebuild);
    const auto results = [this] { page_->refreshResults(); };
    connect(&document, &Document::resultsChanged, this, results);
    connect(&document, &Document::staleChanged, this, results);
    connect(&document, &Document::momentChanged, this, &Inspector::refreshMoment);
    rebuild();
}

Inspector::Sort Inspector::sortOf(const QSet<QString>& selection) const {
    const model::Design& design = context_.document.design();
    bool connections = false;
    for (const QString& id : selection) {
        const std::string key = id.toStdString();
        if (design.components().contains(key)) {
            return Sort::components;
        }
        connections = connections || design.connections().contains(key);
    }
    if (connections) {
        return Sort::connections;
    }
    return selection.isEmpty() ? Sort::design : Sort::others;
}

Page* Inspector::makePage(Sort sort, const QSet<QString>& selection) {
    switch (sort) {
        case Sort::components:
            return new ComponentPage(context_, selection, nullptr);
        case Sort::connections:
            return new ConnectionPage(context_, selection, nullptr);
        case Sort::others:
            return new GroupPage(context_, selection, nullptr);
        case Sort::design:
            break;
    }
    return new DesignPage(context_, nullptr);
}

void Inspector::showSelection() {
    const QSet<QString>& selection = context_.document.selection();
    if (sortOf(selection) != sort_ || !page_->rebind(selection)) {
        rebuild();
    }
}

void Inspector::rebuild() {
    const QSet<QString>& selection = context_.document.selection();
    sort_ = sortOf(selection);
    Page* page = makePage(sort_, selection);
    auto* holder = new QWidget;
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(0);
    column->addWidget(page);
    column->addStretch(1);
    page_ = page;
    // A field of the old page may be the one that asked for this: let it finish first.
    if (QWidget* old = scroll_->takeWidget()) {
        old->hide();
        old->deleteLater();
    }
    scroll_->setWidget(holder);
    scroll_->verticalScrollBar()->setValue(0);
}

void Inspector::refreshDesign() {
    const QSet<QString>& selection = context_.document.selection();
    // What was selected may have gone, or have got another form (a workload more).
    if (sortOf(selection) != sort_ || !page_->rebind(selection)) {
        rebuild();
    }
}

void Inspector::refreshMoment() {
    const auto& moment = context_.document.moment();
    moment_->setVisible(moment.has_value());
    if (moment) {
        moment_->setText(
            tr("The drawing shows %1; here are the figures of the steady state.").arg(moment->words));
    }
}

void Inspector::focusFirstField() {
    if (QWidget* field = page_->firstField()) {
        field->setFocus(Qt::ShortcutFocusReason);
        scroll_->ensureWidgetVisible(field);
    }
}

QStringList Inspector::foldedSections() const {
    return {folded_.begin(), folded_.end()};
}

void Inspector::setFoldedSections(const QStringList& names) {
    folded_ = QSet<QString>(names.begin(), names.end());
    rebuild();
}

}  // namespace headroom::widgets
