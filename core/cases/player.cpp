#include "core/cases/player.h"

#include <algorithm>

#include "core/cases/messages.h"
#include "core/edit/edits.h"

namespace headroom::cases {

bool Player::isAt(const model::History& history, std::size_t place) const {
    return history.done().size() == case_.depths[place] && history.design() == case_.designs[place];
}

std::optional<std::size_t> Player::found(const model::History& history) const {
    if (history.inMark()) {
        return std::nullopt;
    }
    if (isAt(history, place_)) {
        return place_;
    }
    std::optional<std::size_t> best;
    const auto distance = [this](std::size_t place) {
        return place > place_ ? place - place_ : place_ - place;
    };
    for (std::size_t place = 0; place < case_.designs.size(); ++place) {
        if ((!best || distance(place) < distance(*best)) && isAt(history, place)) {
            best = place;
        }
    }
    return best;
}

void Player::follow(const model::History& history) {
    const auto place = found(history);
    onPath_ = place.has_value();
    place_ = place.value_or(place_);
}

Result<> Player::goTo(Stage& stage, std::size_t place) {
    place = std::min(place, case_.steps.size());
    const std::size_t wanted = case_.depths[place];
    auto at = found(stage.history());
    while ((!at || stage.history().done().size() > wanted) && stage.history().canUndo()) {
        stage.undo();
        at = found(stage.history());
    }
    if (!at) {
        follow(stage.history());
        return failure(makeDiagnostic(messages, "path-lost", ""));
    }
    // A step that changes nothing leaves no trace in the history: any place of that depth is this one.
    place_ = *at;
    onPath_ = true;
    while (stage.history().done().size() < wanted) {
        const Step& next = case_.steps[place_];
        if (const auto done = takeStep(stage, next); !done) {
            return done;
        }
        ++place_;
    }
    place_ = place;
    return {};
}

Result<> Player::takeStep(Stage& stage, const Step& step) {
    if (case_.depths[place_ + 1] == case_.depths[place_]) {
        return {};
    }
    return stage.perform(step.title, [&](model::Transaction& transaction) -> Result<> {
        for (const json::Object& one : step.edits) {
            if (const auto done = edit::perform(transaction, catalog_, one); !done) {
                return done;
            }
        }
        return {};
    });
}

}  // namespace headroom::cases
