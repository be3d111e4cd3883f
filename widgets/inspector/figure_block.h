#pragma once

#include <QCoreApplication>
#include <QVBoxLayout>
#include <functional>
#include <utility>
#include <vector>

#include "widgets/inspector/figure_row.h"
#include "widgets/inspector/figure_specs.h"

namespace headroom::widgets {

/// The rows of one answer, made from its table of figures.
template <class Answer>
class FigureBlock {
  public:
    using Place = std::function<QVBoxLayout*(const QString& section)>;

    FigureBlock(Look& look, std::span<const FigureSpec<Answer>> specs, const Place& place) {
        for (const FigureSpec<Answer>& spec : specs) {
            QVBoxLayout* layout = place(QString::fromLatin1(spec.section));
            auto* row =
                new FigureRow(look, QCoreApplication::translate("Figures", spec.label),
                              QCoreApplication::translate("Figures", spec.help), layout->parentWidget());
            row->setVisible(spec.always);
            layout->addWidget(row);
            rows_.emplace_back(&spec, row);
        }
    }

    /// `answer` is null where there is none yet.
    void show(const Answer* answer, bool stale) {
        for (const auto& [spec, row] : rows_) {
            const results::Figure figure = answer != nullptr ? answer->*(spec->figure) : results::Figure();
            // A row that has come stays, so that nothing below it jumps while numbers change.
            if (figure && *figure != 0 && row->isHidden()) {
                row->show();
            }
            row->setFigure(figure, spec->unit);
            row->setStale(stale);
        }
    }

  private:
    std::vector<std::pair<const FigureSpec<Answer>*, FigureRow*>> rows_;
};

}  // namespace headroom::widgets
