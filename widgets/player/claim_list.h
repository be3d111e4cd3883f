#pragma once

#include <QTimer>
#include <QWidget>
#include <vector>

#include "core/cases/claims.h"
#include "widgets/common/look.h"
#include "widgets/player/tick_mark.h"

class QLabel;
class QVBoxLayout;

namespace headroom::widgets {

/// The claims of a step. They are ticked one after another when a step is new, at once when a figure moves.
class ClaimList : public QWidget {
    Q_OBJECT

  public:
    explicit ClaimList(Look& look, QWidget* parent = nullptr);

    /// `oneByOne`: each is seen to be checked.
    void show(const std::vector<cases::Verdict>& verdicts, bool oneByOne);
    /// They belong to an answer that is not there yet.
    void setWaiting();

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] TickMark::State state(int row) const {
        return rows_[static_cast<std::size_t>(row)].mark->state();
    }
    /// False while some are still being ticked.
    [[nodiscard]] bool settled() const { return !timer_.isActive(); }

  signals:
    /// One or more have been ticked, or wait to be.
    void ticked();

  private:
    struct Row {
        QWidget* line;
        TickMark* mark;
        QLabel* text;
        QLabel* found;
        QLabel* wanted;  ///< shown where the claim does not hold
    };
    Row addRow();
    void setCount(std::size_t count);
    void tick(std::size_t row);
    void tickNext();

    Look& look_;
    QVBoxLayout* column_;
    std::vector<Row> rows_;
    std::vector<cases::Verdict> verdicts_;
    QTimer timer_;
    std::size_t next_ = 0;
};

}  // namespace headroom::widgets
