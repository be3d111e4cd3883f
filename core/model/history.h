#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/change_set.h"

namespace headroom::model {

/// Undo and redo of one document, without bound, as named change sets between marks. A gesture (a drag, a
/// slide of the traffic) opens a mark; all it does until the mark is closed becomes one step, and bailing
/// takes it all back.
class History {
  public:
    struct Step {
        std::string name;  ///< what a person did: "Move 3 components"
        ChangeSet changes;
    };

    explicit History(Design design) : design_(std::move(design)) {}

    [[nodiscard]] const Design& design() const { return design_; }

    /// Does `changes` and remembers them under `name`, as a step of its own or, within a mark, as a part of
    /// it.
    void commit(const std::string& name, const ChangeSet& changes);

    /// From here on everything is one step. Marks do not nest: a second one closes the first.
    void openMark(const std::string& name);
    void closeMark();
    /// Takes back what was done since the mark was opened and closes it. The changes that this made.
    ChangeSet bail();
    [[nodiscard]] bool inMark() const { return mark_.has_value(); }

    [[nodiscard]] bool canUndo() const { return !done_.empty() || (mark_ && !mark_->changes.empty()); }
    [[nodiscard]] bool canRedo() const { return !undone_.empty(); }
    [[nodiscard]] std::string undoName() const;
    [[nodiscard]] std::string redoName() const;
    [[nodiscard]] const std::vector<Step>& done() const { return done_; }
    [[nodiscard]] const std::vector<Step>& undone() const { return undone_; }

    /// The changes that this made; empty where there was nothing to undo or redo.
    ChangeSet undo();
    ChangeSet redo();

    /// Calls the present state saved. It stays so until it is left, and again when undo or redo comes back to
    /// it.
    void setClean();
    [[nodiscard]] bool isClean() const;

  private:
    Design design_;
    std::vector<Step> done_;
    std::vector<Step> undone_;
    std::optional<Step> mark_;
    std::optional<std::size_t> cleanAt_ =
        0;  ///< number of done steps; none once that state cannot be reached
};

}  // namespace headroom::model
