#include <QTest>

#include <algorithm>
#include <vector>

#include "core/engine/solver/callers.h"

using namespace headroom::engine::solver;

namespace {

/// Each visit calls the next; `last` is called by the last one.
Model lineOf(Index length, Index last) {
    Model model;
    for (Index i = 0; i < length; ++i) {
        Call call;
        call.visit = i + 1 < length ? i + 1 : last;
        model.calls.push_back(call);
        Visit visit;
        visit.firstCall = i;
        visit.callCount = 1;
        model.visits.push_back(visit);
    }
    return model;
}

std::vector<char> markedFrom(const Model& model, Index visit, Index closedCall) {
    std::vector<char> marks(model.visits.size());
    marks[visit] = 1;
    markCallers(
        model, [&](Index call) { return call != closedCall; }, marks);
    return marks;
}

}  // namespace

class CallersTest : public QObject {
    Q_OBJECT

  private slots:
    void allBeforeAndNoneBehind() {
        QCOMPARE(markedFrom(lineOf(5, none), 3, none), (std::vector<char>{1, 1, 1, 1, 0}));
    }

    void onlyAlongCallsThatCount() {
        QCOMPARE(markedFrom(lineOf(5, none), 3, 1), (std::vector<char>{0, 0, 1, 1, 0}));
    }

    void aroundACircle() { QCOMPARE(markedFrom(lineOf(4, 1), 2, none), (std::vector<char>{1, 1, 1, 1})); }

    // By calling itself, a search of such a chain would need more stack than there is.
    void endlessChains() {
        const std::vector<char> marks = markedFrom(lineOf(500000, none), 499999, none);
        QCOMPARE(std::ranges::count(marks, 1), 500000);
    }
};

QTEST_APPLESS_MAIN(CallersTest)
#include "callers_test.moc"
