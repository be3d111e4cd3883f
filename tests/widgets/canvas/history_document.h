#pragma once

#include "core/edit/edits.h"
#include "widgets/common/document.h"
#include "widgets/common/text.h"

namespace headroom::widgets::testing {

inline const catalog::Catalog& shippedCatalog() {
    static const catalog::Catalog catalog = *catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
    return catalog;
}

/// A document as the application's session is one, with a history and without a solver.
class HistoryDocument : public Document {
  public:
    explicit HistoryDocument(model::Design design = {}) : Document(nullptr), history_(std::move(design)) {}

    const model::Design& design() const override { return history_.design(); }
    const catalog::Catalog& catalog() const override { return shippedCatalog(); }
    std::shared_ptr<const results::Results> results() const override { return results_; }
    bool stale() const override { return false; }
    const model::History& history() const override { return history_; }

    Result<> perform(const QString& name, const Edit& edit) override {
        model::Transaction transaction(history_.design());
        if (Result<> done = edit(transaction); !done) {
            return done;
        }
        history_.commit(name.toStdString(), transaction.changes());
        emit designChanged(transaction.changes());
        emit historyChanged();
        return {};
    }
    void openMark(const QString& name) override { history_.openMark(name.toStdString()); }
    void closeMark() override {
        history_.closeMark();
        emit historyChanged();
    }
    void bail() override { tell(history_.bail()); }
    void undo() override { tell(history_.undo()); }
    void redo() override { tell(history_.redo()); }

    void setResults(results::Results results) {
        results_ = std::make_shared<const results::Results>(std::move(results));
        emit resultsChanged();
    }

  private:
    void tell(const model::ChangeSet& changes) {
        emit designChanged(changes);
        emit historyChanged();
    }

    model::History history_;
    std::shared_ptr<const results::Results> results_ = std::make_shared<const results::Results>();
};

}  // namespace headroom::widgets::testing
