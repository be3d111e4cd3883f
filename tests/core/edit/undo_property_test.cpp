// Undo proved by property: any edits, then undo of all, gives the first bytes back; redo of all the last. The
// invariants hold after every step, and a refused edit leaves no trace.
#include <QTest>

#include <map>

#include "core/edit/edits.h"
#include "core/format/design_file.h"
#include "core/model/history.h"
#include "tests/core/edit/edit_generator.h"

using namespace headroom;

class UndoPropertyTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        auto loaded = catalog::loadInstalled();
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().line().c_str());
        catalog_ = std::move(*loaded);
    }

    void undoGivesTheBytesBack() {
        const bool held = rc::check("undo and redo walk the same states", [this] { walk(false); });
        QVERIFY(held);
    }

    void aMarkIsOneStep() {
        const bool held = rc::check("all edits within a mark are one step", [this] { walk(true); });
        QVERIFY(held);
    }

    void everyEditWasDrawn() {
        for (const edit::Function& function : edit::functions()) {
            const std::string name(function.name);
            QVERIFY2(succeeded_[name] > 0, ("never drawn with success: " + name).c_str());
        }
    }

  private:
    void check(const model::Design& design) {
        const auto problems = model::checkInvariants(design);
        RC_ASSERT(problems.empty());
        // What can be done by editing can be saved and opened again.
        const auto reread = format::read(format::write(design), catalog_);
        if (!reread) {
            RC_FAIL(reread.error().line());
        }
        RC_ASSERT(reread->design == design);
    }

    /// One random edit, committed; a refused one must leave the design as it was.
    bool step(model::History& history) {
        const auto functions = edit::functions();
        // At full size: small ones would draw the beginning of the table alone.
        const auto which =
            *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, functions.size()));
        return step(history, std::string(functions[which].name));
    }

    bool step(model::History& history, const std::string& name) {
        const auto drawn = edit::testing::EditGenerator(history.design(), catalog_).draw(name);
        if (!drawn) {
            RC_FAIL("the generator does not know the edit " + name);
        }
        model::Transaction transaction(history.design());
        if (!edit::perform(transaction, catalog_, *drawn)) {
            return false;
        }
        ++succeeded_[name];
        RC_ASSERT(model::apply(history.design(), transaction.changes()) == transaction.design());
        history.commit(name, transaction.changes());
        check(history.design());
        return true;
    }

    void walk(bool inMark) {
        model::History history{model::Design()};
        // Something to edit: with an empty start most edits would be refused.
        for (int i = 0; i < 12; ++i) {
            step(history, i < 6 ? "add_component" : "connect");
        }
        std::vector<std::string> states{format::write(history.design())};
        const std::size_t before = history.done().size();
        if (inMark) {
            history.openMark("gesture");
        }
        const int edits = *rc::gen::inRange(1, 40);
        for (int i = 0; i < edits; ++i) {
            const std::size_t done = history.done().size();
            step(history);
            if (!inMark && history.done().size() > done) {
                states.push_back(format::write(history.design()));
            }
        }
        if (inMark) {
            const bool bails = *rc::gen::inRange(0, 3) == 0;
            const std::string last = format::write(history.design());
            if (bails) {
                history.bail();
                RC_ASSERT(format::write(history.design()) == states.front());
                return;
            }
            history.closeMark();
            RC_ASSERT(history.done().size() <= before + 1);
            if (history.done().size() > before) {
                states.push_back(last);
            }
        }
        retrace(history, states);
    }

    void retrace(model::History& history, const std::vector<std::string>& states) {
        for (std::size_t i = states.size() - 1; i > 0; --i) {
            RC_ASSERT(format::write(history.design()) == states[i]);
            history.undo();
            check(history.design());
        }
        for (const std::string& state : states) {
            RC_ASSERT(format::write(history.design()) == state);
            history.redo();
            check(history.design());
        }
    }

    catalog::Catalog catalog_;
    std::map<std::string, int> succeeded_;
};

QTEST_GUILESS_MAIN(UndoPropertyTest)
#include "undo_property_test.moc"
