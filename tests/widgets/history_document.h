#pragma once

#include <memory>
#include <utility>

#include "widgets/common/document.h"

namespace headroom::tests {

/// A document without files, threads and solver: it has a history, and the answer that a test gives it.
class HistoryDocument : public widgets::Document {
  public:
    explicit HistoryDocument(std::shared_ptr<const catalog::Catalog> catalog, model::Design design = {})
        : catalog_(std::move(catalog)), history_(std::move(design)) {}

    [[nodiscard]] const model::Design& design() const override { return history_.design(); }
    [[nodiscard]] const catalog::Catalog& catalog() const override { return *catalog_; }
    [[nodiscard]] std::shared_ptr<const results::Results> results() const override { return results_; }
    [[nodiscard]] bool stale() const override { return false; }
    [[nodiscard]] const model::History& history() const override { return history_; }

    Result<> perform(const QString& name, const Edit& edit) override {
        model::Transaction transaction(design());
        if (auto done = edit(transaction); !done) {
            return done;
        }
        history_.commit(name.toStdString(), transaction.changes());
        announce(transaction.changes());
        return {};
    }
    void openMark(const QString& name) override { history_.openMark(name.toStdString()); }
    void closeMark() override {
        history_.closeMark();
        emit historyChanged();
    }
    void bail() override { announce(history_.bail()); }
    void undo() override { announce(history_.undo()); }
    void redo() override { announce(history_.redo()); }

    /// Takes everything back.
    void undoAll() {
        while (history_.canUndo()) {
            undo();
        }
    }

    void setResults(results::Results results) {
        results_ = std::make_shared<const results::Results>(std::move(results));
        emit resultsChanged();
    }

  protected:
    /// After a change that means something to an engine.
    virtual void answer() {}

  private:
    void announce(const model::ChangeSet& changes) {
        emit designChanged(changes);
        if (changes.affectsEngine()) {
            answer();
        }
        emit historyChanged();
    }

    std::shared_ptr<const catalog::Catalog> catalog_;
    model::History history_;
    std::shared_ptr<const results::Results> results_ = std::make_shared<const results::Results>();
};

}  // namespace headroom::tests
