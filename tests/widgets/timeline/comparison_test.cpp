// Both engines' figures side by side, and what is said of them.
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include "core/engine/solver/solve.h"
#include "core/format/design_file.h"
#include "core/render/theme.h"
#include "tests/widgets/history_document.h"
#include "tests/widgets/timeline/spiked_design.h"
#include "widgets/common/unit_field.h"
#include "widgets/timeline/comparison_view.h"
#include "widgets/timeline/timeline_panel.h"

using namespace headroom;
using namespace headroom::widgets;
using Verdict = ComparedFigure::Verdict;

namespace {

const std::string dataDirectory = HEADROOM_SOURCE_DIR "/resources";

const QByteArray half = tests::spikedDesign(9);

}  // namespace

class ComparisonTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const catalog::Catalog> catalog_ =
        std::make_shared<const catalog::Catalog>(*catalog::Catalog::load(dataDirectory));
    model::Design design_ = format::read(half.toStdString(), *catalog_)->design;

    static const ComparedFigure& figure(const Comparison& all, const std::string& key,
                                        const std::string& field) {
        for (const ComparedFigure& one : all.figures) {
            if (one.key == key && one.field == field) {
                return one;
            }
        }
        static const ComparedFigure none;
        return none;
    }

  private slots:
    void levelledIsWithoutWhatHappens() {
        QVERIFY(hasScenario(design_));
        const model::Design level = levelled(design_, 77);
        QVERIFY(!hasScenario(level));
        QCOMPARE(level.document().scenario.find("horizon_s")->number(), 77.0);
        QVERIFY(hasScenario(design_));
    }

    // Within is at most half the interval away, for latencies and 0.4 % of the bins besides.
    void figuresAreJudgedByTheInterval() {
        results::Results solver;
        solver.components["web"].utilization = 0.5;
        solver.components["web"].queue_length = 0.5;
        solver.components["web"].response_ms.mean = 10;
        solver.components["web"].response_ms.p99 = 100;
        engine::SimulationAnswer simulator;
        results::ComponentResult& web = simulator.results.components["web"];
        web.utilization = 0.51;
        web.queue_length = 0.6;
        web.response_ms.mean = 10.03;
        web.response_ms.p99 = 110;
        web.arrival_rps = 7;
        simulator.halfWidths.components["web"].utilization = 0.02;
        simulator.halfWidths.components["web"].queue_length = 0.05;
        simulator.halfWidths.components["web"].response_ms.mean = 0;
        simulator.halfWidths.components["web"].response_ms.p99 = 9;
        const Comparison all = compare(design_, *catalog_, solver, simulator);
        QVERIFY(figure(all, "web", "utilization").verdict == Verdict::within);
        QVERIFY(figure(all, "web", "queue_length").verdict == Verdict::outside);
        QVERIFY(figure(all, "web", "response_ms.mean").verdict == Verdict::within);
        QVERIFY(figure(all, "web", "response_ms.p99").verdict == Verdict::outside);
        QVERIFY(figure(all, "web", "arrival_rps").verdict == Verdict::unknown);
        QVERIFY(std::abs(*figure(all, "web", "queue_length").difference() - (0.5 / 0.6 - 1)) < 1e-12);
        QCOMPARE(all.count(Verdict::outside), std::size_t{2});
    }

    // The page itself: a run beside the window, a table, and its numbers as a file.
    void thePageComparesTheSteadyState() {
        Look look(dataDirectory, *render::Theme::load(dataDirectory, "light"));
        tests::HistoryDocument document(catalog_, design_);
        TimelinePanel panel(document, look);
        panel.resize(760, 300);
        panel.show();
        panel.setPage(TimelinePage::engines);
        auto* length = panel.findChild<UnitField*>(QStringLiteral("runLength"));
        length->setFocus();
        length->selectAll();
        QTest::keyClicks(length, QStringLiteral("600"));
        QTest::keyClick(length, Qt::Key_Return);
        const ComparisonView& view = panel.comparison();
        QVERIFY(view.words().startsWith(QStringLiteral("Run the simulator")));
        QTest::mouseClick(panel.findChild<QPushButton*>(QStringLiteral("runSimulation")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(view.model().rowCount() > 10, 30000);
        QVERIFY(view.words().contains(QStringLiteral("95 %")));
        QVERIFY(view.words().contains(QStringLiteral("left out")));
        // 60 000 requests of M/M/1 at a half: both say 0.5 busy, and 0.5²/0.5 = 0.5 waiting.
        const CsvTable table = view.table();
        const auto cell = [&](const std::string& key, const std::string& field, std::size_t column) {
            for (const auto& row : table.rows) {
                if (row[0] == key && row[1] == field) {
                    return QString::fromStdString(row[column]).toDouble();
                }
            }
            return -1.0;
        };
        QVERIFY(std::abs(cell("web", "utilization", 3) - 0.5) < 1e-9);
        QVERIFY(std::abs(cell("web", "utilization", 4) - 0.5) < 0.02);
        QVERIFY(std::abs(cell("web", "queue_length", 3) - 0.5) < 1e-6);
        QVERIFY(std::abs(cell("web", "queue_length", 4) - 0.5) < 0.1);
        QVERIFY(cell("users.r", "latency_ms.mean", 3) > 40 - 1e-9);
        // What disagrees alone: no more rows than all, and as many as are said to.
        panel.findChild<QPushButton*>(QStringLiteral("onlyOutside"))->click();
        QVERIFY(view.model().rowCount() < static_cast<int>(table.rows.size()));
        for (int row = 0; row < view.model().rowCount(); ++row) {
            QVERIFY(view.model().at(row)->verdict == Verdict::outside);
        }
        QTemporaryDir folder;
        QVERIFY(panel.save(folder.filePath(QStringLiteral("both.csv"))));
        QVERIFY(!panel.save(folder.filePath(QStringLiteral("both.txt"))));
        QFile file(folder.filePath(QStringLiteral("both.csv")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("subject,figure,unit,solver,simulator,half_width_95,verdict"));
    }
};

QTEST_MAIN(ComparisonTest)
#include "comparison_test.moc"
