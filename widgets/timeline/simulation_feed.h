#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>

#include "core/engine/simulator/simulate.h"
#include "widgets/common/background.h"
#include "widgets/common/document.h"

namespace headroom::widgets {

/// One run of the simulator over the document's design, on a thread of its own. What has been simulated so
/// far is there while it runs; after a stop it stays, and is summed up as far as it goes.
class SimulationFeed : public QObject {
    Q_OBJECT

  public:
    enum class State { none, running, stopped, done };
    using Series = std::shared_ptr<const engine::SimulationSeries>;

    explicit SimulationFeed(Document& document, QObject* parent = nullptr);
    ~SimulationFeed() override;

    /// Begins anew; a run that goes on is dropped. The seed is always the same, so that two runs differ by
    /// what was changed in between.
    void run(double seconds) { run(document_.design(), seconds); }
    /// The same of another design than the document's.
    void run(model::Design design, double seconds);
    void stop();
    /// As if there had been none.
    void forget();

    [[nodiscard]] State state() const { return state_; }
    /// The design has changed since the run began.
    [[nodiscard]] bool outdated() const { return outdated_; }
    [[nodiscard]] const engine::SimulationSeries& series() const { return *series_; }
    /// How long it is to be, and how far it has come.
    [[nodiscard]] double seconds() const { return seconds_; }
    [[nodiscard]] double simulatedSeconds() const;
    /// Null while it runs; of a run that was stopped, what it answers for the time until then.
    [[nodiscard]] const std::shared_ptr<const engine::SimulationAnswer>& answer() const { return answer_; }

  signals:
    void changed();

  private:
    struct Question {
        model::Design design;
        double seconds = 0;
        std::uint64_t number = 0;
        std::stop_source enough;
    };
    /// The newest series of a run, on its way between two threads: of many only the last is collected.
    struct Post {
        std::mutex mutex;
        Series newest;
        std::uint64_t number = 0;
    };

    engine::SimulationAnswer simulate(const Question& question, const std::stop_token& dropped);
    void post(std::uint64_t number, const engine::SimulationSeries& series);
    void collect();
    void finish(const std::shared_ptr<const engine::SimulationAnswer>& answer);

    Document& document_;
    State state_ = State::none;
    bool outdated_ = false;
    double seconds_ = 0;
    std::uint64_t number_ = 0;  ///< of the run that is shown
    std::stop_source enough_;   ///< what it is stopped by
    Series series_ = std::make_shared<const engine::SimulationSeries>();
    std::shared_ptr<const engine::SimulationAnswer> answer_;
    Post post_;
    Background<engine::SimulationAnswer, Question> background_;  // last: it ends before what it reports to
};

}  // namespace headroom::widgets
