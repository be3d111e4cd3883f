#pragma once

#include <QObject>
#include <QSet>
#include <QString>
#include <functional>
#include <memory>
#include <optional>

#include "core/catalog/catalog.h"
#include "core/model/history.h"
#include "core/model/transaction.h"
#include "core/results/results.h"

namespace headroom::widgets {

/// A moment of a simulation that stands on the drawing in place of the steady state.
struct Moment {
    std::shared_ptr<const results::Results> figures;  ///< never null
    QString words;                                    ///< "0:25 of the simulation"
    bool outdated = false;                            ///< the design has changed since it was simulated
};

/// What every part of a window sees of the open design: the snapshot, the latest answer, the selection, and
/// the one door through which it is changed. Implemented by the application's session; parts hold no copy of
/// the design.
class Document : public QObject {
    Q_OBJECT

  public:
    using Edit = std::function<Result<>(model::Transaction&)>;

    [[nodiscard]] virtual const model::Design& design() const = 0;
    [[nodiscard]] virtual const catalog::Catalog& catalog() const = 0;
    /// Never null; the empty answer before the first solve. Replaced as a whole, so it may be kept while
    /// painting.
    [[nodiscard]] virtual std::shared_ptr<const results::Results> results() const = 0;
    /// True while the answer belongs to an older design.
    [[nodiscard]] virtual bool stale() const = 0;
    [[nodiscard]] virtual const model::History& history() const = 0;

    /// Runs `edit` on a transaction and commits it as one step called `name` (part of the mark's step, if one
    /// is open). On failure nothing has changed and the answer says why.
    virtual Result<> perform(const QString& name, const Edit& edit) = 0;

    /// A gesture: all edits until closeMark() are one step; bail() takes them back.
    virtual void openMark(const QString& name) = 0;
    virtual void closeMark() = 0;
    virtual void bail() = 0;
    virtual void undo() = 0;
    virtual void redo() = 0;

    /// Ids of components, connections, groups and notes.
    [[nodiscard]] const QSet<QString>& selection() const { return selection_; }
    void setSelection(const QSet<QString>& ids);

    /// What playback shows at present; none: the steady state is shown.
    [[nodiscard]] const std::optional<Moment>& moment() const { return moment_; }
    void showMoment(std::optional<Moment> moment);
    /// The figures on the drawing: those of the moment, else the latest answer. Never null.
    [[nodiscard]] std::shared_ptr<const results::Results> shown() const {
        return moment_ ? moment_->figures : results();
    }

  signals:
    /// After every commit, undo and redo; `changes` as done.
    void designChanged(const headroom::model::ChangeSet& changes);
    /// Another design has taken the place of this one: everything is new.
    void designReplaced();
    void resultsChanged();
    void staleChanged(bool stale);
    void selectionChanged();
    void momentChanged();
    void historyChanged();

  protected:
    using QObject::QObject;

  private:
    QSet<QString> selection_;
    std::optional<Moment> moment_;
};

}  // namespace headroom::widgets
