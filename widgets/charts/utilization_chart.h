#pragma once

#include "widgets/charts/bar_page.h"

namespace headroom::widgets {

/// Who is busiest: offered utilization of each component, with ticks at 70 % and at all workers busy. What is
/// hot or saturated says so by colour, shape and word.
class UtilizationChart : public BarPage {
    Q_OBJECT

  public:
    UtilizationChart(Document& document, Look& look, QWidget* parent = nullptr);

    void refresh() override;
    [[nodiscard]] CsvTable table() const override;

  protected:
    [[nodiscard]] Bar rest(std::size_t first) const override;
    void paintMarks(QPainter& painter) override;

  private:
    [[nodiscard]] QString verdict() const;
    void paintTick(QPainter& painter, double load, const QString& words) const;

    std::shared_ptr<const results::Results> results_;
};

}  // namespace headroom::widgets
