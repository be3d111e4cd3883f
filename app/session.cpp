#include "app/session.h"

#include <QFileInfo>
#include <QMetaObject>
#include <QSet>
#include <cassert>

#include "core/engine/solver/solve.h"
#include "core/format/design_file.h"

namespace headroom::app {

namespace {

/// How long an edit waits for its answer, so that both are painted in the same frame. Solves that take longer
/// than this are not waited for.
constexpr std::chrono::microseconds patience{5000};

SolveWorker::Work engineOf(const Session::CatalogPointer& catalog) {
    return [catalog, memory = std::make_shared<engine::SolveMemory>()](const model::Design& design,
                                                                       const std::stop_token& stop) {
        return engine::solve(design, *catalog, *memory, stop);
    };
}

}  // namespace

Session::Session(CatalogPointer catalog, SolveWorker::Work solve, QObject* parent)
    : Document(parent), catalog_(std::move(catalog)) {
    worker_ = std::make_unique<SolveWorker>(solve ? std::move(solve) : engineOf(catalog_), [this] {
        QMetaObject::invokeMethod(this, &Session::collectAnswer, Qt::QueuedConnection);
    });
}

Session::~Session() = default;

Result<> Session::perform(const QString& name, const Edit& edit) {
    model::Transaction transaction(history_.design());
    if (auto done = edit(transaction); !done) {
        return done;
    }
    if (transaction.changes().empty()) {
        return {};
    }
    history_.commit(name.toStdString(), transaction.changes());
    announce(transaction.changes());
    return {};
}

void Session::openMark(const QString& name) {
    history_.openMark(name.toStdString());
}

void Session::closeMark() {
    if (history_.inMark()) {
        history_.closeMark();
        emit historyChanged();
        emit fileChanged();
    }
}

void Session::bail() {
    if (history_.inMark()) {
        announce(history_.bail());
    }
}

void Session::undo() {
    const model::ChangeSet changes = history_.undo();
    announce(changes);
    revealChanged(changes);
}

void Session::redo() {
    const model::ChangeSet changes = history_.redo();
    announce(changes);
    revealChanged(changes);
}

void Session::announce(const model::ChangeSet& changes) {
    assert(model::checkInvariants(design()).empty());
    if (!changes.empty()) {
        const bool ask = changes.affectsEngine();
        if (ask) {
            requestAnswer();
        }
        emit designChanged(changes);
        dropMissingFromSelection();
        if (ask) {
            awaitAnswer();
        }
    }
    emit historyChanged();
    emit fileChanged();
}

void Session::requestAnswer() {
    worker_->submit(++revision_, design());
}

void Session::awaitAnswer() {
    if (lastSolveTook_ < patience) {
        if (const auto done = worker_->takeWithin(revision_, patience)) {
            publish(*done);
            return;
        }
    }
    setStale(true);
}

void Session::collectAnswer() {
    if (const auto done = worker_->take(); done && done->revision == revision_) {
        publish(*done);
    }
}

void Session::publish(const SolveWorker::Done& done) {
    results_ = done.answer;
    lastSolveTook_ = done.took;
    setStale(false);
    emit resultsChanged();
}

void Session::setStale(bool stale) {
    if (stale != stale_) {
        stale_ = stale;
        emit staleChanged(stale);
    }
}

void Session::revealChanged(const model::ChangeSet& changes) {
    QSet<QString> ids;
    for (const Id& id : changes.touched()) {
        if (design().hasId(id)) {
            ids.insert(QString::fromStdString(id));
        }
    }
    if (!ids.isEmpty()) {
        setSelection(ids);
    }
}

void Session::dropMissingFromSelection() {
    QSet<QString> left = selection();
    for (const QString& id : selection()) {
        if (!design().hasId(id.toStdString())) {
            left.remove(id);
        }
    }
    setSelection(left);
}

Result<> Session::open(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    auto loaded = format::readFile(path.toStdString(), *catalog_);
    if (!loaded) {
        return failure(loaded.error());
    }
    install(std::move(loaded->design), absolute, std::move(loaded->notices));
    return {};
}

void Session::setReplaceable(bool replaceable) {
    if (replaceable != replaceable_) {
        replaceable_ = replaceable;
        emit fileChanged();
    }
}

void Session::replace(model::Design design) {
    install(std::move(design), {}, {});
}

void Session::install(model::Design design, const QString& path, std::vector<Diagnostic> notices) {
    history_ = model::History(std::move(design));
    filePath_ = path;
    replaceable_ = false;
    notices_ = std::move(notices);
    results_ = std::make_shared<const results::Results>();
    setSelection({});
    requestAnswer();
    emit designReplaced();
    awaitAnswer();
    emit historyChanged();
    emit fileChanged();
}

Result<> Session::save(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (auto saved = format::save(absolute.toStdString(), design()); !saved) {
        return saved;
    }
    filePath_ = absolute;
    history_.setClean();
    emit historyChanged();
    emit fileChanged();
    return {};
}

Result<> Session::saveCopy(const QString& path) const {
    return format::save(QFileInfo(path).absoluteFilePath().toStdString(), design());
}

QString Session::title() const {
    if (!design().document().name.empty()) {
        return QString::fromStdString(design().document().name);
    }
    return filePath_.isEmpty() ? tr("Untitled") : QFileInfo(filePath_).completeBaseName();
}

bool Session::blank() const {
    return filePath_.isEmpty() && !dirty() && !history_.canRedo() && design().components().empty();
}

}  // namespace headroom::app
