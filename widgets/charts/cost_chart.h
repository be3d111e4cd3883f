#pragma once

#include "widgets/charts/bar_page.h"

namespace headroom::widgets {

/// What a month of each component costs, dearest first, what does not fit summed.
class CostChart : public BarPage {
    Q_OBJECT

  public:
    CostChart(Document& document, Look& look, QWidget* parent = nullptr);

    void refresh() override;
    [[nodiscard]] CsvTable table() const override;

  protected:
    [[nodiscard]] Bar rest(std::size_t first) const override;

  private:
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] QString wordsFor(double cost) const;

    std::shared_ptr<const results::Results> results_;
    double total_ = 0;
};

}  // namespace headroom::widgets
