#include "widgets/timeline/simulation_feed.h"

#include <QMetaObject>

namespace headroom::widgets {

SimulationFeed::SimulationFeed(Document& document, QObject* parent)
    : QObject(parent),
      document_(document),
      background_(
          *this,
          [this](const Question& question, const std::stop_token& stop) { return simulate(question, stop); },
          [this](const std::shared_ptr<const engine::SimulationAnswer>& answer) { finish(answer); }) {
    connect(&document, &Document::designChanged, this, [this](const model::ChangeSet& changes) {
        if (state_ != State::none && !outdated_ && changes.affectsEngine()) {
            outdated_ = true;
            emit this->changed();
        }
    });
    connect(&document, &Document::designReplaced, this, &SimulationFeed::forget);
}

/// On the thread of the worker: the series go over as messages.
engine::SimulationAnswer SimulationFeed::simulate(const Question& question, const std::stop_token& stop) {
    const auto watch = [&](const engine::SimulationSeries& series) {
        QMetaObject::invokeMethod(
            this, [this, number = question.number, series] { show(number, series); }, Qt::QueuedConnection);
    };
    const engine::SimulationSettings settings{
        .seconds = question.seconds, .seed = 1, .replications = 1, .threads = 1};
    return engine::simulate(question.design, document_.catalog(), settings, stop, {}, watch);
}

void SimulationFeed::run(double seconds) {
    state_ = State::running;
    outdated_ = false;
    seconds_ = seconds;
    series_ = {};
    answer_.reset();
    background_.ask({document_.design(), seconds, ++number_});
    emit changed();
}

void SimulationFeed::stop() {
    if (state_ == State::running) {
        background_.abandon();
        ++number_;
        state_ = State::stopped;
        emit changed();
    }
}

void SimulationFeed::forget() {
    background_.abandon();
    ++number_;
    state_ = State::none;
    series_ = {};
    answer_.reset();
    emit changed();
}

void SimulationFeed::show(std::uint64_t number, const engine::SimulationSeries& series) {
    if (number == number_ && state_ == State::running) {
        series_ = series;
        emit changed();
    }
}

void SimulationFeed::finish(const std::shared_ptr<const engine::SimulationAnswer>& answer) {
    state_ = State::done;
    answer_ = answer;
    series_ = answer->series;
    emit changed();
}

double SimulationFeed::simulatedSeconds() const {
    return series_.step_s * static_cast<double>(series_.goodput_rps.size());
}

}  // namespace headroom::widgets
