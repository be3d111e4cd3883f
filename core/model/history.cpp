#include "core/model/history.h"

namespace headroom::model {

void History::commit(const std::string& name, const ChangeSet& changes) {
    if (changes.empty()) {
        return;
    }
    design_ = apply(std::move(design_), changes);
    if (mark_) {
        mark_->changes.append(changes);
        return;
    }
    if (cleanAt_ && *cleanAt_ > done_.size()) {
        cleanAt_.reset();
    }
    undone_.clear();
    done_.push_back({name, changes});
}

void History::openMark(const std::string& name) {
    closeMark();
    mark_ = Step{name, {}};
}

void History::closeMark() {
    if (!mark_) {
        return;
    }
    const Step step = std::move(*mark_);
    mark_.reset();
    if (step.changes.empty()) {
        return;
    }
    if (cleanAt_ && *cleanAt_ > done_.size()) {
        cleanAt_.reset();
    }
    undone_.clear();
    done_.push_back(step);
}

ChangeSet History::bail() {
    if (!mark_) {
        return {};
    }
    ChangeSet back = mark_->changes.inverted();
    design_ = apply(std::move(design_), back);
    mark_.reset();
    return back;
}

std::string History::undoName() const {
    if (mark_ && !mark_->changes.empty()) {
        return mark_->name;
    }
    return done_.empty() ? std::string() : done_.back().name;
}

std::string History::redoName() const {
    return undone_.empty() ? std::string() : undone_.back().name;
}

ChangeSet History::undo() {
    closeMark();
    if (done_.empty()) {
        return {};
    }
    ChangeSet back = done_.back().changes.inverted();
    design_ = apply(std::move(design_), back);
    undone_.push_back(std::move(done_.back()));
    done_.pop_back();
    return back;
}

ChangeSet History::redo() {
    closeMark();
    if (undone_.empty()) {
        return {};
    }
    ChangeSet forth = undone_.back().changes;
    design_ = apply(std::move(design_), forth);
    done_.push_back(std::move(undone_.back()));
    undone_.pop_back();
    return forth;
}

void History::setClean() {
    closeMark();
    cleanAt_ = done_.size();
}

bool History::isClean() const {
    return cleanAt_ == done_.size() && !(mark_ && !mark_->changes.empty());
}

}  // namespace headroom::model
