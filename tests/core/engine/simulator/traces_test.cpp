#include <algorithm>

#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using headroom::results::Span;
using headroom::results::SpanKind;
using headroom::results::Trace;

namespace {

constexpr double rounding = 1e-6;

std::string link(const std::string& id, const std::string& from, const std::string& to,
                 const std::string& params) {
    return "{'id': '" + id + "', 'from': '" + from + "', 'to': '" + to + "', 'kind': 'request', 'params': {" +
           params + "}}";
}

std::vector<Span> childrenOf(const Trace& trace, std::size_t parent) {
    std::vector<Span> out;
    for (const Span& span : trace.spans) {
        if (span.parent == parent) {
            out.push_back(span);
        }
    }
    return out;
}

double endOf(const Span& span) {
    return span.start_ms + span.duration_ms;
}

bool hasKind(const Trace& trace, SpanKind kind) {
    return std::ranges::any_of(trace.spans, [&](const Span& span) { return span.kind == kind; });
}

std::string lineOf(const Span& span) {
    return (span.parent ? std::to_string(*span.parent) : "-") + " " + span.where + " " +
           std::string(headroom::results::spanKindName(span.kind)) + " " +
           QString::number(span.start_ms, 'g', 9).toStdString() + "+" +
           QString::number(span.duration_ms, 'g', 9).toStdString() + (span.ok ? "" : " failed");
}

std::string textOf(const Trace& trace) {
    std::string out;
    for (const Span& span : trace.spans) {
        out += lineOf(span) + "\n";
    }
    return out;
}

/// The first thing that is wrong with a trace of calls one after the other: parts that overlap, leave time
/// out or reach beyond their whole.
std::string gapIn(const Trace& trace) {
    for (std::size_t i = 0; i < trace.spans.size(); ++i) {
        const std::vector<Span> children = childrenOf(trace, i);
        double at = trace.spans[i].start_ms;
        for (const Span& child : children) {
            if (std::abs(child.start_ms - at) > rounding) {
                return lineOf(child) + " after " + std::to_string(at) + " in\n" + textOf(trace);
            }
            at = endOf(child);
        }
        if (!children.empty() && trace.spans[i].ok && std::abs(at - endOf(trace.spans[i])) > rounding) {
            return lineOf(trace.spans[i]) + " is longer than its parts in\n" + textOf(trace);
        }
    }
    return "";
}

const std::string components =
    client("60") + component("web", "service", "'instances': 2, 'workers': 1, 'service_time_ms': 8") +
    component("cache", "cache", "'hit_ratio': 0.7, 'service_time_ms': 1") +
    component("db", "sql_database", "'replicas': 1, 'workers': 1, 'error_rate': 0.3");
const std::string connections = link("c", "users", "web", "'latency_ms': 4") + "," +
                                call("d", "web", "cache", ", 'calls': 1.5") + "," +
                                call("e", "web", "db", ", 'when': 'on_miss', 'timeout_ms': 40, 'retries': 2");

SimulationAnswer traced(std::uint32_t traces) {
    return simulated(components, connections,
                     {.seconds = 200, .seed = 3, .replications = 2, .traces = traces});
}

}  // namespace

class TracesTest : public QObject {
    Q_OBJECT

  private slots:
    // No chance anywhere, and so rare that nobody waits: half of the network, 10 ms of work, then half of 2
    // ms, 5 ms of work, half of 2 ms, and the way back.
    void everythingStandsInAWaterfall() {
        const SimulationAnswer a = simulated(
            client("0.1") + component("web", "service", "'service_time_ms': 10, 'service_cv': 0") +
                component("db", "service", "'service_time_ms': 5, 'service_cv': 0"),
            link("c", "users", "web", "'latency_ms': 4") + "," + link("d", "web", "db", "'latency_ms': 2"),
            {.seconds = 300, .seed = 1, .traces = 1});
        QCOMPARE(a.traces.size(), std::size_t{1});
        const Trace& trace = a.traces.front();
        QCOMPARE(trace.workload, std::string("users.r"));
        QVERIFY(trace.ok && trace.near_p99 && !trace.cut && trace.at_s > 0 && trace.at_s < 300);
        QCOMPARE(textOf(trace), std::string("- users call 0+21\n"
                                            "0 c call 0+21\n"
                                            "1 c network 0+2\n"
                                            "1 web service 2+10\n"
                                            "1 d call 12+7\n"
                                            "4 d network 12+1\n"
                                            "4 db service 13+5\n"
                                            "4 d network 18+1\n"
                                            "1 c network 19+2\n"));
    }

    void theRunIsTheSameWithAndWithout() {
        const SimulationAnswer with = traced(10);
        const SimulationAnswer without = traced(0);
        QCOMPARE(with.fingerprint, without.fingerprint);
        QVERIFY(with.results.system == without.results.system);
        QVERIFY(without.traces.empty());
        QVERIFY(with.traces == traced(10).traces);
    }

    void partsFollowEachOtherAndFillTheWhole() {
        const SimulationAnswer a = traced(100);
        QVERIFY(a.traces.size() > 95 && a.traces.size() <= 100);
        for (const SpanKind kind : {SpanKind::retry, SpanKind::backoff, SpanKind::wait}) {
            QVERIFY(std::ranges::any_of(a.traces, [&](const Trace& t) { return hasKind(t, kind); }));
        }
        for (const Trace& trace : a.traces) {
            const std::string gap = gapIn(trace);
            QVERIFY2(gap.empty(), gap.c_str());
        }
    }

    // Of 12 000 requests, the fifty nearest to the percentile are as near as makes no difference.
    void halfOfThemAreNearThePercentile() {
        const SimulationAnswer a = traced(100);
        const double p99 = *a.results.workloads.at("users.r").latency_ms.p99;
        const auto near = std::ranges::count_if(a.traces, [](const Trace& t) { return t.near_p99; });
        QCOMPARE(near, 50);
        double slowest = 0;
        for (const Trace& trace : a.traces) {
            QVERIFY2(!trace.near_p99 || std::abs(trace.durationMs() / p99 - 1) < 0.15,
                     (std::to_string(trace.durationMs()) + " " + std::to_string(p99)).c_str());
            slowest = std::max(slowest, trace.near_p99 ? 0 : trace.durationMs());
        }
        QVERIFY(slowest > 0);
    }

    // The caller goes on after two of three; nothing stands beyond that.
    void callsThatAreSentTogetherLieBesideEachOther() {
        const std::string block = ", 'mode': 'parallel', 'wait_for': 2";
        const SimulationAnswer a = simulated(
            client("5") + service("web", "1") + service("a", "5") + service("b", "5") + service("d", "5"),
            call("c", "users", "web") + "," + call("x", "web", "a", block) + "," +
                call("y", "web", "b", block) + "," + call("z", "web", "d", block),
            {.seconds = 100, .seed = 1, .traces = 20});
        QVERIFY(a.traces.size() >= 19);
        for (const Trace& trace : a.traces) {
            for (const Span& span : trace.spans) {
                const Span& parent = trace.spans[span.parent.value_or(0)];
                QVERIFY2(
                    span.start_ms >= parent.start_ms - rounding && endOf(span) <= endOf(parent) + rounding,
                    textOf(trace).c_str());
            }
            const std::vector<Span> parts = childrenOf(trace, 1);
            const auto calls =
                std::ranges::count_if(parts, [](const Span& span) { return span.kind == SpanKind::call; });
            QCOMPARE(calls, 3);
            const auto last = std::ranges::count_if(
                parts, [&](const Span& span) { return endOf(span) >= endOf(parts.back()) - rounding; });
            QVERIFY2(last >= 1, textOf(trace).c_str());
        }
    }

    // One that fails says so, and so does the attempt that was given up after 40 ms.
    void whatFailsIsMarked() {
        const SimulationAnswer a = simulated(
            client("5") + component("web", "service", "'service_time_ms': 1, 'service_cv': 0") +
                component("db", "service", "'service_time_ms': 100, 'service_cv': 0, 'instances': 20"),
            link("c", "users", "web", "'latency_ms': 0") + "," +
                link("d", "web", "db", "'latency_ms': 0, 'timeout_ms': 40"),
            {.seconds = 100, .seed = 1, .traces = 2});
        QCOMPARE(a.traces.size(), std::size_t{1});  // nothing is answered, so there is no percentile
        QVERIFY(!a.traces.front().ok);
        QCOMPARE(textOf(a.traces.front()), std::string("- users call 0+41 failed\n"
                                                       "0 c call 0+41 failed\n"
                                                       "1 web service 0+1\n"
                                                       "1 d call 1+40 failed\n"));
    }
};

QTEST_GUILESS_MAIN(TracesTest)
#include "traces_test.moc"
