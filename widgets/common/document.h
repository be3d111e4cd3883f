#pragma once

#include <QObject>
#include <QSet>
#include <QString>
#include <functional>
#include <memory>

#include "core/catalog/catalog.h"
#include "core/model/history.h"
#include "core/model/transaction.h"
#include "core/results/results.h"

namespace headroom::widgets {

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

  signals:
    /// After every commit, undo and redo; `changes` as done.
    void designChanged(const headroom::model::ChangeSet& changes);
    /// Another design has taken the place of this one: everything is new.
    void designReplaced();
    void resultsChanged();
    void staleChanged(bool stale);
    void selectionChanged();
    void historyChanged();

  protected:
    using QObject::QObject;

  private:
    QSet<QString> selection_;
};

}  // namespace headroom::widgets
