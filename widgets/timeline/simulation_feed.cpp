#include "widgets/timeline/simulation_feed.h"

#include <QMetaObject>
#include <utility>

namespace headroom::widgets {

namespace {

constexpr std::uint32_t tracesEach =
    40;  // of a workload: half of them near its 99th percentile, half by chance

}  // namespace

SimulationFeed::SimulationFeed(Document& document, QObject* parent)
    : QObject(parent),
      document_(document),
      background_(
          *this,
          [this](const Question& question, const std::stop_token& dropped) {
              return simulate(question, dropped);
          },
          [this](const std::shared_ptr<const engine::SimulationAnswer>& answer) { finish(answer); }) {
    connect(&document, &Document::designChanged, this, [this](const model::ChangeSet& changes) {
        if (state_ != State::none && !outdated_ && changes.affectsEngine()) {
            outdated_ = true;
            emit this->changed();
        }
    });
    connect(&document, &Document::designReplaced, this, &SimulationFeed::forget);
}

SimulationFeed::~SimulationFeed() = default;

/// On the thread of the worker. A run that is dropped ends like one that is stopped.
engine::SimulationAnswer SimulationFeed::simulate(const Question& question, const std::stop_token& dropped) {
    std::stop_source enough = question.enough;
    const std::stop_callback both(dropped, [&enough] { enough.request_stop(); });
    const engine::SimulationSettings settings{
        .seconds = question.seconds, .seed = 1, .replications = 1, .threads = 1, .traces = tracesEach};
    return engine::simulate(question.design, document_.catalog(), settings, enough.get_token(), {},
                            [&](const engine::SimulationSeries& series) { post(question.number, series); });
}

/// On the thread of the worker. A window that is busy is not given one series after the other to catch up
/// with.
void SimulationFeed::post(std::uint64_t number, const engine::SimulationSeries& series) {
    auto copy = std::make_shared<const engine::SimulationSeries>(series);
    bool first = false;
    {
        const std::scoped_lock lock(post_.mutex);
        first = post_.newest == nullptr;
        post_.newest = std::move(copy);
        post_.number = number;
    }
    if (first) {
        QMetaObject::invokeMethod(this, &SimulationFeed::collect, Qt::QueuedConnection);
    }
}

void SimulationFeed::collect() {
    Series newest;
    std::uint64_t number = 0;
    {
        const std::scoped_lock lock(post_.mutex);
        newest = std::exchange(post_.newest, nullptr);
        number = post_.number;
    }
    if (newest != nullptr && number == number_ && state_ == State::running) {
        series_ = std::move(newest);
        emit changed();
    }
}

void SimulationFeed::run(model::Design design, double seconds) {
    state_ = State::running;
    outdated_ = false;
    seconds_ = seconds;
    series_ = std::make_shared<const engine::SimulationSeries>();
    answer_.reset();
    enough_ = std::stop_source();
    background_.ask({std::move(design), seconds, ++number_, enough_});
    emit changed();
}

void SimulationFeed::stop() {
    if (state_ == State::running) {
        state_ = State::stopped;
        enough_.request_stop();
        emit changed();
    }
}

void SimulationFeed::forget() {
    background_.abandon();
    ++number_;
    state_ = State::none;
    outdated_ = false;
    series_ = std::make_shared<const engine::SimulationSeries>();
    answer_.reset();
    emit changed();
}

void SimulationFeed::finish(const std::shared_ptr<const engine::SimulationAnswer>& answer) {
    state_ = state_ == State::stopped ? State::stopped : State::done;
    answer_ = answer;
    if (!answer->series.goodput_rps.empty()) {
        series_ = Series(answer, &answer->series);
    }
    emit changed();
}

double SimulationFeed::simulatedSeconds() const {
    return series_->step_s * static_cast<double>(series_->goodput_rps.size());
}

}  // namespace headroom::widgets
