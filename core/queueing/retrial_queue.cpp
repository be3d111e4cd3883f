#include "core/queueing/retrial_queue.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/queueing/anderson_mixing.h"
#include "core/queueing/birth_death_chain.h"
#include "core/queueing/returning_attempts.h"

namespace headroom::queueing {

namespace {

using Values = std::vector<double>;

// What is refused the k-th time of one stream, and comes back.
struct Refusal : ReturningAttempt {
    bool isFollowed = false;
    std::vector<WaitNodes> nodes;  // where another follows

    double again = 1.0;  // P(it finds the queue full when it comes back)
    Values full;         // P(full) by the time since
    std::vector<Values> fullAtNodes;
};

void goHalfway(Values& from, const Values& to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
        from[i] = 0.5 * (from[i] + to[i]);
    }
}

}  // namespace

class RetrialQueue::Law {
  public:
    void solve(const Load& load);
    double fullAgain(std::size_t stream, std::size_t k) const;

    double blocked() const { return chain_.full(); }
    BirthDeathChain::Admitted admitted() const { return chain_.admitted(); }

  private:
    static constexpr int mostRounds = 100;
    static constexpr double settled = 1e-9;
    static constexpr double nearby = 0.2;      // from where on steps tell where they lead
    static constexpr double firstStep = 0.15;  // in completions
    static constexpr double hardlyAny =
        1e-4;                                 // against the probability to be full: states that do not matter
    static constexpr double never = 1e-12;    // it is full so seldom that nothing comes back
    static constexpr double witnesses = 0.6;  // how far two tell more than one, as measured

    bool isLike(const Load& load) const;
    void begin(const Load& load);
    void plan(Refusal& refusal) const;
    void update(const Load& load);
    void beginWithoutMemory();

    double round();
    void findAround();
    void lookBack(std::size_t known, std::size_t kind);
    void lookAhead(std::size_t known, std::size_t kind);
    void findArrivals(std::size_t known);
    Values pass(std::size_t known);
    double findRates(const std::vector<Values>& found);
    void findRefused();

    const Refusal* lastOf(const Refusal& r) const { return r.before ? &refusals_[*r.before] : nullptr; }
    double allAtRandom() const;
    // P(full) where two times tell that much, each for itself.
    double bothTell(double a, double b) const {
        const double one = std::max(a, b);
        const double both = 1.0 - (1.0 - a) * (1.0 - b) * perRoom_;
        return one + witnesses * std::max(both - one, 0.0);
    }

    void unknowns(Values& x) const;
    void take(const Values& x);

    Load load_;
    bool known_ = false;
    std::vector<Refusal> refusals_;
    TimeGrid grid_;
    BirthDeathChain chain_;
    double scale_ = 1.0;  // 1/time, of rates among the unknowns
    double base_ = 0.0;   // 1/time, what comes at random
    double perRoom_ = 1.0;
    // Rates of refusals around one that is known: by that one, by kind, by distance in time.
    std::vector<std::vector<Values>> after_;
    std::vector<std::vector<Values>> before_;
    Values arrivals_;  // by time since the one that is known
    RatesAround refused_;
};

void RetrialQueue::Law::solve(const Load& load) {
    if (!isLike(load)) {
        begin(load);
    }
    update(load);
    if (chain_.full() < never) {
        known_ = false;
        for (Refusal& r : refusals_) {
            r.again = chain_.full();
        }
        return;
    }
    AndersonMixing mixing;
    Values x;
    Values y;
    double before = nearby;
    bool swings = false;
    for (int i = 0; i < mostRounds; ++i) {
        unknowns(x);
        const double moved = round();
        if (moved < settled) {
            break;
        }
        unknowns(y);
        if (moved >= before && i > 0) {
            mixing = {};
            swings = true;
        }
        if (swings) {
            goHalfway(y, x);
        }
        if (moved < before) {
            mixing.mix(x, y);
        } else {
            x = y;
        }
        take(x);
        before = std::min(moved, nearby);
    }
}

bool RetrialQueue::Law::isLike(const Load& load) const {
    const auto sameWaits = [](const RetrialStream& a, const RetrialStream& b) { return a.waits == b.waits; };
    return known_ && load.serviceRate == load_.serviceRate && load.servers == load_.servers &&
           load.capacity == load_.capacity && std::ranges::equal(load.streams, load_.streams, sameWaits);
}

void RetrialQueue::Law::begin(const Load& load) {
    refusals_ = attemptsOf<Refusal>(load.streams, mostRefusals);
    const double pace = static_cast<double>(load.servers) * load.serviceRate;
    constexpr double noTime = 1e-9;
    double longest = noTime / pace;
    std::vector<double> peaks;
    for (const Refusal& r : refusals_) {
        longest = std::max(longest, r.wait.to());
        peaks.push_back(r.wait.from);
    }
    grid_ = TimeGrid(firstStep / pace, longest, peaks);
    chain_ = BirthDeathChain(load.serviceRate, load.servers, load.capacity);
    for (const Refusal& r : refusals_) {
        if (r.before) {
            refusals_[*r.before].isFollowed = true;
        }
    }
    for (Refusal& r : refusals_) {
        plan(r);
    }
    after_.assign(refusals_.size(), std::vector<Values>(refusals_.size(), Values(grid_.size())));
    before_ = after_;
    known_ = false;
}

void RetrialQueue::Law::plan(Refusal& r) const {
    r.placeOn(grid_);
    if (r.isFollowed) {
        r.nodes = waitNodes(grid_, r.wait);
        for (const WaitNodes& nodes : r.nodes) {
            r.fullAtNodes.emplace_back(nodes.weight.size());
        }
    }
}

void RetrialQueue::Law::update(const Load& load) {
    load_ = load;
    takeRates(load.streams, refusals_);
    scale_ = load.serviceRate * static_cast<double>(load.servers);
    if (!known_) {
        beginWithoutMemory();
        known_ = true;
    }
    findRefused();
}

void RetrialQueue::Law::beginWithoutMemory() {
    chain_.setArrivals(Values(chain_.size(), allAtRandom()));
    const double pace = static_cast<double>(load_.servers) * load_.serviceRate;
    for (Refusal& r : refusals_) {
        r.again = 0.5 * (1.0 + chain_.full());
        r.full.resize(grid_.size());
        for (std::size_t i = 0; i < grid_.size(); ++i) {
            r.full[i] = chain_.full() + (1.0 - chain_.full()) * std::exp(-pace * grid_[i]);
        }
    }
}

double RetrialQueue::Law::allAtRandom() const {
    double rate = load_.others;
    for (const Refusal& r : refusals_) {
        rate += r.fresh + r.elsewhere * r.rate;
    }
    return rate;
}

// How far it is from settled.
double RetrialQueue::Law::round() {
    base_ = allAtRandom();
    findAround();
    std::vector<Values> found;
    double moved = 0.0;
    for (std::size_t i = 0; i < refusals_.size(); ++i) {
        findArrivals(i);
        found.push_back(pass(i));
        const double again = std::clamp(found.back().back(), chain_.full(), 1.0);
        moved = std::max(moved, std::abs(again - refusals_[i].again) / again);
        refusals_[i].again = again;
    }
    findRefused();
    return std::max(moved, findRates(found));
}

void RetrialQueue::Law::findAround() {
    perRoom_ = 1.0 / std::max(1.0 - chain_.full(), 1e-12);
    for (Refusal& r : refusals_) {
        for (std::size_t m = 0; m < r.nodes.size(); ++m) {
            for (std::size_t i = 0; i < r.nodes[m].wait.size(); ++i) {
                r.fullAtNodes[m][i] = r.nodes[m].wait[i].of(r.full);
            }
        }
    }
    for (std::size_t known = 0; known < refusals_.size(); ++known) {
        for (std::size_t kind = 0; kind < refusals_.size(); ++kind) {
            lookBack(known, kind);
        }
        for (std::size_t kind = 0; kind < refusals_.size(); ++kind) {
            lookAhead(known, kind);
        }
    }
}

// Of the first refusal nothing is known of what was before: the queue was full at both times as often as the
// other way round. One that follows another was refused a wait before, too.
void RetrialQueue::Law::lookBack(std::size_t known, std::size_t kind) {
    const Values& full = refusals_[kind].full;
    Values& rates = before_[known][kind];
    if (!refusals_[known].before) {
        const double rate = refusals_[kind].rate / chain_.full();
        for (std::size_t m = 0; m < grid_.size(); ++m) {
            rates[m] = rate * full[m];
        }
        return;
    }
    const std::size_t last = *refusals_[known].before;
    const Refusal& r = refusals_[last];
    for (std::size_t m = 0; m < grid_.size(); ++m) {
        const WaitNodes& nodes = r.nodes[m];
        const Values& again = r.fullAtNodes[m];
        double sum = 0.0;
        for (std::size_t i = 0; i < nodes.after; ++i) {
            sum += nodes.weight[i] * nodes.at[i].of(before_[last][kind]) * again[i];
        }
        for (std::size_t i = nodes.after; i < again.size(); ++i) {
            sum += nodes.weight[i] * nodes.at[i].of(after_[last][kind]) * bothTell(full[m], again[i]);
        }
        rates[m] = sum / r.again;
    }
}

void RetrialQueue::Law::lookAhead(std::size_t known, std::size_t kind) {
    const Refusal& r = refusals_[kind];
    const Values& full = refusals_[known].full;
    const double fresh = atRandom(refusals_, r);
    const Refusal* last = lastOf(r);
    for (std::size_t m = 0; m < grid_.size(); ++m) {
        double sum = 0.0;
        if (last != nullptr) {
            const WaitNodes& nodes = last->nodes[m];
            const Values& again = last->fullAtNodes[m];
            for (std::size_t i = 0; i < again.size(); ++i) {
                const Values& refused = (i < nodes.after ? after_ : before_)[known][*r.before];
                sum += nodes.weight[i] * nodes.at[i].of(refused) * bothTell(again[i], full[m]);
            }
            sum *= last->returns;
        }
        after_[known][kind][m] = fresh * full[m] + sum;
    }
}

void RetrialQueue::Law::findArrivals(std::size_t known) {
    arrivals_.assign(grid_.size(), base_);
    for (std::size_t kind = 0; kind < refusals_.size(); ++kind) {
        const Refusal& r = refusals_[kind];
        refused_.set(grid_, before_[known][kind], after_[known][kind]);
        for (std::size_t m = 0; m < grid_.size(); ++m) {
            arrivals_[m] += r.returns * refused_.meanFor(r, m);
        }
    }
}

// The chain from full on: its mean law when what was refused comes back.
Values RetrialQueue::Law::pass(std::size_t known) {
    Refusal& r = refusals_[known];
    Values mean(chain_.size(), 0.0);
    Values p(chain_.size(), 0.0);
    p.back() = 1.0;
    r.full[0] = 1.0;
    mean.back() = r.weights[0];
    for (std::size_t i = 1; i < grid_.size(); ++i) {
        double inTheLongRun = 0.0;
        for (std::size_t n = 0; n < chain_.size(); ++n) {
            inTheLongRun += p[n] * chain_.arrivals()[n];
        }
        chain_.step(grid_[i] - grid_[i - 1], 0.5 * (arrivals_[i] + arrivals_[i - 1]) - inTheLongRun, base_,
                    p);
        r.full[i] = std::clamp(p.back(), chain_.full(), 1.0);
        for (std::size_t n = 0; n < chain_.size() && r.weights[i] > 0.0; ++n) {
            mean[n] += r.weights[i] * p[n];
        }
    }
    return mean;
}

void RetrialQueue::Law::findRefused() {
    for (Refusal& r : refusals_) {
        const Refusal* last = lastOf(r);
        r.rate = atRandom(refusals_, r) * chain_.full() +
                 (last != nullptr ? last->returns * last->rate * last->again : 0.0);
    }
}

// Of arrivals, from what comes back in each state; how far they have moved. Where it hardly ever is nothing
// is known of that, nor does it matter: as in the state above.
double RetrialQueue::Law::findRates(const std::vector<Values>& found) {
    const double base = allAtRandom();
    const Values& law = chain_.law();
    Values rates = chain_.arrivals();
    double moved = 0.0;
    for (std::size_t n = rates.size(); n-- > 0;) {
        double rate = base;
        for (std::size_t i = 0; i < refusals_.size() && law[n] > 0.0; ++i) {
            rate += refusals_[i].returns * refusals_[i].rate * std::max(found[i][n], 0.0) / law[n];
        }
        const double unknown = std::min(hardlyAny * chain_.full() / std::max(law[n], 1e-300), 1e9);
        const double known = 1.0 / (1.0 + std::pow(unknown, 4.0));
        rate = n + 1 < rates.size() ? known * rate + (1.0 - known) * rates[n + 1] : rate;
        moved = std::max(moved, rate > 0.0 ? known * std::abs(rate - rates[n]) / rate : 0.0);
        rates[n] = rate;
    }
    chain_.setArrivals(std::move(rates));
    return moved;
}

void RetrialQueue::Law::unknowns(Values& x) const {
    x.clear();
    for (const Refusal& r : refusals_) {
        x.insert(x.end(), r.full.begin(), r.full.end());
        x.push_back(r.again);
        x.push_back(r.rate / scale_);
    }
    for (const double rate : chain_.arrivals()) {
        x.push_back(rate / scale_);
    }
}

void RetrialQueue::Law::take(const Values& x) {
    std::size_t i = 0;
    for (Refusal& r : refusals_) {
        for (double& full : r.full) {
            full = std::clamp(x[i++], 0.0, 1.0);
        }
        r.again = std::clamp(x[i++], 1e-300, 1.0);
        r.rate = std::max(x[i++], 0.0) * scale_;
    }
    Values rates;
    for (std::size_t n = 0; n < chain_.size(); ++n) {
        rates.push_back(std::max(x[i++] * scale_, load_.others));
    }
    chain_.setArrivals(std::move(rates));
}

double RetrialQueue::Law::fullAgain(std::size_t stream, std::size_t k) const {
    return againInStream(chain_.full(), refusals_, stream, k, [](const Refusal& r) { return r.again; });
}

RetrialQueue::RetrialQueue() : law_(std::make_unique<Law>()) {}
RetrialQueue::~RetrialQueue() = default;
RetrialQueue::RetrialQueue(RetrialQueue&&) noexcept = default;
RetrialQueue& RetrialQueue::operator=(RetrialQueue&&) noexcept = default;

void RetrialQueue::solve(const Load& load) {
    law_->solve(load);
}

double RetrialQueue::blocked() const {
    return law_->blocked();
}

double RetrialQueue::admitted() const {
    return law_->admitted().rate;
}

double RetrialQueue::waitProbability() const {
    return law_->admitted().waits;
}

double RetrialQueue::meanAhead() const {
    return law_->admitted().ahead;
}

double RetrialQueue::fullAgain(std::size_t stream, std::size_t k) const {
    return law_->fullAgain(stream, k);
}

}  // namespace headroom::queueing
