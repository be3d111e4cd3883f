#include "tests/designs/solved_design.h"

using headroom::test::RawDesign;
using headroom::test::SolvedDesign;

namespace {

// Of the format: two components in one zone are 0.3 ms apart, there and back.
constexpr double zoneMs = 0.3;
const QString slug = QStringLiteral("news-feed");

}  // namespace

/// The figures of designs/news-feed, worked out here from the numbers in the file. Nothing of the engine is
/// used.
class NewsFeedTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void writingIsCheaperThanReading();
    void aStarWouldFillTheTimelines();
    void starsAreNotFannedOut();
    void ratesOfConnections();
    void utilizations();
    void aFeedIsAssembledIn11Milliseconds();
    void fanOutHoldsAPostForItsWrites();
    void partitionsBoundTheFanOut();
    void picturesNeedTwoPrefixes();
    void allIsWellAsShipped();

  private:
    [[nodiscard]] double rps(const char* workload) const {
        return RawDesign::stated(design_.raw().workload("users", QLatin1String(workload)), "rps");
    }
    [[nodiscard]] double followers() const {
        return RawDesign::stated(design_.raw().connection("deliver")["params"].toObject(), "calls");
    }
    [[nodiscard]] double number(const char* id, const char* name) const {
        return design_.raw().number(id, name);
    }
    [[nodiscard]] double posts() const { return rps("post") + rps("star-post"); }
    /// Workers of the timelines that one kind of work keeps busy.
    [[nodiscard]] double timelineCopies() const { return 1 + number("timelines", "replicas"); }
    [[nodiscard]] double timelineWorkers() const {
        return number("timelines", "shards") * timelineCopies() * number("timelines", "workers");
    }
    [[nodiscard]] double timelineReadsBusy() const {
        return rps("feed") * number("timelines", "read_ms") / 1000;
    }
    [[nodiscard]] double busyOfAWrite() const {
        return timelineCopies() * number("timelines", "write_ms") / 1000;
    }
    [[nodiscard]] double deliveries() const { return rps("post") * followers(); }

    SolvedDesign design_{slug};
};

void NewsFeedTest::initTestCase() {
    QCOMPARE(design_.answer()["converged"].toBool(), true);
}

void NewsFeedTest::writingIsCheaperThanReading() {
    QCOMPARE(rps("feed") / rps("post"), 100.0);
    QCOMPARE(deliveries(), 40000.0);           // fan-out on write: 200 posts x 200 followers
    QCOMPARE(rps("feed") * followers(), 4e6);  // on read: 20 000 feeds x 200 followees
}

void NewsFeedTest::aStarWouldFillTheTimelines() {
    // 256 workers, of which reads keep 40 and ordinary posts 80; a write costs 1 ms at each of two copies.
    const double spare =
        (timelineWorkers() - timelineReadsBusy() - deliveries() * busyOfAWrite()) / busyOfAWrite();
    QCOMPARE(spare, 68000.0);
    COMPARE_BY_HAND(10e6 / spare, 147.0, 1e-3);  // one post for 10 M followers
    QVERIFY(10e3 / spare < 0.15);                // the border between ordinary people and stars
}

void NewsFeedTest::starsAreNotFannedOut() {
    QCOMPARE(design_.raw().connection("deliver")["params"].toObject()["workloads"].toArray(),
             QJsonArray{"users.post"});
    COMPARE_BY_HAND(design_.of("connections", "take", "rps"), posts(), 1e-9);
    COMPARE_BY_HAND(design_.of("connections", "deliver", "rps"), deliveries(), 1e-9);
}

void NewsFeedTest::ratesOfConnections() {
    const double misses = rps("feed") * (1 - number("contents", "hit_ratio"));
    const double pictureMisses = rps("picture") * (1 - number("edge", "hit_ratio"));
    for (const auto& [id, rate] :
         {std::pair{"look", rps("picture")}, std::pair{"fetch", pictureMisses},
          std::pair{"open", rps("feed") + posts()}, std::pair{"ids", rps("feed")},
          // A look-up for each feed, an invalidation for each post, a fill for each miss.
          std::pair{"texts", rps("feed") + posts() + misses}, std::pair{"load", misses + posts()},
          std::pair{"rank", rps("feed")}, std::pair{"tell", posts()}}) {
        COMPARE_BY_HAND(design_.of("connections", id, "rps"), rate, 1e-9);
    }
}

void NewsFeedTest::utilizations() {
    const double misses = rps("feed") * (1 - number("contents", "hit_ratio"));
    const auto expect = [this](const char* id, double requests) {
        const double servers = number(id, "instances") * number(id, "workers");
        COMPARE_BY_HAND(design_.of("components", id, "utilization"),
                        requests * number(id, "service_time_ms") / 1000 / servers, 1e-9);
    };
    expect("edge", rps("picture"));
    expect("balancer", rps("feed") + posts());
    expect("feed", rps("feed") + posts());
    expect("contents", rps("feed") + posts() + misses);
    expect("ranker", rps("feed"));
    COMPARE_BY_HAND(design_.of("components", "timelines", "utilization"),
                    (timelineReadsBusy() + deliveries() * busyOfAWrite()) / timelineWorkers(), 1e-9);
}

void NewsFeedTest::aFeedIsAssembledIn11Milliseconds() {
    const double work = number("timelines", "read_ms") + number("contents", "service_time_ms") +
                        number("feed", "service_time_ms") + number("ranker", "service_time_ms");
    QCOMPARE(work, 2.0 + 5 + 1 + 3);
    const double way =
        RawDesign::stated(design_.raw().connection("open")["params"].toObject(), "latency_ms") +
        number("balancer", "service_time_ms") + 4 * zoneMs;
    const double misses = (1 - number("contents", "hit_ratio")) * (zoneMs + number("posts", "read_ms"));
    // With half-empty pools of dozens of workers, waits are below a hundredth of that.
    const double waits = design_.meanOf("users.feed") - way - work - misses;
    QVERIFY2(waits >= 0 && waits < 0.01 * work, qPrintable(QString::number(waits)));
    const QJsonObject feed = design_.answer()["workloads"].toObject()["users.feed"].toObject();
    QVERIFY(feed["latency_ms"].toObject()["p99"].toDouble() < 100);
}

void NewsFeedTest::fanOutHoldsAPostForItsWrites() {
    // 1 ms of its own, then 200 writes of 0.3 ms of network and 1 ms of work: 261 ms. 200 posts a second
    // keep 52.2 of 96 workers busy; the waits at the timelines add less than a hundredth, stars hold a worker
    // for 1 ms.
    const double held =
        number("fan-out", "service_time_ms") + followers() * (zoneMs + number("timelines", "write_ms"));
    QCOMPARE(held, 261.0);
    const double workers = number("fan-out", "instances") * number("fan-out", "workers");
    const double busy =
        (rps("post") * held + rps("star-post") * number("fan-out", "service_time_ms")) / 1000 / workers;
    COMPARE_BY_HAND(design_.of("components", "fan-out", "slot_utilization"), busy, 0.01);
    COMPARE_BY_HAND(design_.of("components", "fan-out", "offered_utilization"), busy, 0.01);
}

void NewsFeedTest::partitionsBoundTheFanOut() {
    QCOMPARE(number("events", "partitions"), number("fan-out", "instances") * number("fan-out", "workers"));
    const SolvedDesign twice(slug, {"--set", "/components/fan-out/params/instances=24"});
    COMPARE_BY_HAND(twice.of("components", "fan-out", "offered_utilization"),
                    design_.of("components", "fan-out", "offered_utilization"), 1e-3);
    // Ten thousand followers on average: 13 001 ms a post, so 96 workers do 7.4 posts a second of 202.
    const SolvedDesign many(slug, {"--set", "/connections/deliver/params/calls=10000"});
    QCOMPARE(many.component("fan-out")["status"].toString(), "saturated");
    QVERIFY(many.of("components", "events", "backlog_growth_rps") > 190);
    COMPARE_BY_HAND(many.meanOf("users.feed"), design_.meanOf("users.feed"), 0.01);
}

void NewsFeedTest::picturesNeedTwoPrefixes() {
    // 5 % of 100 000 are 5 000 a second; a prefix does 550 / 100 ms = 5 500.
    const double misses = rps("picture") * (1 - number("edge", "hit_ratio"));
    const double prefix = number("pictures", "workers") / number("pictures", "read_ms") * 1000;
    QCOMPARE(prefix, 5500.0);
    COMPARE_BY_HAND(misses, 5000.0, 1e-9);
    COMPARE_BY_HAND(design_.of("components", "pictures", "utilization"), misses / (2 * prefix), 1e-9);
    // At 85 % the origin gets three times that.
    const SolvedDesign worse(slug, {"--set", "/components/edge/params/hit_ratio=0.85"});
    COMPARE_BY_HAND(worse.of("components", "pictures", "offered_utilization"), 15000 / (2 * prefix), 1e-9);
    QCOMPARE(worse.component("pictures")["status"].toString(), "saturated");
}

void NewsFeedTest::allIsWellAsShipped() {
    const QJsonObject components = design_.answer()["components"].toObject();
    for (const QString& id : components.keys()) {
        QVERIFY2(components[id].toObject()["status"].toString() == "ok", qPrintable(id));
    }
    COMPARE_BY_HAND(design_.answer()["system"].toObject()["goodput_rps"].toDouble(),
                    rps("feed") + posts() + rps("picture"), 1e-4);
}

QTEST_GUILESS_MAIN(NewsFeedTest)
#include "news_feed_test.moc"
