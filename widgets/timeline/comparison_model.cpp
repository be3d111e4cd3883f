#include "widgets/timeline/comparison_model.h"

#include <QFont>
#include <cmath>

#include "core/base/numbers.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using Verdict = ComparedFigure::Verdict;

namespace {

QString quantity(const results::Figure& figure, Unit unit) {
    return figure ? toQt(formatQuantity(*figure, unit)) : QStringLiteral("—");
}

/// To a tenth of a per cent, since more would be noise.
QString differenceText(const ComparedFigure& figure) {
    const results::Figure difference = figure.difference();
    if (!difference) {
        return QStringLiteral("—");
    }
    const double percent = std::round(*difference * 1000) / 10;
    const QString size = QString::number(std::abs(percent), 'f', 1) + QStringLiteral("\u00a0%");
    return percent == 0 ? QStringLiteral("< 0.1\u00a0%")
                        : (percent > 0 ? QStringLiteral("+") : QStringLiteral("\u2212")) + size;
}

}  // namespace

ComparisonModel::ComparisonModel(Look& look, QObject* parent) : QAbstractTableModel(parent), look_(look) {
    connect(&look_, &Look::changed, this, [this] {
        beginResetModel();
        endResetModel();
    });
}

void ComparisonModel::show(std::shared_ptr<const Comparison> comparison) {
    if (comparison != comparison_) {
        comparison_ = std::move(comparison);
        choose();
    }
}

void ComparisonModel::setOnlyOutside(bool only) {
    if (only != onlyOutside_) {
        onlyOutside_ = only;
        choose();
    }
}

void ComparisonModel::choose() {
    beginResetModel();
    rows_.clear();
    for (std::size_t i = 0; comparison_ != nullptr && i < comparison_->figures.size(); ++i) {
        if (!onlyOutside_ || comparison_->figures[i].verdict == Verdict::outside) {
            rows_.push_back(i);
        }
    }
    endResetModel();
}

const ComparedFigure* ComparisonModel::at(int row) const {
    const auto place = static_cast<std::size_t>(row);
    return row >= 0 && place < rows_.size() ? &comparison_->figures[rows_[place]] : nullptr;
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columns;
}

QString ComparisonModel::textOf(const ComparedFigure& row, int column, bool first) const {
    switch (column) {
        case subject:
            return first ? row.subject : QString();
        case figure:
            return row.label;
        case solver:
            return quantity(row.solver, row.unit);
        case simulator:
            return quantity(row.simulator, row.unit);
        case interval:
            return row.halfWidth ? QStringLiteral("± ") + quantity(row.halfWidth, row.unit)
                                 : QStringLiteral("—");
        default:
            return differenceText(row);
    }
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
    const ComparedFigure* row = at(index.row());
    if (row == nullptr) {
        return {};
    }
    const bool apart = row->verdict == Verdict::outside && index.column() == difference;
    const ComparedFigure* before = at(index.row() - 1);
    const bool first = before == nullptr || before->key != row->key || before->subject != row->subject;
    switch (role) {
        case Qt::DisplayRole:
            return textOf(*row, index.column(), first);
        case Qt::AccessibleTextRole:
            return index.column() == difference
                       ? textOf(*row, difference, true) + QStringLiteral(", ") +
                             (row->verdict == Verdict::outside  ? tr("apart")
                              : row->verdict == Verdict::within ? tr("within the interval")
                                                                : tr("no interval"))
                       : textOf(*row, index.column(), true);
        case Qt::ToolTipRole:
            return apart ? tr("The solver's figure lies outside the 95 % interval around the simulator's.")
                         : QVariant();
        case Qt::DecorationRole:
            return apart ? QVariant(look_.icon(QStringLiteral("warning"))) : QVariant();
        case Qt::TextAlignmentRole:
            return QVariant(index.column() <= figure ? Qt::AlignLeft | Qt::AlignVCenter
                                                     : Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ForegroundRole:
            return look_.color(apart                        ? render::Token::error_text
                               : index.column() == interval ? render::Token::text_secondary
                               : row->verdict == Verdict::unknown && index.column() == difference
                                   ? render::Token::text_faint
                                   : render::Token::text);
        case Qt::FontRole: {
            QFont font;
            font.setBold(index.column() == subject);
            return index.column() == subject ? QVariant(font) : QVariant();
        }
        default:
            return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant(section <= figure ? Qt::AlignLeft | Qt::AlignVCenter
                                          : Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
        case solver:
            return tr("Solver");
        case simulator:
            return tr("Simulator");
        case interval:
            return tr("95 % interval");
        case difference:
            return tr("Solver is off by");
        default:
            return {};
    }
}

}  // namespace headroom::widgets
