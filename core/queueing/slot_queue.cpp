#include "core/queueing/slot_queue.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

namespace {

constexpr double unbounded = 1e15;
constexpr double never = 1e12;  // of a logarithm, for each request where there can be none

// Weights of states inside, times e^-scale: of all, of those in which no worker is free, and the requests
// that wait for a worker in them.
struct Weights {
    double scale = 0.0;
    double all = 0.0;
    double busy = 0.0;
    double waiting = 0.0;

    double against(double other) const { return all * std::exp(scale - other); }
};

double logSum(double a, double b) {
    return std::max(a, b) + std::log1p(std::exp(-std::abs(a - b)));
}

// How many are at the workers and how many elsewhere, with weights of their own, in logarithms.
class Inside {
  public:
    explicit Inside(const SlotInput& input)
        : work_(input.arrivalRate * input.serviceMean),
          away_(input.arrivalRate * input.elsewhereMean),
          workers_(static_cast<double>(input.workers)) {}

    // Of the states with `n` requests.
    Weights with(double n) const {
        return sum(n, [&](double elsewhere) {
            const double k = n - elsewhere;
            return Part{logPoisson(elsewhere) + atWorkers(k), k >= workers_ ? 1.0 : 0.0,
                        std::max(k - workers_, 0.0)};
        });
    }
    // Of those with at most `n`.
    Weights upTo(double n) const {
        return sum(n, [&](double elsewhere) {
            const double k = n - elsewhere;
            const double before = beforeAllWork(std::min(k, workers_ - 1.0));
            if (k < workers_ || !(work_ > 0.0)) {
                return Part{logPoisson(elsewhere) + before, 0.0, 0.0};
            }
            const TruncatedGeometric beyond{.ratio = work_ / workers_, .count = k - workers_ + 1.0};
            const double allWork = atWorkers(workers_) + std::log(beyond.scaledSum()) +
                                   (beyond.ratio > 1.0 ? beyond.count * std::log(beyond.ratio) : 0.0);
            const double all = logSum(before, allWork);
            const double busy = std::exp(allWork - all);
            return Part{logPoisson(elsewhere) + all, busy, busy * beyond.meanPosition()};
        });
    }

  private:
    struct Part {
        double weight;   // logarithm
        double busy;     // share in which no worker is free
        double waiting;  // for one
    };

    // With no load, only nobody has a weight.
    double atWorkers(double k) const {
        if (!(work_ > 0.0)) {
            return -never * k;
        }
        const double full = std::min(k, workers_);
        return full * std::log(work_) - std::lgamma(full + 1.0) + (k - full) * std::log(work_ / workers_);
    }
    // Of 0 .. k at the workers, fewer than there are.
    double beforeAllWork(double k) const {
        if (!(work_ > 0.0)) {
            return 0.0;
        }
        constexpr double deviations = 30.0;
        if (work_ - k > deviations * std::sqrt(work_)) {  // nearly a geometric sum that ends with k
            return atWorkers(k) - std::log1p(-k / work_);
        }
        return work_ + std::log(std::max(erlangTail(k + 1.0, work_), 1e-300));
    }
    double logPoisson(double m) const {
        if (!(away_ > 0.0)) {
            return -never * m;
        }
        return m * std::log(away_) - away_ - std::lgamma(m + 1.0);
    }

    // Over 0 .. n that are elsewhere. The terms rise to one peak and fall, since all weights are log-concave.
    template <typename Term>
    Weights sum(double n, Term term) const {
        double low = 0.0;
        double high = std::max(n, 0.0);
        while (low < high) {
            const double middle = std::floor(0.5 * (low + high));
            if (term(middle + 1.0).weight > term(middle).weight) {
                low = middle + 1.0;
            } else {
                high = middle;
            }
        }
        Weights weights;
        weights.scale = term(low).weight;
        const auto take = [&](double elsewhere) {
            const Part part = term(elsewhere);
            const double weight = std::exp(part.weight - weights.scale);
            weights.all += weight;
            weights.busy += weight * part.busy;
            weights.waiting += weight * part.waiting;
            return weight > 1e-18 * weights.all;
        };
        for (double m = low; m <= n && take(m); m += 1.0) {
        }
        for (double m = low - 1.0; m >= 0.0 && take(m); m -= 1.0) {
        }
        return weights;
    }

    double work_;
    double away_;
    double workers_;
};

SlotInput legal(SlotInput input) {
    input.arrivalRate = std::clamp(input.arrivalRate, 0.0, 1e15);
    input.serviceMean = std::clamp(input.serviceMean, 0.0, 1e15);
    input.elsewhereMean = std::clamp(input.elsewhereMean, 0.0, 1e15);
    constexpr std::int64_t mostSlots = 1'000'000;
    input.slotCount = std::clamp<std::int64_t>(input.slotCount, 1, mostSlots);
    input.workers = std::clamp<std::int64_t>(input.workers, 1, input.slotCount);
    return input;
}

}  // namespace

SlotQueue::SlotQueue(const SlotInput& input) : input_(legal(input)) {
    capacity_ = HUGE_VAL;
    const double heldAtLeast = input_.serviceMean + input_.elsewhereMean;
    if (!(heldAtLeast > 0.0)) {
        return;
    }
    const auto count = static_cast<double>(input_.slotCount);
    // What is inside depends on how many they are only, so that any rate tells: one that keeps the digits.
    SlotInput seen = input_;
    seen.arrivalRate = std::clamp(input_.arrivalRate, 1e-6 / heldAtLeast, 1e6 * count / heldAtLeast);
    const Inside inside(seen);
    const Weights full = inside.with(count);
    const Weights oneLess = inside.with(count - 1.0);
    const Weights open = inside.upTo(count - 1.0);
    capacity_ = seen.arrivalRate * oneLess.against(full.scale) / full.all;
    load_ = input_.arrivalRate / capacity_;
    grows_ = !input_.places && load_ >= 1.0;
    const double places = input_.places.value_or(unbounded);
    // In units of the state "all slots held, nobody waits" (as in mm_c_k.cpp).
    constexpr double most = 1e290;
    const double others =
        std::min(open.against(full.scale) / full.all * (seen.arrivalRate / input_.arrivalRate), most);
    ahead_ = {.ratio = std::clamp(load_, 1e-150, 1e150), .count = std::max(places, 1.0)};
    double always = 1.0;  // P(all slots are held)
    if (grows_) {
        slotWaits_ = 1.0;
        admitted_ = 1.0;
    } else if (!(places > 0.0)) {
        blocked_ = 1.0 / (1.0 + others);
        admitted_ = others * blocked_;
        always = blocked_;
    } else {
        const double scale = ahead_.scale();
        const double sum = ahead_.scaledSum();
        const double last = ahead_.ratio > 1.0 ? 1.0 : std::exp(places * std::log(ahead_.ratio));
        const double all = scale * (others + 1.0) + ahead_.ratio * sum;
        blocked_ = input_.places ? std::min(1.0, last / all) : 0.0;
        admitted_ = input_.places ? std::min(1.0, (scale * others + sum) / all) : 1.0;
        slotWaits_ = sum / (scale * others + sum);
        always = 1.0 - scale * others / all;
    }
    workerWaits_ = (1.0 - slotWaits_) * open.busy / open.all + slotWaits_ * oneLess.busy / oneLess.all;
    const double waiting = (1.0 - always) * open.waiting / open.all + always * full.waiting / full.all;
    meanWorkerWait_ = throughput() > 0.0 ? waiting / throughput() : 0.0;
}

double SlotQueue::throughput() const {
    return grows_ ? capacity_ : input_.arrivalRate * admitted_;
}

WaitDistribution SlotQueue::slotWait() const {
    if (!(slotWaits_ > 0.0) || grows_) {
        return WaitDistribution::none();
    }
    if (!input_.places) {
        return WaitDistribution::exponential(
            {.probability = slotWaits_, .rate = capacity_ - input_.arrivalRate});
    }
    return WaitDistribution::bounded(slotWaits_, ahead_, capacity_);
}

double SlotQueue::slotsHeld() const {
    const double held = meanWorkerWait_ + input_.serviceMean + input_.elsewhereMean;
    return std::min(throughput() * held, static_cast<double>(input_.slotCount));
}

}  // namespace headroom::queueing
