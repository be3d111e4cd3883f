#pragma once

#include <QWidget>

#include "widgets/common/csv_table.h"
#include "widgets/common/look.h"
#include "widgets/timeline/comparison_feed.h"
#include "widgets/timeline/comparison_model.h"

class QLabel;
class QPushButton;
class QTableView;

namespace headroom::widgets {

/// Solver and simulator side by side: one line of words, and a table in which what disagrees is marked.
class ComparisonView : public QWidget {
    Q_OBJECT

  public:
    ComparisonView(Document& document, const ComparisonFeed& feed, Look& look, QWidget* parent = nullptr);

    [[nodiscard]] QString words() const;
    [[nodiscard]] CsvTable table() const;
    [[nodiscard]] const ComparisonModel& model() const { return *model_; }

  private:
    void refresh();
    [[nodiscard]] QString verdictWords(const Comparison& comparison) const;

    Document& document_;
    const ComparisonFeed& feed_;
    ComparisonModel* model_;
    QLabel* words_;
    QPushButton* only_;
    QTableView* table_;
};

}  // namespace headroom::widgets
