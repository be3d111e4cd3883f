#include "app/solve_worker.h"

#include <QTest>
#include <atomic>
#include <latch>

#include "core/model/transaction.h"

using namespace headroom;
using namespace headroom::app;
using namespace std::chrono_literals;

namespace {

model::Design named(const std::string& name) {
    model::Transaction transaction{model::Design()};
    model::Document document;
    document.name = name;
    transaction.setDocument(document);
    return transaction.design();
}

/// Answers the design's name as the engine's.
results::Results echo(const model::Design& design, const std::stop_token&) {
    results::Results results;
    results.engine = design.document().name;
    return results;
}

}  // namespace

class SolveWorkerTest : public QObject {
    Q_OBJECT

  private slots:
    void answersWhatWasSubmitted() {
        SolveWorker worker(echo, [] {});
        worker.submit(7, named("a"));
        const auto done = worker.takeWithin(7, 10s);
        QVERIFY(done);
        QCOMPARE(done->revision, std::uint64_t{7});
        QCOMPARE(done->answer->engine, std::string("a"));
        QVERIFY(!worker.take());  // once only
    }

    void onlyTheLatestWaitsAndTheRunningOneIsStopped() {
        std::latch started(1);
        std::atomic<int> solved = 0;
        SolveWorker worker(
            [&](const model::Design& design, const std::stop_token& stop) {
                ++solved;
                if (design.document().name == "slow") {
                    started.count_down();
                    while (!stop.stop_requested()) {
                        std::this_thread::yield();
                    }
                }
                return echo(design, stop);
            },
            [] {});
        worker.submit(1, named("slow"));
        started.wait();
        worker.submit(2, named("passed over"));
        worker.submit(3, named("last"));
        const auto done = worker.takeWithin(3, 10s);
        QVERIFY(done);
        QCOMPARE(done->answer->engine, std::string("last"));
        QVERIFY(solved <= 3);
        QVERIFY(!worker.take());  // the answer of the stopped one was thrown away
    }

    void impatienceLosesNothing() {
        std::latch release(1);
        SolveWorker worker(
            [&](const model::Design& design, const std::stop_token& stop) {
                release.wait();
                return echo(design, stop);
            },
            [] {});
        worker.submit(1, named("a"));
        QVERIFY(!worker.takeWithin(1, 1ms));
        release.count_down();
        QVERIFY(worker.takeWithin(1, 10s));
    }

    void whatIsCancelledIsNeverAnswered() {
        std::latch started(1);
        SolveWorker worker(
            [&](const model::Design& design, const std::stop_token& stop) {
                if (design.document().name == "slow") {
                    started.count_down();
                    while (!stop.stop_requested()) {
                        std::this_thread::yield();
                    }
                }
                return echo(design, stop);
            },
            [] {});
        worker.submit(1, named("slow"));
        started.wait();
        worker.submit(2, named("waiting"));
        worker.cancel();
        worker.submit(3, named("next"));
        QVERIFY(worker.takeWithin(3, 10s));
        QVERIFY(!worker.take());
    }

    void endsWhileBusy() {
        std::latch started(1);
        {
            SolveWorker worker(
                [&](const model::Design& design, const std::stop_token& stop) {
                    started.count_down();
                    while (!stop.stop_requested()) {
                        std::this_thread::yield();
                    }
                    return echo(design, stop);
                },
                [] {});
            worker.submit(1, named("a"));
            started.wait();
        }
        QVERIFY(true);  // the destructor came back
    }
};

QTEST_GUILESS_MAIN(SolveWorkerTest)
#include "solve_worker_test.moc"
