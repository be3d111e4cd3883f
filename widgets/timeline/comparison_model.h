#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "widgets/common/look.h"
#include "widgets/timeline/comparison.h"

namespace headroom::widgets {

/// A comparison as a table: whose figure it is, which, by either engine, the interval, and how far they are
/// apart.
class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { subject, figure, solver, simulator, interval, difference, columns };

    explicit ComparisonModel(Look& look, QObject* parent = nullptr);

    void show(std::shared_ptr<const Comparison> comparison);
    /// Only those figures whose engines disagree.
    void setOnlyOutside(bool only);
    /// Null for a row that is not there.
    [[nodiscard]] const ComparedFigure* at(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    void choose();
    [[nodiscard]] QString textOf(const ComparedFigure& row, int column, bool first) const;

    Look& look_;
    std::shared_ptr<const Comparison> comparison_;
    std::vector<std::size_t> rows_;  ///< places in the comparison
    bool onlyOutside_ = false;
};

}  // namespace headroom::widgets
