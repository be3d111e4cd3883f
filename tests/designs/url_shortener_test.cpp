#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>

#include "tests/app/cli/cli_process.h"
#include "tests/designs/queues.h"
#include "tests/designs/raw_design.h"

using headroom::test::CliProcess;
using headroom::test::Ended;
using headroom::test::meanWaitPoisson;
using headroom::test::meanWaitRoundRobin;
using headroom::test::RawDesign;

namespace {

// Of the format: two components in one zone are 0.3 ms apart, there and back.
constexpr double zoneMs = 0.3;
constexpr double hoursPerMonth = 730;

QJsonObject readJson(const QString& path) {
    return RawDesign(QStringLiteral(HEADROOM_SOURCE_DIR "/") + path).root();
}

}  // namespace

/// The figures of designs/url-shortener, worked out here from the numbers in the file, against the answer of
/// the command line. Nothing of the engine is used.
class UrlShortenerTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void codesLastForCenturies();
    void aMonthOfLinksFitsTheCache();
    void everyClickIsCountedAndEveryLinkScannedInTheBackground();
    void ratesOfConnections();
    void utilizations();
    void hitRatioFollowsFromTheMemoryWhereNoneIsGiven();
    void theViralLinkBurdensTheEdgeOnly();
    void costs();
    void meanLatencies();
    void everythingIsBelow70Percent();
    void shortenerIsTheBottleneckWhenTrafficGrows_data();
    void shortenerIsTheBottleneckWhenTrafficGrows();
    void permanentRedirectsTakeTheLoadOff();
    void objectivesHoldUntilTheTrafficDoubles();

  private:
    [[nodiscard]] static double hourlyPrice(const QJsonObject& component);
    static QJsonObject solved(const QStringList& more = {});
    [[nodiscard]] double answered(const char* list, const QString& id, const char* figure) const;
    void near(double actual, double expected, double relative, const QString& what);

    RawDesign design_{headroom::test::sampleDesign()};
    QJsonObject answer_;
    double redirects_ = 0;  ///< ordinary clicks a second
    double viral_ = 0;      ///< clicks a second on the viral link
    double passed_ = 0;     ///< those of them that the CDN passes on
    double clicks_ = 0;     ///< a second that reach the balancer
    double creates_ = 0;    ///< a second
    double hits_ = 0;       ///< share
};

QJsonObject UrlShortenerTest::solved(const QStringList& more) {
    const Ended ended =
        CliProcess().run(QStringList{"solve", "--json", headroom::test::sampleDesign()} + more);
    if (ended.code != 0 || !ended.error.isEmpty()) {
        qWarning("%d %s", ended.code, ended.error.constData());
    }
    return ended.json();
}

double UrlShortenerTest::answered(const char* list, const QString& id, const char* figure) const {
    const QJsonValue value = answer_[QLatin1String(list)].toObject()[id].toObject()[QLatin1String(figure)];
    return value.toDouble(std::nan(""));
}

void UrlShortenerTest::near(double actual, double expected, double relative, const QString& what) {
    const QString text =
        QString("%1: %2, by hand %3").arg(what).arg(actual, 0, 'g', 12).arg(expected, 0, 'g', 12);
    QVERIFY2(std::abs(actual - expected) <= relative * std::abs(expected), qPrintable(text));
}

void UrlShortenerTest::initTestCase() {
    answer_ = solved();
    QVERIFY(!answer_.isEmpty());
    QCOMPARE(answer_["converged"].toBool(), true);
    redirects_ = RawDesign::stated(design_.workload("users", "redirect"), "rps");
    viral_ = RawDesign::stated(design_.workload("users", "viral"), "rps");
    passed_ = viral_ * (1 - design_.number("edge", "hit_ratio"));
    clicks_ = redirects_ + passed_;
    creates_ = RawDesign::stated(design_.workload("users", "create"), "rps");
    hits_ = design_.number("cache", "hit_ratio");
}

void UrlShortenerTest::codesLastForCenturies() {
    // 7 characters out of 0-9, a-z, A-Z: 62^7 = 3 521 614 606 208, about 3.5e12.
    std::int64_t codes = 1;
    for (int i = 0; i < 7; ++i) {
        codes *= 62;
    }
    QCOMPARE(codes, std::int64_t{3521614606208});
    // Even at the peak rate all year round: 3.52e12 / (100/s x 31 536 000 s) = 1117 years.
    QVERIFY(static_cast<double>(codes) / (creates_ * 365 * 86400) > 1000);
    // Six characters would be used up in 18 years: 62^6 = 5.68e10.
    QVERIFY(static_cast<double>(codes) / 62 / (creates_ * 365 * 86400) < 20);
}

void UrlShortenerTest::aMonthOfLinksFitsTheCache() {
    QCOMPARE(redirects_ / creates_, 100.0);  // reads to writes 100:1
    const QJsonObject keys = design_.workload("users", "redirect")["keys"].toObject();
    const double links = RawDesign::stated(keys, "count");
    const double bytes = links * RawDesign::stated(keys, "object_bytes");
    QCOMPARE(links, 100e6);
    QCOMPARE(bytes, 10e9);  // 100 M x 100 B = 10 GB
    QVERIFY(bytes <= design_.number("cache", "instances") * design_.number("cache", "memory_bytes"));
    // 100 M links a month are 38.1 a second on average over 730 h; the peak second has 2.6 times that.
    const double mean = links / (hoursPerMonth * 3600);
    QVERIFY(creates_ > 2 * mean && creates_ < 4 * mean);
}

void UrlShortenerTest::everyClickIsCountedAndEveryLinkScannedInTheBackground() {
    for (const auto& [publish, op] : {std::pair{"count", "read"}, std::pair{"scan", "write"}}) {
        const QJsonObject connection = design_.connection(publish);
        QCOMPARE(connection["kind"].toString(), "publish");
        QCOMPARE(connection["params"].toObject()["ops"].toArray(), QJsonArray{op});
        const QString queue = connection["to"].toString();
        QCOMPARE(design_.component(queue)["kind"].toString(), "message_queue");
    }
    // A 302 is not kept by browsers: what is published is what is clicked, but for what the CDN answers.
    near(answered("connections", "count", "rps"), clicks_, 1e-9, "clicks counted");
    near(answered("connections", "scan", "rps"), creates_, 1e-9, "links scanned");
    // Nobody waits for the scanner's 100 ms.
    const double create = answer_["workloads"]
                              .toObject()["users.create"]
                              .toObject()["latency_ms"]
                              .toObject()["mean"]
                              .toDouble();
    QVERIFY(create < design_.number("scanner", "service_time_ms"));
}

void UrlShortenerTest::ratesOfConnections() {
    const double all = clicks_ + creates_;
    const double misses = clicks_ * (1 - hits_);
    const double batches =
        clicks_ * RawDesign::stated(design_.connection("add-up")["params"].toObject(), "calls");
    const std::vector<std::pair<const char*, double>> rates{
        {"visit", redirects_ + creates_},
        {"visit-edge", viral_},
        {"origin", passed_},
        {"spread", all},
        // A look-up for each click, an invalidation for each new link, a fill for each miss.
        {"look-up", clicks_ + creates_ + misses},
        {"load", misses + creates_},
        {"count", clicks_},
        {"scan", creates_},
        {"take-clicks", clicks_},
        {"add-up", batches},
        {"take-links", creates_},
        {"verdict", creates_},
    };
    QCOMPARE(rates.size(), static_cast<std::size_t>(design_.root()["connections"].toArray().size()));
    for (const auto& [id, rate] : rates) {
        near(answered("connections", id, "rps"), rate, 1e-9, id);
    }
    near(answer_["system"].toObject()["goodput_rps"].toDouble(), redirects_ + creates_ + viral_, 1e-9,
         "goodput");
}

void UrlShortenerTest::utilizations() {
    const auto expect = [this](const QString& id, double requests, double serviceMs) {
        const double servers = design_.number(id, "instances") * design_.number(id, "workers");
        near(answered("components", id, "utilization"), requests * serviceMs / 1000 / servers, 1e-9, id);
        near(answered("components", id, "arrival_rps"), requests, 1e-9, id);
    };
    const double all = clicks_ + creates_;
    const double misses = clicks_ * (1 - hits_);
    for (const auto& [id, requests] :
         {std::pair{"balancer", all}, std::pair{"shortener", all}, std::pair{"cache", all + misses},
          std::pair{"clicks", clicks_}, std::pair{"counter", clicks_}, std::pair{"new-links", creates_},
          std::pair{"scanner", creates_}}) {
        expect(id, requests, design_.number(id, "service_time_ms"));
    }
    // Reads are spread over leader and replica; each of them applies every write: the new link itself, its
    // verdict, and one row for each hundred clicks.
    const double machines = 1 + design_.number("links", "replicas");
    const double writes = creates_ + creates_ + clicks_ / 100;
    const double busy = misses / machines * design_.number("links", "read_ms") / 1000 +
                        writes * design_.number("links", "write_ms") / 1000;
    near(answered("components", "links", "utilization"), busy / design_.number("links", "workers"), 1e-9,
         "links");
}

void UrlShortenerTest::hitRatioFollowsFromTheMemoryWhereNoneIsGiven() {
    QCOMPARE(answered("components", "cache", "hit_ratio"), hits_);
    // Without the older links everything fits, and only what was just invalidated can miss: the share of
    // writes among all operations bounds it, 100 / 10 100 < 1 %.
    const QJsonObject cache = solved({"--set", "/components/cache/params/hit_ratio=null"})["components"]
                                  .toObject()["cache"]
                                  .toObject();
    const double ratio = cache["hit_ratio"].toDouble();
    QVERIFY2(ratio <= 1 && ratio >= 1 - creates_ / (clicks_ + creates_), qPrintable(QString::number(ratio)));
}

void UrlShortenerTest::theViralLinkBurdensTheEdgeOnly() {
    // Ten million clicks at 10 000 a second last 1 000 s, under 17 minutes.
    QCOMPARE(10e6 / viral_, 1000.0);
    QCOMPARE(passed_, 100.0);
    // A hot key is no burden for the cache: one machine can do 1 s / 7 us = 142 857 look-ups a second.
    const double lookUps = 1000 / design_.number("cache", "service_time_ms");
    QVERIFY(viral_ / lookUps < 0.08);
    // Without the CDN the servers get (10 000 + 100 + 10 000) / 16 000 = 126 % of what they can do.
    const QJsonObject bare = solved({"--set", "/components/edge/params/hit_ratio=0"});
    near(bare["components"].toObject()["shortener"].toObject()["offered_utilization"].toDouble(),
         (redirects_ + creates_ + viral_) / 16000, 1e-9, "shortener");
}

double UrlShortenerTest::hourlyPrice(const QJsonObject& component) {
    const QJsonObject params = component["params"].toObject();
    if (params.contains("price")) {
        return params["price"].toDouble();
    }
    const QJsonObject kind = readJson("resources/kinds/" + component["kind"].toString() + "/kind.json");
    for (const QJsonValue& price : readJson("resources/prices/aws.json")["prices"].toArray()) {
        if (price.toObject()["id"] == kind["price"]) {
            return price.toObject()["usd_per_hour"].toDouble();
        }
    }
    return 0;
}

// Everything of ours lies in one zone, so that only answers to the internet pay: the balancer's first 10 TB
// at 0.09 USD a gigabyte, the next 40 at 0.085; those of the edge at 0.085 and 0.08, and 1 USD a million
// requests. The store keeps every link twice, at 0.115 USD a gigabyte and month.
void UrlShortenerTest::costs() {
    const double seconds = hoursPerMonth * 3600;
    const auto gigabytes = [&](const char* workload) {
        const QJsonObject one = design_.workload("users", workload);
        return RawDesign::stated(one, "rps") * RawDesign::stated(one, "response_bytes") * seconds / 1e9;
    };
    const auto tiers = [](double all, double first, double next) {
        return std::min(all, 10000.0) * first + std::max(all - 10000.0, 0.0) * next;
    };
    const auto kept = [&](const char* workload) {
        const QJsonObject keys = design_.workload("users", workload)["keys"].toObject();
        return RawDesign::stated(keys, "count") * RawDesign::stated(keys, "object_bytes") / 1e9;
    };
    const std::map<QString, double> byUse{
        {"balancer", tiers(gigabytes("redirect") + gigabytes("create"), 0.09, 0.085)},
        {"edge", tiers(gigabytes("viral"), 0.085, 0.08) + viral_ * seconds / 1e6},
        {"links", (kept("redirect") + kept("viral")) * (1 + design_.number("links", "replicas")) * 0.115}};
    double total = 0;
    for (const QJsonValue& item : design_.root()["components"].toArray()) {
        const QJsonObject component = item.toObject();
        const QJsonObject params = component["params"].toObject();
        const QString id = component["id"].toString();
        const double machines =
            params.contains("replicas") ? 1 + params["replicas"].toDouble() : params["instances"].toDouble(0);
        const double used = byUse.contains(id) ? byUse.at(id) : 0;
        const double cost = machines * hourlyPrice(component) * hoursPerMonth + used;
        if (machines > 0) {
            QVERIFY2(hourlyPrice(component) > 0, qPrintable(id));
            near(answered("components", id, "cost_usd_month"), cost, 1e-9, id);
        }
        total += cost;
    }
    const QJsonObject system = answer_["system"].toObject();
    near(system["cost_usd_month"].toDouble(), total, 1e-9, "all");
    near(system["cost_usd_per_million"].toDouble(),
         total / ((redirects_ + creates_ + viral_) * seconds / 1e6), 1e-9, "a million");
}

void UrlShortenerTest::meanLatencies() {
    // In milliseconds and requests a millisecond. Round robin deals one in four requests to each shortener:
    // with the balancer's own work far below the gaps, an E_4/M/4 queue at each.
    const double all = (clicks_ + creates_) / 1000;
    const double misses = clicks_ * (1 - hits_) / 1000;
    const double machines = design_.number("shortener", "instances");
    const double work = design_.number("shortener", "service_time_ms");
    const int workers = static_cast<int>(design_.number("shortener", "workers"));
    const double wait = meanWaitRoundRobin(all / machines, work, workers, static_cast<int>(machines));
    near(answer_["components"].toObject()["shortener"].toObject()["wait_ms"].toObject()["mean"].toDouble(),
         wait, 1e-4, "wait at the shortener");

    const double visit = RawDesign::stated(design_.connection("visit")["params"].toObject(), "latency_ms");
    const double common = visit + design_.number("balancer", "service_time_ms") + zoneMs + wait + work;
    const double cacheWork = design_.number("cache", "service_time_ms");
    const double lookUp = zoneMs + cacheWork +
                          meanWaitPoisson((all + misses) / design_.number("cache", "instances"), cacheWork,
                                          static_cast<int>(design_.number("cache", "workers")));
    const auto publish = [this](const char* queue, double rate) {
        const double service = design_.number(queue, "service_time_ms");
        return zoneMs + service +
               meanWaitPoisson(rate / 1000 / design_.number(queue, "instances"), service,
                               static_cast<int>(design_.number(queue, "workers")));
    };
    // One machine of the store: half the reads, all the writes.
    const double reads = misses / (1 + design_.number("links", "replicas"));
    const double writes = (2 * creates_ + clicks_ / 100) / 1000;
    const double readMs = design_.number("links", "read_ms");
    const double writeMs = design_.number("links", "write_ms");
    const double storeWait =
        meanWaitPoisson(reads + writes, (reads * readMs + writes * writeMs) / (reads + writes),
                        static_cast<int>(design_.number("links", "workers")));

    const double redirect =
        common + lookUp + (1 - hits_) * (zoneMs + readMs + storeWait) + publish("clicks", clicks_);
    const double create = common + lookUp + zoneMs + writeMs + storeWait + publish("new-links", creates_);
    const auto mean = [this](const char* workload) {
        return answer_["workloads"]
            .toObject()[workload]
            .toObject()["latency_ms"]
            .toObject()["mean"]
            .toDouble();
    };
    // The waits behind the shortener are below 0.02 ms together and taken as those of random arrivals with
    // exponential work, which two operations of a store and merged streams are not quite: 1e-4 of the whole.
    near(mean("users.redirect"), redirect, 1e-4, "redirect");
    near(mean("users.create"), create, 3e-4, "create");
    // The edge answers after its own way and 1 ms, of which it has workers enough that nobody waits; one
    // click in a hundred then goes the way of the others, which is as long from there.
    const double toEdge =
        RawDesign::stated(design_.connection("visit-edge")["params"].toObject(), "latency_ms");
    QCOMPARE(RawDesign::stated(design_.connection("origin")["params"].toObject(), "latency_ms"), visit);
    constexpr double edgeMs = 1;
    const double viral = toEdge + edgeMs + passed_ / viral_ * redirect;
    near(mean("users.viral"), viral, 1e-4, "viral");
    near(answer_["system"].toObject()["latency_ms"].toObject()["mean"].toDouble(),
         (redirects_ * redirect + creates_ * create + viral_ * viral) / (redirects_ + creates_ + viral_),
         1e-4, "all");
}

void UrlShortenerTest::everythingIsBelow70Percent() {
    const QJsonObject components = answer_["components"].toObject();
    for (const QString& id : components.keys()) {
        const QJsonObject component = components[id].toObject();
        QCOMPARE(component["status"].toString(), "ok");
        QVERIFY2(component["utilization"].toDouble(0) < 0.7, qPrintable(id));
    }
    QCOMPARE(answer_["system"].toObject()["bottleneck"].toString(), "shortener");
}

void UrlShortenerTest::shortenerIsTheBottleneckWhenTrafficGrows_data() {
    QTest::addColumn<double>("load");
    QTest::newRow("twice") << 2.0;
    QTest::newRow("three times") << 3.0;
}

void UrlShortenerTest::shortenerIsTheBottleneckWhenTrafficGrows() {
    QFETCH(double, load);
    const QJsonObject answer = solved({"--load", QString::number(load)});
    const QJsonObject components = answer["components"].toObject();
    for (const QString& id : components.keys()) {
        QCOMPARE(components[id].toObject()["status"].toString() == "saturated", id == "shortener");
    }
    QCOMPARE(answer["system"].toObject()["bottleneck"].toString(), "shortener");
    // 4 machines x 4 workers / 1 ms = 16 000/s can be served; the rest piles up.
    const double capacity = design_.number("shortener", "instances") *
                            design_.number("shortener", "workers") /
                            design_.number("shortener", "service_time_ms") * 1000;
    const double offered = load * (clicks_ + creates_);
    const QJsonObject shortener = components["shortener"].toObject();
    near(shortener["offered_utilization"].toDouble(), offered / capacity, 1e-9, "offered utilization");
    near(shortener["backlog_growth_rps"].toDouble(), offered - capacity, 1e-9, "backlog growth");
    near(shortener["throughput_rps"].toDouble(), capacity, 1e-9, "throughput");
}

void UrlShortenerTest::permanentRedirectsTakeTheLoadOff() {
    // With a 301, browsers that know the link do not come back. If every other click is such a repeat,
    // 5 000 + 100 and the 100 that the CDN passes on are left for 16 000 a second: 32.5 %.
    const QJsonObject answer =
        solved({"--set", QString("/components/users/workloads/redirect/rps=%1").arg(redirects_ / 2)});
    near(answer["components"].toObject()["shortener"].toObject()["utilization"].toDouble(), 5200.0 / 16000,
         1e-9, "shortener");
    // And half of the clicks are not counted any more.
    near(answer["connections"].toObject()["count"].toObject()["rps"].toDouble(), redirects_ / 2 + passed_,
         1e-9, "counted");
}

void UrlShortenerTest::objectivesHoldUntilTheTrafficDoubles() {
    QCOMPARE(CliProcess().run({"solve", headroom::test::sampleDesign(), "--check"}).code, 0);
    QCOMPARE(CliProcess().run({"solve", headroom::test::sampleDesign(), "--check", "--load", "2"}).code, 1);
}

QTEST_GUILESS_MAIN(UrlShortenerTest)
#include "url_shortener_test.moc"
