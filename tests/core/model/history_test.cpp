#include <QTest>

#include "core/model/history.h"
#include "core/model/transaction.h"

using namespace headroom;
using namespace headroom::model;

namespace {

Component box(const Id& id, double x = 0) {
    Component out;
    out.id = id;
    out.kind = "anything";
    out.position = {x, 0};
    return out;
}

Design designOf(const std::vector<Id>& ids) {
    Transaction transaction{Design()};
    for (const Id& id : ids) {
        transaction.put(box(id));
    }
    return transaction.design();
}

std::vector<Id> idsOf(const Design& design) {
    std::vector<Id> out;
    for (const auto& component : design.components()) {
        out.push_back(component->id);
    }
    return out;
}

ChangeSet moveTo(const Design& design, const Id& id, double x) {
    Transaction transaction(design);
    transaction.put(box(id, x));
    return transaction.changes();
}

}  // namespace

class HistoryTest : public QObject {
    Q_OBJECT

  private slots:
    void undoRestoresTheOrderOfRecords() {
        History history(designOf({"a", "b", "c"}));
        Transaction transaction(history.design());
        transaction.erase<Component>("b");
        transaction.erase<Component>("a");
        history.commit("Delete", transaction.changes());
        QCOMPARE(idsOf(history.design()), (std::vector<Id>{"c"}));
        history.undo();
        QCOMPARE(idsOf(history.design()), (std::vector<Id>{"a", "b", "c"}));
        history.redo();
        QCOMPARE(idsOf(history.design()), (std::vector<Id>{"c"}));
    }

    void aDragIsOneStepAndOneChange() {
        History history(designOf({"a", "b"}));
        history.openMark("Move");
        for (int x = 1; x <= 100; ++x) {
            history.commit("Move", moveTo(history.design(), "a", x));
            history.commit("Move", moveTo(history.design(), "b", x));
        }
        history.closeMark();
        QCOMPARE(history.done().size(), std::size_t{1});
        QCOMPARE(history.done().front().changes.components().size(), std::size_t{2});
        history.undo();
        QCOMPARE(history.design().components()[0].position.x, 0.0);
        QCOMPARE(history.design().components()[1].position.x, 0.0);
    }

    void bailingTakesTheGestureBack() {
        History history(designOf({"a"}));
        history.openMark("Move");
        history.commit("Move", moveTo(history.design(), "a", 40));
        const ChangeSet back = history.bail();
        QCOMPARE(back.touched(), (std::set<Id>{"a"}));
        QCOMPARE(history.design().components()[0].position.x, 0.0);
        QVERIFY(!history.canUndo());
        QVERIFY(history.isClean());
    }

    void aMoveMeansNothingToTheEngine() {
        const Design design = designOf({"a"});
        QVERIFY(!moveTo(design, "a", 8).affectsEngine());
        Transaction transaction(design);
        Component changed = box("a");
        changed.params.set("instances", 2);
        transaction.put(changed);
        QVERIFY(transaction.changes().affectsEngine());
    }

    void cleanIsAStateAndNotACount() {
        History history(designOf({"a"}));
        history.commit("Move", moveTo(history.design(), "a", 1));
        history.setClean();
        history.commit("Move", moveTo(history.design(), "a", 2));
        QVERIFY(!history.isClean());
        history.undo();
        QVERIFY(history.isClean());
        history.undo();
        QVERIFY(!history.isClean());
        // The saved state lay ahead and is gone for good.
        history.commit("Move", moveTo(history.design(), "a", 9));
        QVERIFY(!history.isClean());
    }

    void aNewEditForgetsWhatWasUndone() {
        History history(designOf({"a"}));
        history.commit("One", moveTo(history.design(), "a", 1));
        history.undo();
        QCOMPARE(history.redoName(), std::string("One"));
        history.commit("Two", moveTo(history.design(), "a", 2));
        QVERIFY(!history.canRedo());
        QCOMPARE(history.undoName(), std::string("Two"));
    }

    void invariantsNameWhatIsBroken() {
        Transaction transaction(designOf({"a"}));
        transaction.put(Connection{"e", "a", "ghost", "request", {}, {}});
        Group group;
        group.id = "g";
        group.parent = "g";
        transaction.put(group);
        transaction.put(Note{"a", "", {}, {}});
        std::vector<std::string> codes;
        for (const Diagnostic& problem : checkInvariants(transaction.design())) {
            codes.push_back(problem.code + " " + problem.where);
        }
        QCOMPARE(codes, (std::vector<std::string>{"end-dangling /connections/e/to",
                                                  "group-cycle /groups/g/parent", "id-duplicate /notes/a"}));
    }
};

QTEST_GUILESS_MAIN(HistoryTest)
#include "history_test.moc"
