#include "app/session.h"

#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <semaphore>

#include "core/edit/edits.h"
#include "core/format/design_file.h"
#include "tests/app/fixture.h"

using namespace headroom;
using namespace headroom::app;

namespace {

constexpr int patience = 10000;

results::Results counted(const model::Design& design, const std::stop_token&) {
    results::Results results;
    results.system.goodput_rps = static_cast<double>(design.components().size());
    return results;
}

widgets::Document::Edit add(const Session& session, const std::string& kind) {
    return [&session, kind](model::Transaction& transaction) -> Result<> {
        const auto id = edit::addComponent(transaction, session.catalog(), kind, {0, 0});
        return id ? Result<>() : failure(id.error());
    };
}

widgets::Document::Edit move(const Id& id, double dx) {
    return [id, dx](model::Transaction& transaction) { return edit::moveBy(transaction, {id}, dx, 0); };
}

}  // namespace

class SessionTest : public QObject {
    Q_OBJECT

    tests::Home home_;

  private slots:
    void anEditIsAnswered() {
        Session session(tests::shippedCatalog(), counted);
        QVERIFY(session.perform("Add", add(session, "service")));
        QTRY_COMPARE_WITH_TIMEOUT(session.results()->system.goodput_rps.value_or(0), 1.0, patience);
        QVERIFY(!session.stale());
    }

    void aMoveIsNotSolvedAgain() {
        std::atomic<int> solved = 0;
        Session session(tests::shippedCatalog(),
                        [&](const model::Design& design, const std::stop_token& stop) {
                            ++solved;
                            return counted(design, stop);
                        });
        QVERIFY(session.perform("Add", add(session, "service")));
        QTRY_VERIFY_WITH_TIMEOUT(!session.stale(), patience);
        const int before = solved;
        QVERIFY(session.perform("Move", move("service-1", 16)));
        QVERIFY(!session.stale());
        QCOMPARE(solved.load(), before);
    }

    void aSlowAnswerIsStaleUntilItComesAndAnOldOneIsDropped() {
        std::counting_semaphore<100> gate(0);
        Session session(tests::shippedCatalog(),
                        [&](const model::Design& design, const std::stop_token& stop) {
                            gate.acquire();
                            return counted(design, stop);
                        });
        QSignalSpy answers(&session, &Session::resultsChanged);
        QVERIFY(session.perform("Add", add(session, "service")));
        QVERIFY(session.stale());
        QVERIFY(session.perform("Add", add(session, "service")));
        gate.release(2);
        QTRY_VERIFY_WITH_TIMEOUT(!session.stale(), patience);
        QCOMPARE(session.results()->system.goodput_rps.value_or(0), 2.0);
        QCOMPARE(answers.size(), 1);  // that of one component was never shown
    }

    void aRefusedEditChangesNothing() {
        Session session(tests::shippedCatalog(), counted);
        QSignalSpy changes(&session, &Session::designChanged);
        QVERIFY(!session.perform("Add", add(session, "no_such_kind")));
        QCOMPARE(changes.size(), 0);
        QVERIFY(session.blank());
    }

    void undoSelectsWhatItChanged() {
        Session session(tests::shippedCatalog(), counted);
        QVERIFY(session.perform("Add", add(session, "service")));
        QVERIFY(session.perform("Move", move("service-1", 32)));
        session.setSelection({});
        session.undo();
        QCOMPARE(session.selection(), QSet<QString>{"service-1"});
        session.undo();
        QVERIFY(session.selection().isEmpty());  // it has gone
        QVERIFY(session.design().components().empty());
    }

    void aGestureIsOneStep() {
        Session session(tests::shippedCatalog(), counted);
        QVERIFY(session.perform("Add", add(session, "service")));
        session.openMark("Drag");
        for (int i = 0; i < 5; ++i) {
            QVERIFY(session.perform("Move", move("service-1", 8)));
        }
        session.closeMark();
        QCOMPARE(session.history().done().size(), std::size_t{2});
        QCOMPARE(session.history().undoName(), std::string("Drag"));
        session.undo();
        QCOMPARE(session.design().components()[0].position.x, 0.0);
    }

    void savesAndOpensTheSameBytes() {
        const QString path = home_.path("a.json");
        Session session(tests::shippedCatalog(), counted);
        QVERIFY(session.perform("Add", add(session, "service")));
        QVERIFY(session.dirty());
        QVERIFY(session.save(path));
        QVERIFY(!session.dirty());
        const QByteArray saved = tests::bytesOf(path);
        QCOMPARE(saved, QByteArray::fromStdString(format::write(session.design())));

        Session again(tests::shippedCatalog(), counted);
        QVERIFY(again.open(path));
        QVERIFY(!again.dirty());
        QVERIFY(again.design() == session.design());
    }

    void savedIsAStateThatUndoComesBackTo() {
        Session session(tests::shippedCatalog(), counted);
        QVERIFY(session.perform("Add", add(session, "service")));
        QVERIFY(session.save(home_.path("b.json")));
        QVERIFY(session.perform("Move", move("service-1", 8)));
        QVERIFY(session.dirty());
        session.undo();
        QVERIFY(!session.dirty());
    }

    void aBrokenFileKeepsTheOpenWork() {
        Session session(tests::shippedCatalog(), counted);
        QVERIFY(session.open(home_.write("good.json", tests::threeTier)));
        const std::string before = format::write(session.design());
        QVERIFY(!session.open(home_.write("broken.json", tests::threeTier.left(200))));
        QCOMPARE(format::write(session.design()), before);
        QVERIFY(session.filePath().endsWith("good.json"));
    }

    void aFileThatCannotBeWrittenIsSaid() {
        Session session(tests::shippedCatalog(), counted);
        QVERIFY(session.perform("Add", add(session, "service")));
        QVERIFY(!session.save(home_.path("no/such/folder/a.json")));
        QVERIFY(session.dirty());
        QVERIFY(session.filePath().isEmpty());
    }
};

QTEST_MAIN(SessionTest)
#include "session_test.moc"
