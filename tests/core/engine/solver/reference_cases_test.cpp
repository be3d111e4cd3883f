#include <QtTest/QTest>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/core/engine/fidelity_page.h"
#include "tests/core/engine/solver/reference/balancing.h"
#include "tests/core/engine/solver/reference/caches.h"
#include "tests/core/engine/solver/reference/calls.h"
#include "tests/core/engine/solver/reference/closed.h"
#include "tests/core/engine/solver/reference/limits.h"
#include "tests/core/engine/solver/reference/messages.h"
#include "tests/core/engine/solver/reference/parallel.h"
#include "tests/core/engine/solver/reference/reliability.h"
#include "tests/core/engine/solver/reference/stations.h"

using namespace headroom::engine::tests::reference;

/// The tabulated cases that the format can say, solved as designs. What is not run is listed by name.
class ReferenceCasesTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        std::ifstream file(HEADROOM_SOURCE_DIR "/tests/data/reference/reference_cases.json");
        cases_ = json::parse(file);
        std::ifstream list(HEADROOM_SOURCE_DIR "/tests/core/engine/solver/reference_cases_skipped.txt");
        for (std::string line; std::getline(list, line);) {
            if (!line.empty() && line.front() != '#') {
                skipped_.insert(line);
            }
        }
    }

    void everyCaseIsRunOrListed() {
        int ran = 0;
        std::set<std::string> unused = skipped_;
        for (const json& c : cases_) {
            const std::string name =
                c.at("family").get<std::string>() + ": " + c.at("name").get<std::string>();
            unused.erase(name);
            const bool listed = skipped_.count(name) > 0;
            const bool done = !listed && runAndWatch(c);
            ran += done ? 1 : 0;
            QVERIFY2(done || listed, ("neither run nor listed: " + name).c_str());
            if (QTest::currentTestFailed()) {
                QFAIL(name.c_str());
            }
        }
        QVERIFY2(unused.empty(), unused.empty() ? "" : unused.begin()->c_str());
        qInfo("%d cases run as designs", ran);
        QVERIFY(ran >= 165);
    }

    void thePageIsCurrent() {
        QString table = "| family | cases | worst error |\n| --- | ---: | ---: |\n";
        for (const auto& [name, family] : families_) {
            table += QString("| %1 | %2 | %3 |\n")
                         .arg(QString::fromStdString(name))
                         .arg(family.cases)
                         .arg(headroom::engine::tests::shownError(family.worst));
        }
        const QString problem = headroom::engine::tests::differenceOnPage("closed-forms", table);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

  private:
    struct Family {
        int cases = 0;
        double worst = 0;
    };

    bool runAndWatch(const json& c) {
        Family& family = families_[c.at("family").get<std::string>()];
        auto& watcher = headroom::engine::tests::comparisonWatcher();
        watcher = [&](double error) { family.worst = std::max(family.worst, error); };
        const bool done = run(c);
        watcher = nullptr;
        family.cases += done ? 1 : 0;
        return done;
    }

    static bool run(const json& c) {
        return runStations(c) || runBalancing(c) || runCalls(c) || runParallel(c) || runLimits(c) ||
               runCaches(c) || runReliability(c) || runMessages(c) || runClosed(c);
    }

    json cases_;
    std::map<std::string, Family> families_;
    std::set<std::string> skipped_;
};

QTEST_GUILESS_MAIN(ReferenceCasesTest)
#include "reference_cases_test.moc"
