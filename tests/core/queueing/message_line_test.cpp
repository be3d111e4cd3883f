#include "core/queueing/message_line.h"

#include <QTest>
#include <cmath>

#include "core/queueing/erlang.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/mm_c_k.h"
#include "core/queueing/mm_c_timeout.h"

using namespace headroom::queueing;

class MessageLineTest : public QObject {
    Q_OBJECT
  private slots:
    void withoutLimitsIsMmc();
    void turnedAwayIsMmck();
    void onePlaceThatGivesWay();
    void whoeverGivesWayAsManyAreServed();
    void muchRoomThatGivesWay();
    void overloadByHand();
    void tooOldIsMmcTimeout();
    void theLimitThatLeavesFewerCounts();
    void variableQueuesNeedMoreRoom();
    void extremesStayFinite();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void MessageLineTest::withoutLimitsIsMmc() {
    const MessageLineAnswer answer = answerOf({.arrivalRate = 3.2, .serviceRate = 1.0, .servers = 4});
    close(answer.wait.mean(), MmcQueue(3.2, 1.0, 4).meanWait(), 1e-13);
    close(answer.waiting, 3.2 * MmcQueue(3.2, 1.0, 4).meanWait(), 1e-13);
    QCOMPARE(answer.lost, 0.0);
    QVERIFY(answer.exact);
}

void MessageLineTest::turnedAwayIsMmck() {
    // M/M/1/2 at rho 1/2: states (4, 2, 1) / 7, lost 1/7, one waits 1/7 of the time.
    const MessageLineAnswer answer = answerOf({.arrivalRate = 0.5, .room = 1.0});
    close(answer.lost, 1.0 / 7.0, 1e-13);
    close(answer.waiting, 1.0 / 7.0, 1e-13);
    close(answer.wait.mean(), 1.0 / 3.0, 1e-13);
    // No room at all: Erlang's B.
    close(answerOf({.arrivalRate = 5.0, .servers = 4, .room = 0.0}).lost, erlangB(5.0, 4), 1e-13);
}

// Room for one: who waits is served next with probability mu / (lambda + mu), after the first of both clocks.
void MessageLineTest::onePlaceThatGivesWay() {
    const MessageLineAnswer answer = answerOf({.arrivalRate = 0.5, .room = 1.0, .dropsOldest = true});
    close(answer.lost, 1.0 / 7.0, 1e-13);
    // Of 6/7 served, 3/7 found the server busy and 2/3 of those were served: a third waits, 2/3 each.
    close(answer.wait.probability(), 1.0 / 3.0, 1e-12);
    close(answer.wait.mean(), 1.0 / 3.0 * (1.0 / 1.5), 1e-12);
    // Exponential: E W^2 = 2 / 1.5^2 with that probability.
    const double square = 1.0 / 3.0 * 2.0 / (1.5 * 1.5);
    close(answer.wait.variance(), square - answer.wait.mean() * answer.wait.mean(), 1e-12);
}

// The servers are as busy, and nobody who found a free one has waited: so as many of those served wait.
void MessageLineTest::whoeverGivesWayAsManyAreServed() {
    for (const double load : {0.3, 0.9, 1.0, 1.4, 5.0}) {
        for (const double room : {1.0, 2.0, 7.0, 40.0, 150.0}) {
            for (const std::int64_t servers : {1, 6}) {
                const double rate = load * static_cast<double>(servers);
                const MmckQueue queue(rate, 1.0, servers, servers + static_cast<std::int64_t>(room));
                const MessageLineAnswer answer =
                    answerOf({.arrivalRate = rate, .servers = servers, .room = room, .dropsOldest = true});
                close(answer.lost, queue.blocked(), 1e-12);
                close(answer.wait.probability(), queue.waitProbability(), 1e-9);
                close(answer.waiting, queue.meanQueueLength(), 1e-9);
                QVERIFY(answer.wait.mean() <= queue.meanWait() * (1 + 1e-9));  // the longest waits are lost
            }
        }
    }
}

// Beyond the chain, a message is lost after the mean time of so many arrivals.
void MessageLineTest::muchRoomThatGivesWay() {
    for (const double rate : {0.9, 0.99, 1.0, 1.01, 1.2, 3.0}) {
        const auto at = [&](double room) {
            return answerOf({.arrivalRate = rate, .room = room, .dropsOldest = true}).wait;
        };
        close(at(201).mean() - at(200).mean(), at(200).mean() - at(199).mean(), 8);
        close(at(201).mean(), at(200).mean(), 0.012);
    }
}

// rho 2 and much room: full all the time, half is lost. Who comes waits behind all others when turned away
// at K / mu, and moves up with every arrival, too, when the oldest give way: K / lambda.
void MessageLineTest::overloadByHand() {
    const MessageLine line{.arrivalRate = 20.0, .serviceRate = 10.0, .room = 100000.0};
    close(answerOf(line).lost, 0.5, 1e-4);
    close(answerOf(line).waiting, 100000.0, 1e-4);
    close(answerOf(line).wait.mean(), 10000.0, 1e-3);
    MessageLine fresh = line;
    fresh.dropsOldest = true;
    close(answerOf(fresh).lost, 0.5, 1e-4);
    close(answerOf(fresh).wait.mean(), 5000.0, 1e-3);
}

void MessageLineTest::tooOldIsMmcTimeout() {
    for (const double rate : {1.0, 3.9, 4.0, 4.1, 9.0}) {
        for (const double longest : {0.5, 5.0, 300.0}) {
            const MmcTimeoutQueue queue(rate, 1.0, 4, longest);
            const MessageLineAnswer answer =
                answerOf({.arrivalRate = rate, .servers = 4, .longestWait = longest});
            close(answer.lost, queue.abandoned(), 1e-12);
            close(answer.wait.mean(), queue.servedWait().mean(), 1e-12);
            close(answer.waiting, rate * queue.meanWaitOfAll(), 1e-12);
            // Little: all who wait are served or leave after the longest time.
            const double all = (1 - answer.lost) * answer.wait.mean() + answer.lost * longest;
            close(answer.waiting, rate * all, 1e-9);
        }
    }
}

void MessageLineTest::theLimitThatLeavesFewerCounts() {
    const MessageLine line{.arrivalRate = 20.0, .serviceRate = 10.0, .room = 1000.0, .longestWait = 10.0};
    QVERIFY(answerOf(line).byAge);  // 10 of 100 time units
    close(answerOf(line).waiting, 200.0, 0.05);
    MessageLine older = line;
    older.longestWait = 1e6;
    QVERIFY(!answerOf(older).byAge);
    close(answerOf(older).waiting, 1000.0, 0.01);
}

void MessageLineTest::variableQueuesNeedMoreRoom() {
    const auto lost = [](double variation) {
        return answerOf({.arrivalRate = 0.9, .room = 20.0, .variation = variation}).lost;
    };
    QVERIFY(lost(0.5) < lost(1.0) && lost(1.0) < lost(2.5));
    // Full is full, whatever the services.
    close(answerOf({.arrivalRate = 2.0, .room = 400.0, .variation = 2.0}).waiting, 400.0, 0.01);
    close(answerOf({.arrivalRate = 2.0, .room = 400.0, .dropsOldest = true, .variation = 2.0}).wait.mean(),
          200.0, 0.01);
}

void MessageLineTest::extremesStayFinite() {
    for (const double rate : {0.0, 1e-12, 1.0, 1e15}) {
        for (const double room : {0.0, 1.0, 1e12, 1e15}) {
            for (const double age : {0.0, 1e-9, 1e15}) {
                for (const bool oldest : {false, true}) {
                    for (const double variation : {0.02, 1.0, 1e3}) {
                        const MessageLineAnswer answer = answerOf({.arrivalRate = rate,
                                                                   .serviceRate = 1e-6,
                                                                   .servers = 1000000,
                                                                   .room = room,
                                                                   .dropsOldest = oldest,
                                                                   .longestWait = age,
                                                                   .variation = variation});
                        QVERIFY(answer.lost >= 0 && answer.lost <= 1);
                        QVERIFY(std::isfinite(answer.waiting) && answer.waiting >= 0);
                        QVERIFY(std::isfinite(answer.wait.mean()) && std::isfinite(answer.wait.variance()));
                    }
                }
            }
        }
    }
}

QTEST_APPLESS_MAIN(MessageLineTest)
#include "message_line_test.moc"
