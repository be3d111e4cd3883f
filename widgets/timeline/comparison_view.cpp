#include "widgets/timeline/comparison_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <array>

#include "core/base/numbers.h"
#include "core/base/units.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using Verdict = ComparedFigure::Verdict;

namespace {

constexpr int rowHeight = 22;
constexpr std::array columnWidths{150, 110, 110, 110, 110, 130};

const char* verdictName(Verdict verdict) {
    return verdict == Verdict::within ? "within" : verdict == Verdict::outside ? "outside" : "unknown";
}

}  // namespace

ComparisonView::ComparisonView(Document& document, const ComparisonFeed& feed, Look& look, QWidget* parent)
    : QWidget(parent),
      document_(document),
      feed_(feed),
      model_(new ComparisonModel(look, this)),
      words_(new QLabel(this)),
      only_(new QPushButton(tr("Only what disagrees"), this)),
      table_(new QTableView(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 0);
    words_->setObjectName(QStringLiteral("comparisonWords"));
    words_->setTextFormat(Qt::PlainText);
    words_->setWordWrap(true);
    only_->setObjectName(QStringLiteral("onlyOutside"));
    only_->setProperty("role", QStringLiteral("plain"));
    only_->setCheckable(true);
    row->addWidget(words_, 1);
    row->addWidget(only_);
    column->addLayout(row);
    table_->setProperty("role", QStringLiteral("plain"));
    table_->setAccessibleName(tr("Solver and simulator side by side"));
    table_->setModel(model_);
    table_->setShowGrid(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->verticalHeader()->setDefaultSectionSize(rowHeight);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->horizontalHeader()->setSectionResizeMode(ComparisonModel::subject, QHeaderView::Stretch);
    for (int i = 0; i < ComparisonModel::columns; ++i) {
        table_->setColumnWidth(i, columnWidths[static_cast<std::size_t>(i)]);
    }
    auto* indented = new QHBoxLayout;
    indented->setContentsMargins(9, 0, 4, 0);
    indented->addWidget(table_);
    column->addLayout(indented, 1);
    connect(only_, &QPushButton::toggled, model_, &ComparisonModel::setOnlyOutside);
    connect(&feed, &ComparisonFeed::changed, this, &ComparisonView::refresh);
    // A figure of a component leads to it.
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                const ComparedFigure* figure = model_->at(now.row());
                if (figure != nullptr && document_.design().components().contains(figure->key)) {
                    document_.setSelection({toQt(figure->key)});
                }
            });
    refresh();
}

void ComparisonView::refresh() {
    model_->show(feed_.comparison());
    table_->setVisible(feed_.comparison() != nullptr);
    only_->setVisible(feed_.comparison() != nullptr);
    words_->setText(words());
}

QString ComparisonView::words() const {
    const SimulationFeed& simulation = feed_.simulation();
    if (feed_.running()) {
        return tr("%1 of %2 simulated…")
            .arg(toQt(formatQuantity(simulation.simulatedSeconds(), Unit::seconds)),
                 toQt(formatQuantity(simulation.seconds(), Unit::seconds)));
    }
    if (feed_.comparison() == nullptr) {
        return tr("Run the simulator on the steady state to see how far the solver's figures are from it.");
    }
    return feed_.outdated() ? tr("The design has changed since: run it again.")
                            : verdictWords(*feed_.comparison());
}

QString ComparisonView::verdictWords(const Comparison& comparison) const {
    const std::size_t outside = comparison.count(Verdict::outside);
    const std::size_t known = outside + comparison.count(Verdict::within);
    QString words =
        outside == 0 ? tr("All %1 figures of the solver lie within the simulator's 95 % interval.").arg(known)
                     : tr("%1 of %2 figures lie outside the simulator's 95 % interval; one in twenty does by "
                          "chance.")
                           .arg(outside)
                           .arg(known);
    if (comparison.withoutEvents) {
        words += QLatin1Char(' ') + tr("Events and load over time are left out.");
    }
    if (!comparison.converged) {
        words += QLatin1Char(' ') + tr("The solver did not converge.");
    }
    return words;
}

CsvTable ComparisonView::table() const {
    CsvTable all{{"subject", "figure", "unit", "solver", "simulator", "half_width_95", "verdict"}, {}};
    if (feed_.comparison() != nullptr) {
        for (const ComparedFigure& figure : feed_.comparison()->figures) {
            all.rows.push_back({figure.key.empty() ? "system" : figure.key, figure.field,
                                std::string(unitInfo(figure.unit).id), csvNumber(figure.solver),
                                csvNumber(figure.simulator), csvNumber(figure.halfWidth),
                                verdictName(figure.verdict)});
        }
    }
    return all;
}

}  // namespace headroom::widgets
