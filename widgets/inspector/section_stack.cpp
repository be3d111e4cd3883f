#include "widgets/inspector/section_stack.h"

#include <array>

namespace headroom::widgets {

namespace {

struct Known {
    const char* name;
    const char* title;
};

/// In the order of the page. A section that is not named here comes last, under its own name.
constexpr std::array<Known, 11> known{{{"load", QT_TRANSLATE_NOOP("SectionStack", "Load")},
                                       {"calls", QT_TRANSLATE_NOOP("SectionStack", "Calls")},
                                       {"capacity", QT_TRANSLATE_NOOP("SectionStack", "Capacity")},
                                       {"latency", QT_TRANSLATE_NOOP("SectionStack", "Latency")},
                                       {"time", QT_TRANSLATE_NOOP("SectionStack", "Where the time goes")},
                                       {"reliability", QT_TRANSLATE_NOOP("SectionStack", "Reliability")},
                                       {"death", QT_TRANSLATE_NOOP("SectionStack", "If it dies")},
                                       {"behaviour", QT_TRANSLATE_NOOP("SectionStack", "Behaviour")},
                                       {"cost", QT_TRANSLATE_NOOP("SectionStack", "Cost")},
                                       {"data", QT_TRANSLATE_NOOP("SectionStack", "Data")},
                                       {"about", QT_TRANSLATE_NOOP("SectionStack", "About")}}};

int rankOf(const QString& name) {
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (name == QLatin1String(known[i].name)) {
            return static_cast<int>(i);
        }
    }
    return static_cast<int>(known.size());
}

QString titleOf(const QString& name) {
    const int rank = rankOf(name);
    if (rank < static_cast<int>(known.size())) {
        return SectionStack::tr(known[static_cast<std::size_t>(rank)].title);
    }
    return name.left(1).toUpper() + name.mid(1);
}

bool showsSomething(const QLayout* layout) {
    for (int i = 0; i < layout->count(); ++i) {
        const QWidget* widget = layout->itemAt(i)->widget();
        if (widget != nullptr && !widget->isHidden()) {
            return true;
        }
    }
    return false;
}

}  // namespace

SectionStack::SectionStack(Look& look, QSet<QString>& folded, QWidget* parent)
    : QWidget(parent), look_(look), folded_(folded), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(0);
}

QVBoxLayout* SectionStack::content(const QString& name) {
    if (Section* there = sections_.value(name)) {
        return there->content();
    }
    int position = 0;
    while (position < column_->count() &&
           rankOf(column_->itemAt(position)->widget()->objectName()) <= rankOf(name)) {
        ++position;
    }
    return make(name, titleOf(name), position)->content();
}

QVBoxLayout* SectionStack::titled(const QString& key, const QString& title) {
    if (Section* there = sections_.value(key)) {
        return there->content();
    }
    return make(key, title, column_->count())->content();
}

Section* SectionStack::make(const QString& key, const QString& title, int position) {
    auto* section = new Section(look_, title, this);
    section->setObjectName(key);
    section->setFolded(folded_.contains(key));
    connect(section, &Section::foldedChanged, this,
            [this, key](bool folded) { folded ? void(folded_.insert(key)) : void(folded_.remove(key)); });
    sections_.insert(key, section);
    column_->insertWidget(position, section);
    return section;
}

void SectionStack::hideEmpty() {
    for (Section* section : std::as_const(sections_)) {
        section->setVisible(showsSomething(section->content()));
    }
}

}  // namespace headroom::widgets
