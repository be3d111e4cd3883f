#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "app/solve_worker.h"
#include "core/catalog/catalog.h"
#include "core/model/history.h"
#include "widgets/common/document.h"

namespace headroom::app {

/// One open design: its history, its file, and the worker that answers every edit. All on the thread of
/// the window; only the worker solves elsewhere.
class Session : public widgets::Document {
    Q_OBJECT

  public:
    using CatalogPointer = std::shared_ptr<const catalog::Catalog>;

    /// `solve` takes the place of the engine in tests.
    explicit Session(CatalogPointer catalog, SolveWorker::Work solve = {}, QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] const model::Design& design() const override { return history_.design(); }
    [[nodiscard]] const catalog::Catalog& catalog() const override { return *catalog_; }
    [[nodiscard]] std::shared_ptr<const results::Results> results() const override { return results_; }
    [[nodiscard]] bool stale() const override { return stale_; }
    [[nodiscard]] const model::History& history() const override { return history_; }

    Result<> perform(const QString& name, const Edit& edit) override;
    void openMark(const QString& name) override;
    void closeMark() override;
    void bail() override;
    void undo() override;
    void redo() override;

    /// Opens a file in place of the present design. On failure nothing has changed.
    Result<> open(const QString& path);
    /// Puts `design` in place of the present one, as new and unsaved.
    void replace(model::Design design);
    /// Writes the file whole or not at all, and calls this state saved.
    Result<> save(const QString& path);
    /// Writes it elsewhere; the open file stays what it is.
    Result<> saveCopy(const QString& path) const;

    /// Absolute; empty for a design that has never been saved.
    [[nodiscard]] const QString& filePath() const { return filePath_; }
    /// The design's name, else the file's, else "Untitled".
    [[nodiscard]] QString title() const;
    [[nodiscard]] bool dirty() const { return !history_.isClean() && !(replaceable_ && filePath_.isEmpty()); }
    /// Whether the design, as long as it has no file, can be had again at any time, as a step of a worked
    /// case can: then nothing is lost with it.
    void setReplaceable(bool replaceable);
    /// New, untouched and empty, so that opening a file may take its place.
    [[nodiscard]] bool blank() const;
    /// What the loader had to say about the open file.
    [[nodiscard]] const std::vector<Diagnostic>& notices() const { return notices_; }

  signals:
    /// Another path or name, or the state of being saved has changed.
    void fileChanged();

  private:
    void install(model::Design design, const QString& path, std::vector<Diagnostic> notices);
    void announce(const model::ChangeSet& changes);
    void requestAnswer();
    /// Takes what the worker has; waits a moment for it where the last solve was quick.
    void awaitAnswer();
    void collectAnswer();
    void publish(const SolveWorker::Done& done);
    void setStale(bool stale);
    void revealChanged(const model::ChangeSet& changes);
    void dropMissingFromSelection();

    CatalogPointer catalog_;
    model::History history_{model::Design()};
    std::shared_ptr<const results::Results> results_ = std::make_shared<const results::Results>();
    QString filePath_;
    std::vector<Diagnostic> notices_;
    std::uint64_t revision_ = 0;
    std::chrono::microseconds lastSolveTook_{0};
    bool stale_ = false;
    bool replaceable_ = false;
    std::unique_ptr<SolveWorker> worker_;  // last: it must end before what it reports to
};

}  // namespace headroom::app
