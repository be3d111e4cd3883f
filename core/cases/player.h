#pragma once

#include <functional>
#include <string>

#include "core/base/result.h"
#include "core/cases/case.h"
#include "core/catalog/catalog.h"
#include "core/model/history.h"
#include "core/model/transaction.h"

namespace headroom::cases {

/// Where a case is played: a document with its history. The window's session is one, and tests have another.
class Stage {
  public:
    virtual ~Stage() = default;
    [[nodiscard]] virtual const model::History& history() const = 0;
    /// Commits what `edit` does as one undoable step called `name`.
    virtual Result<> perform(const std::string& name,
                             const std::function<Result<>(model::Transaction&)>& edit) = 0;
    virtual void undo() = 0;
};

/// Walks a document along the path of a case. Every step of the case is one step of the document's history,
/// so that going back is undo and gives the first bytes again. A person may leave the path by editing, and
/// come back.
class Player {
  public:
    /// `content` and `catalog` must outlive the player.
    Player(const Case& content, const catalog::Catalog& catalog) : case_(content), catalog_(catalog) {}

    /// 0 is the base, n is after step n. Off the path: the place that was left.
    [[nodiscard]] std::size_t place() const { return place_; }
    [[nodiscard]] bool onPath() const { return onPath_; }

    /// Walks to `place`, at most the number of steps; from off the path, by way of where it was left. Fails
    /// where the document does not descend from the base of this case.
    Result<> goTo(Stage& stage, std::size_t place);
    /// Takes back what was done off the path.
    Result<> comeBack(Stage& stage) { return goTo(stage, place_); }

    /// Looks where the document is, after somebody else has changed it.
    void follow(const model::History& history);

  private:
    [[nodiscard]] bool isAt(const model::History& history, std::size_t place) const;
    /// The place of the path that the history shows, nearest to the present one; none off the path.
    [[nodiscard]] std::optional<std::size_t> found(const model::History& history) const;
    Result<> takeStep(Stage& stage, const Step& step);

    const Case& case_;
    const catalog::Catalog& catalog_;
    std::size_t place_ = 0;
    bool onPath_ = true;
};

}  // namespace headroom::cases
