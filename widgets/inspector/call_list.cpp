#include "widgets/inspector/call_list.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "core/edit/edits.h"
#include "widgets/common/names.h"
#include "widgets/common/text.h"
#include "widgets/inspector/field_row.h"

namespace headroom::widgets {

namespace {

double orderOf(const model::Connection& call, std::size_t place) {
    const json::Value* order = call.params.find("order");
    return order != nullptr && order->isNumber() ? order->number() : static_cast<double>(place);
}

/// When a call is made, where that is not always.
QString occasionOf(const model::Connection& call, const catalog::Catalog& catalog) {
    const catalog::ParamSpec* spec = catalog::findSpec(catalog.connectionParams(call.kind), "when");
    const json::Value* when = call.params.find("when");
    if (spec == nullptr || when == nullptr) {
        return {};
    }
    for (const catalog::Option& option : spec->options) {
        if (option.value == when->text() && json::Value(option.value) != spec->defaultValue) {
            return toQt(option.label).toLower();
        }
    }
    return {};
}

}  // namespace

CallList::CallList(InspectorContext& context, QWidget* parent)
    : QWidget(parent), context_(context), column_(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("callList"));
    column_->setContentsMargins(columns::dot, 0, 12, 6);
    column_->setSpacing(2);
    hide();
}

std::vector<Id> CallList::calls() const {
    const auto& connections = context_.document.design().connections();
    std::vector<std::pair<double, Id>> found;
    for (std::size_t i = 0; i < connections.size(); ++i) {
        if (connections[i].from == caller_) {
            found.emplace_back(orderOf(connections[i], i), connections[i].id);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Id> out;
    for (auto& call : found) {
        out.push_back(std::move(call.second));
    }
    return out;
}

void CallList::setCaller(const Id& component) {
    caller_ = component;
    const auto& document = context_.document;
    const std::vector<Id> ids = calls();
    QStringList wanted;
    for (const Id& id : ids) {
        const auto call = document.design().connections().find(id);
        const auto callee = document.design().components().find(call->to);
        const QString occasion = occasionOf(*call, document.catalog());
        wanted.append(shownName(*callee, document.catalog()) +
                      (occasion.isEmpty() ? QString() : QStringLiteral(" · ") + occasion) +
                      QLatin1Char('\n') + toQt(id));
    }
    setVisible(ids.size() > 1);
    if (wanted == shown_) {
        return;
    }
    shown_ = wanted;
    // A button of the old rows may be the one that asked for this: let it finish first.
    for (QWidget* row : std::as_const(rows_)) {
        row->hide();
        row->deleteLater();
    }
    rows_.clear();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        addRow(ids, i);
    }
}

void CallList::addRow(const std::vector<Id>& ids, std::size_t place) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    const QString name = shown_[static_cast<qsizetype>(place)].section(QLatin1Char('\n'), 0, 0);
    auto* button = new QPushButton(QStringLiteral("%1. %2").arg(place + 1).arg(name), line);
    button->setProperty("role", QStringLiteral("plain"));
    button->setProperty("side", QStringLiteral("left"));
    button->setToolTip(tr("Select this connection"));
    button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    const QString id = toQt(ids[place]);
    connect(button, &QPushButton::clicked, this, [this, id] { context_.document.setSelection({id}); });
    row->addWidget(button, 1);
    row->addWidget(mover(QStringLiteral("↑"), tr("Call it earlier"), place, place - 1, place > 0));
    row->addWidget(mover(QStringLiteral("↓"), tr("Call it later"), place, place + 1, place + 1 < ids.size()));
    column_->addWidget(line);
    line->show();
    rows_.append(line);
}

QWidget* CallList::mover(const QString& icon, const QString& help, std::size_t from, std::size_t to,
                         bool possible) {
    auto* button = new QToolButton(this);
    button->setText(icon);
    button->setToolTip(help);
    button->setAccessibleName(help);
    button->setObjectName(QStringLiteral("%1%2").arg(icon).arg(from + 1));
    button->setAutoRaise(true);
    button->setEnabled(possible);
    connect(button, &QToolButton::clicked, this, [this, from, to] { move(from, to); });
    return button;
}

void CallList::move(std::size_t from, std::size_t to) {
    std::vector<Id> ids = calls();
    if (from >= ids.size() || to >= ids.size()) {
        return;
    }
    std::swap(ids[from], ids[to]);
    auto& document = context_.document;
    document.perform(tr("Change order of calls"), [&](model::Transaction& transaction) -> Result<> {
        // The places in the file say it all; numbers of their own would gainsay them.
        for (const Id& id : ids) {
            const auto call = transaction.design().connections().find(id);
            const bool numbered = call->params.contains("order");
            const auto done =
                numbered ? edit::setParam(transaction, document.catalog(), id, "order", json::Value())
                         : Result<>();
            if (!done) {
                return done;
            }
        }
        for (std::size_t i = ids.size() - 1; i > 0; --i) {
            if (auto done = edit::reorder(transaction, ids[i - 1], ids[i]); !done) {
                return done;
            }
        }
        return {};
    });
}

}  // namespace headroom::widgets
