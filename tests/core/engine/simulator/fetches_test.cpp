#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

const std::string keys = "{'count': 1000, 'zipf': 0.8, 'object_bytes': 1000";

std::string parts(const std::string& cache, const std::string& more = "") {
    return "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 300, "
           "'keys': " +
           keys + more + "}}]}" +
           component("web", "service", "'instances': 1, 'workers': 1000, 'service_time_ms': 0.1") +
           component("k", "cache", "'instances': 1, 'memory_bytes': 100000" + cache) +
           component("db", "service", "'instances': 1, 'workers': 1000, 'service_time_ms': 50");
}

const std::string aside = call("c", "users", "web") + "," + call("d", "web", "k") + "," +
                          call("e", "web", "db", ", 'when': 'on_miss'");
const std::string inLine =
    call("c", "users", "web") + "," + call("d", "web", "k") + "," + call("e", "k", "db");

double mostAt(const SimulationAnswer& answer, double fromS, double toS) {
    const std::vector<double>& rates = answer.series.components.at("db").arrival_rps;
    const double cellS = answer.simulated_s / static_cast<double>(rates.size());
    double most = 0;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        const double at = (static_cast<double>(i) + 0.5) * cellS;
        most = std::max(most, at > fromS && at < toS ? rates[i] : 0);
    }
    return most;
}

}  // namespace

/// Values that are fetched after a miss, request by request, against what the solver has.
class FetchesTest : public QObject {
    Q_OBJECT

  private slots:
    void asTheSolverSays_data() {
        QTest::addColumn<QString>("cache");
        QTest::addColumn<QString>("more");
        QTest::addColumn<bool>("isInLine");
        QTest::addColumn<double>("known");
        const auto row = [](const char* name, const char* cache, const char* more = "", bool isInLine = false,
                            double known = 0) {
            QTest::newRow(name) << QString::fromLatin1(cache) << QString::fromLatin1(more) << isInLine
                                << known;
        };
        row("each for itself", ", 'eviction': 'ttl_only', 'ttl_ms': 5000");
        row("one at a time", ", 'eviction': 'ttl_only', 'ttl_ms': 5000, 'coalescing': true");
        row("one at a time, in line",
            ", 'eviction': 'ttl_only', 'ttl_ms': 5000, 'coalescing': true, 'strategy': 'read_through'", "",
            true);
        row("one at a time, LRU", ", 'coalescing': true", "", false, 0.001);
        row("old value", ", 'eviction': 'ttl_only', 'ttl_ms': 5000, 'stale_while_revalidate': true");
        row("old value, in line",
            ", 'eviction': 'ttl_only', 'ttl_ms': 5000, 'stale_while_revalidate': true, 'strategy': "
            "'read_through'",
            "", true, 0.01);
        row("old value, LRU", ", 'ttl_ms': 5000, 'stale_while_revalidate': true", "", false, 0.01);
        row("in vain", "", ", 'missing_share': 0.2", false, 0.001);
        row("in vain, kept", ", 'negative_caching': true", ", 'missing_share': 0.2", false, 0.002);
        row("in vain, filter", ", 'bloom_bits_per_key': 4", ", 'missing_share': 0.2", false, 0.001);
        row("in vain, all of it", ", 'bloom_bits_per_key': 2, 'negative_caching': true, 'coalescing': true",
            ", 'missing_share': 0.2", false, 0.002);
    }

    // Hit ratio, load of the store and response times, within the 99.9 % interval, and what is known of the
    // formula: LRU by Che without the time of a fetch, fills of caches in line.
    void asTheSolverSays() {
        QFETCH(QString, cache);
        QFETCH(QString, more);
        QFETCH(bool, isInLine);
        QFETCH(double, known);
        const std::string components = parts(cache.toStdString(), more.toStdString());
        const std::string connections = isInLine ? inLine : aside;
        const auto s = solved(components, connections);
        const auto m = simulated(components, connections, {.seconds = 600, .seed = 3});
        const auto compare = [&](const char* name, const auto& figure, double least) {
            const double expected = figure(s).value_or(-1);
            const double measured = figure(m.results).value_or(-1);
            constexpr double at999 = 3.29 / 1.96;
            const double apart = std::abs(expected - measured);
            QVERIFY2(apart <= at999 * figure(m.halfWidths).value_or(0) + least,
                     (std::string(name) + " " + headroom::shortest(expected) + " against " +
                      headroom::shortest(measured))
                         .c_str());
        };
        compare(
            "hit ratio", [](const auto& r) { return r.components.at("k").hit_ratio; }, known + 1e-9);
        compare(
            "store", [](const auto& r) { return r.components.at("db").arrival_rps; },
            known * *s.components.at("db").arrival_rps + 300 * known);
        compare(
            "response", [](const auto& r) { return r.system.latency_ms.mean; },
            0.001 * *s.system.latency_ms.mean + 50 * known);
    }

    // All keys of a memory are gone at once. 10 000 ask for the only key that there is within the 10 ms that
    // a fetch takes on average: without coalescing they all turn to the store, with it one does.
    void aStampede() {
        const auto arrivals = [](const std::string& cache) {
            const auto a = simulated(
                "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 100000, "
                "'keys': {'count': 1, 'object_bytes': 10}}]}" +
                    component("web", "service",
                              "'instances': 1, 'workers': 100000, 'service_time_ms': 0, 'service_cv': 0") +
                    component("k", "cache",
                              "'instances': 1, 'workers': 1000, 'memory_bytes': 100, 'service_time_ms': 0" +
                                  cache) +
                    component("db", "service",
                              "'instances': 1, 'workers': 100000, 'service_time_ms': 100, 'service_cv': 0"),
                aside, {.seconds = 1, .seed = 3},
                "'scenario': {'events': [{'type': 'flush_cache', 'component': 'k', 'at_s': 0.5}]}");
            return *a.results.components.at("db").arrival_rps * 1;
        };
        const double all = arrivals("");
        QVERIFY2(all > 9500 && all < 10500, headroom::shortest(all).c_str());  // 100 000 x 0.1
        QCOMPARE(arrivals(", 'coalescing': true"), 1.0);
    }

    // What was filled together expires together, every life again; drawn lives spread it. The first fills, of
    // a cold cache, take the first seconds.
    void livesThatEndTogether() {
        const auto peak = [](const std::string& jitter) {
            const auto a = simulated(parts(", 'eviction': 'ttl_only', 'ttl_ms': 20000" + jitter), aside,
                                     {.seconds = 50, .seed = 3, .coldStart = true});
            return mostAt(a, 19, 25);
        };
        const double together = peak("");
        const double spread = peak(", 'ttl_jitter_ms': 10000");
        QVERIFY2(together > 1.5 * spread,
                 (headroom::shortest(together) + " " + headroom::shortest(spread)).c_str());
    }

    // Of half of the keys that expire, half come back; where old values are answered, nobody notices.
    void keysExpire() {
        const auto hits = [](const std::string& cache, const std::string& event) {
            const auto a =
                simulated(parts(", 'eviction': 'ttl_only', 'ttl_ms': 900000" + cache), aside,
                          {.seconds = 100, .seed = 3},
                          "'scenario': {'events': [{'component': 'k', 'at_s': 50, 'type': " + event + "}]}");
            return *a.results.components.at("k").hit_ratio;
        };
        const double none = hits("", "'expire_keys', 'share': 0");
        const double half = hits("", "'expire_keys', 'share': 0.5");
        const double all = hits("", "'expire_keys'");
        QCOMPARE(hits("", "'flush_cache'"), all);
        QVERIFY(none > half && half > all);
        QVERIFY(std::abs((none - half) / (none - all) - 0.5) < 0.1);
        QCOMPARE(hits(", 'stale_while_revalidate': true", "'expire_keys'"), 1.0);
    }

    // What a first cache has missed comes to the second one, with the same key. The solver takes that as
    // random, although a first cache does not miss a key again that it has just been brought: here, where a
    // second one keeps keys hardly longer, up to 0.04 too high, and next to nothing where it keeps them much
    // longer.
    void tiers_data() {
        QTest::addColumn<QString>("near");
        QTest::addColumn<double>("far");
        QTest::addColumn<double>("known");
        QTest::newRow("one of nearly the size") << QStringLiteral("'instances': 1") << 200e3 << 0.04;
        QTest::newRow("four copies") << QStringLiteral("'instances': 4, 'layout': 'replicated'") << 200e3
                                     << 0.04;
        QTest::newRow("far larger") << QStringLiteral("'instances': 1") << 800e3 << 0.005;
    }
    void tiers() {
        QFETCH(QString, near);
        QFETCH(double, far);
        QFETCH(double, known);
        const std::string components =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 300, "
            "'keys': " +
            keys + "}}]}" +
            component("web", "service", "'instances': 1, 'workers': 1000, 'service_time_ms': 0.1") +
            component("near", "cache", near.toStdString() + ", 'memory_bytes': 50000") +
            component("far", "cache", "'instances': 1, 'memory_bytes': " + headroom::shortest(far)) +
            component("db", "service", "'instances': 1, 'workers': 1000, 'service_time_ms': 1");
        const std::string connections = call("c", "users", "web") + "," + call("d", "web", "near") + "," +
                                        call("e", "web", "far", ", 'when': 'on_miss'") + "," +
                                        call("f", "web", "db", ", 'when': 'on_miss'");
        const auto formula = solved(components, connections).components.at("far").hit_ratio;
        const auto m = simulated(components, connections, {.seconds = 1000, .seed = 3});
        const auto measured = m.results.components.at("far").hit_ratio;
        const auto half = m.halfWidths.components.at("far").hit_ratio;
        QVERIFY(formula && measured && half && *half < 0.005);
        QVERIFY2(std::abs(*formula - *measured) < 1.5 * *half + known,
                 (headroom::shortest(*formula) + " against " + headroom::shortest(*measured)).c_str());
    }
};

QTEST_GUILESS_MAIN(FetchesTest)
#include "fetches_test.moc"
