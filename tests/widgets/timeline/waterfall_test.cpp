// One request as a waterfall: its lines, and which request is the typical one.
#include <QTest>

#include "core/format/design_file.h"
#include "core/render/theme.h"
#include "tests/widgets/history_document.h"
#include "widgets/timeline/request_view.h"
#include "widgets/timeline/timeline_panel.h"
#include "widgets/timeline/waterfall_chart.h"

using namespace headroom;
using namespace headroom::widgets;
using results::Span;
using results::SpanKind;
using State = SimulationFeed::State;

namespace {

const std::string dataDirectory = HEADROOM_SOURCE_DIR "/resources";

const QByteArray chain = R"({"format": "headroom.design", "version": 1, "components": [
    {"id": "users", "kind": "client", "label": "Users", "x": 0, "y": 0,
     "workloads": [{"id": "r", "op": "read", "rps": 100}]},
    {"id": "web", "kind": "service", "label": "Web", "x": 0, "y": 0,
     "params": {"instances": 1, "workers": 1, "service_time_ms": 5}},
    {"id": "db", "kind": "sql_database", "label": "Data", "x": 0, "y": 0, "params": {}}],
  "connections": [{"id": "c", "from": "users", "to": "web", "kind": "request", "params": {"latency_ms": 10}},
                  {"id": "d", "from": "web", "to": "db", "kind": "request"}]})";

results::Trace traceOf(double ms, bool ok = true) {
    results::Trace trace;
    trace.workload = "users.r";
    trace.ok = ok;
    trace.spans.emplace_back();
    trace.spans.front().where = "users";
    trace.spans.front().duration_ms = ms;
    return trace;
}

}  // namespace

class WaterfallTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const catalog::Catalog> catalog_ =
        std::make_shared<const catalog::Catalog>(*catalog::Catalog::load(dataDirectory));
    model::Design design_ = format::read(chain.toStdString(), *catalog_)->design;

  private slots:
    void callsAreLinesAndTheRestIsPieces() {
        results::Trace trace = traceOf(40);
        trace.spans.push_back({.parent = 0, .where = "c", .kind = SpanKind::call, .duration_ms = 40});
        trace.spans.push_back({.parent = 1, .where = "c", .kind = SpanKind::network, .duration_ms = 5});
        trace.spans.push_back(
            {.parent = 1, .where = "web", .kind = SpanKind::wait, .start_ms = 5, .duration_ms = 3});
        trace.spans.push_back(
            {.parent = 1, .where = "web", .kind = SpanKind::service, .start_ms = 8, .duration_ms = 4});
        trace.spans.push_back({.parent = 1,
                               .where = "d",
                               .kind = SpanKind::call,
                               .start_ms = 12,
                               .duration_ms = 6,
                               .ok = false});
        trace.spans.push_back(
            {.parent = 1, .where = "d", .kind = SpanKind::backoff, .start_ms = 18, .duration_ms = 2});
        trace.spans.push_back(
            {.parent = 1, .where = "d", .kind = SpanKind::retry, .start_ms = 20, .duration_ms = 15});
        trace.spans.push_back(
            {.parent = 7, .where = "db", .kind = SpanKind::service, .start_ms = 21, .duration_ms = 10});
        const auto rows = waterfallOf(trace, design_, *catalog_);
        QCOMPARE(rows.size(), std::size_t{4});
        QCOMPARE(rows[0].name, QStringLiteral("users.r"));
        QCOMPARE(rows[1].name, QStringLiteral("Web"));
        QCOMPARE(rows[1].pieces.size(), std::size_t{4});
        QCOMPARE(rows[2].name, QStringLiteral("Data"));
        QVERIFY(!rows[2].ok && !rows[2].retry && rows[3].retry && rows[3].ok);
        QCOMPARE(rows[3].depth, 2);
        QCOMPARE(rows[3].pieces.front().durationMs, 10.0);
        // Of a design that has gone on without the connection.
        QCOMPARE(waterfallOf(trace, model::Design(), *catalog_)[1].where, Id("c"));
    }

    void theTypicalRequestIsTheNearest() {
        engine::SimulationAnswer answer;
        answer.results.workloads["users.r"].latency_ms.p50 = 20;
        answer.results.workloads["users.r"].latency_ms.p99 = 90;
        answer.traces = {traceOf(95), traceOf(80), traceOf(10), traceOf(22), traceOf(20, false)};
        QCOMPARE(typicalTrace(answer, "users.r", Request::median)->durationMs(), 22.0);
        QCOMPARE(typicalTrace(answer, "users.r", Request::p99)->durationMs(), 95.0);
        QVERIFY(typicalTrace(answer, "users.w", Request::p99) == nullptr);
        QCOMPARE(tracedWorkloads(answer), std::vector<std::string>{"users.r"});
    }

    // Of a run: Users, Web, Data; the 99th percentile takes longer than the median.
    void aRunHasRequestsToLookAt() {
        Look look(dataDirectory, *render::Theme::load(dataDirectory, "light"));
        tests::HistoryDocument document(catalog_, design_);
        TimelinePanel panel(document, look);
        panel.resize(760, 300);
        panel.show();
        panel.setPage(TimelinePage::request);
        QVERIFY(panel.request().words().startsWith(QStringLiteral("Run the simulation")));
        panel.run();
        QTRY_COMPARE_WITH_TIMEOUT(panel.feed().state(), State::done, 30000);
        const auto& rows = panel.request().chart().rows();
        QCOMPARE(rows.size(), std::size_t{3});
        QCOMPARE(rows[1].name, QStringLiteral("Web"));
        QCOMPARE(rows[2].name, QStringLiteral("Data"));
        const double median = rows[0].durationMs;
        panel.request().show(Request::p99);
        QVERIFY(panel.request().chart().rows()[0].durationMs > median);
        QVERIFY(panel.request().table().rows.size() > 3);
        // A press on a line selects whom it asked.
        QTest::mouseClick(&panel.request().chart(), Qt::LeftButton, {}, QPoint(60, 20 + 2 * 20 + 10));
        QCOMPARE(document.selection(), QSet<QString>{QStringLiteral("db")});
    }
};

QTEST_MAIN(WaterfallTest)
#include "waterfall_test.moc"
