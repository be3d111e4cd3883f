#include "core/queueing/message_line.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/queueing/mm_c.h"
#include "core/queueing/mm_c_k.h"
#include "core/queueing/mm_c_timeout.h"

namespace headroom::queueing {

namespace {

constexpr double mostPlaces = 1e15;
constexpr double mostCounted = 200;

// Of a wait in line, of those served that wait: in the unit of the line.
struct Moments {
    double share = 0.0;  // of all arrivals
    double mean = 0.0;   // times that share, like the next
    double second = 0.0;
};

WaitDistribution gammaOf(const Moments& waits, double served) {
    if (!(served > 0.0) || !(waits.mean > 0.0)) {
        return WaitDistribution::none();
    }
    const double mean = waits.mean / served;
    return WaitDistribution::gamma(std::min(1.0, waits.share / served), mean,
                                   std::max(waits.second / served - mean * mean, 0.0));
}

// Of those served, where whoever has waited so long is lost; all times are stretched by the variation.
WaitDistribution waitUpTo(const MessageLine& line, const MmcTimeoutQueue& queue) {
    return WaitDistribution::piecewise(queue.servedWait().stretched(line.variation));
}

MmcTimeoutQueue timeoutQueue(const MessageLine& line, double longest) {
    return {line.arrivalRate, line.serviceRate, line.servers, longest / line.variation};
}

MessageLineAnswer byAge(const MessageLine& line) {
    const MmcTimeoutQueue queue = timeoutQueue(line, std::clamp(*line.longestWait, 0.0, mostPlaces));
    MessageLineAnswer answer{.byAge = true, .exact = line.variation == 1.0};
    answer.lost = queue.abandoned();
    answer.waiting = line.arrivalRate * queue.meanWaitOfAll() * line.variation;
    answer.wait = waitUpTo(line, queue);
    return answer;
}

/// The wait of those who are served where the oldest of `places` gives way to whoever comes. In steps of a
/// clock that ticks with every arrival and every completion, by how many stand ahead and behind.
class PushOut {
  public:
    // arrival: the share of the ticks that are arrivals.
    PushOut(std::size_t places, double arrival) : places_(places), arrival_(arrival) {
        std::vector<Steps> before;  // with one fewer ahead
        for (std::size_t ahead = 0; ahead < places; ++ahead) {
            std::vector<Steps> now(places - ahead);
            for (std::size_t behind = places - ahead; behind-- > 0;) {
                const bool full = ahead + behind + 1 == places;
                const Steps onward = ahead > 0 ? before[behind] : Steps{1.0, 0.0, 0.0};
                const Steps pushed = full ? (ahead > 0 ? before[behind + 1] : Steps{}) : now[behind + 1];
                now[behind] = after(onward, pushed);
            }
            fromEnd_.push_back(now[0]);
            before = std::move(now);
        }
    }

    /// By how many find all servers busy and so many waiting: 0 to `places`, the last of which loses another.
    [[nodiscard]] Moments of(double ratio, double busy, double tickRate) const {
        const auto last = static_cast<double>(places_);
        Moments all;
        double weights = 0.0;
        for (std::size_t found = 0; found <= places_; ++found) {
            const double n = static_cast<double>(found);
            const double weight = std::pow(ratio, ratio > 1.0 ? n - last : n);
            const Steps& steps = fromEnd_[std::min(found, places_ - 1)];
            weights += weight;
            all.share += weight * steps.served;
            all.mean += weight * steps.count;
            all.second += weight * (steps.square + steps.count);  // Erlang: n (n + 1) / rate^2
        }
        const double scale = busy / weights;
        return {all.share * scale, all.mean * scale / tickRate, all.second * scale / (tickRate * tickRate)};
    }

  private:
    // P(served), and mean and mean square of the ticks until then where that happens, times it.
    struct Steps {
        double served = 0.0;
        double count = 0.0;
        double square = 0.0;
    };

    [[nodiscard]] Steps after(const Steps& completion, const Steps& arrival) const {
        const auto mixed = [&](double Steps::*part) {
            return (1.0 - arrival_) * completion.*part + arrival_ * arrival.*part;
        };
        const Steps then{mixed(&Steps::served), mixed(&Steps::count), mixed(&Steps::square)};
        return {then.served, then.count + then.served, then.square + 2.0 * then.count + then.served};
    }

    std::size_t places_;
    double arrival_;
    std::vector<Steps> fromEnd_;  // of one that has just come, by how many are ahead
};

WaitDistribution waitUntilPushedOut(const MessageLine& line, double places) {
    const double capacity = line.serviceRate * static_cast<double>(line.servers);
    const double count = std::max(1.0, std::round(places));
    if (count > mostCounted) {
        return waitUpTo(line, timeoutQueue(line, places * line.variation / line.arrivalRate));
    }
    const MmckQueue queue(line.arrivalRate, line.serviceRate, line.servers,
                          line.servers + static_cast<std::int64_t>(count));
    const double busy = queue.blocked() + (1.0 - queue.blocked()) * queue.waitProbability();
    const double ticks = line.arrivalRate + capacity;
    const PushOut chain(static_cast<std::size_t>(count), line.arrivalRate / ticks);
    const Moments waits = chain.of(line.arrivalRate / capacity, busy, ticks / line.variation);
    return gammaOf(waits, 1.0 - queue.blocked());
}

// Where a queue is longer than an exponential one by the variation, so many places turn away as fewer would.
MessageLineAnswer byRoom(const MessageLine& line) {
    const double room = std::clamp(*line.room, 0.0, mostPlaces);
    const double places = room > 0.0 ? room / line.variation : 0.0;
    const auto queueOf = [&](double waiting) {
        return MmckQueue(line.arrivalRate, line.serviceRate, line.servers,
                         line.servers + static_cast<std::int64_t>(waiting));
    };
    // The places lie between two whole numbers.
    const MmckQueue below = queueOf(std::floor(places));
    const MmckQueue above = queueOf(std::ceil(places));
    const double part = places - std::floor(places);
    MessageLineAnswer answer;
    answer.lost = part > 0.0 ? std::pow(std::max(below.blocked(), 1e-300), 1.0 - part) *
                                   std::pow(std::max(above.blocked(), 1e-300), part)
                             : below.blocked();
    if (room < 1.0) {
        return answer;
    }
    const double mean = part > 0.0 ? (1.0 - part) * below.meanWait() + part * above.meanWait() : 0.0;
    const double stretch = mean > 0.0 ? mean / above.meanWait() : 1.0;
    answer.wait = WaitDistribution::bounded(above.waitProbability(), above.ahead(),
                                            above.completionRate() / line.variation / stretch);
    answer.waiting = line.arrivalRate * (1.0 - answer.lost) * answer.wait.mean();
    answer.exact = line.variation == 1.0;
    if (line.dropsOldest) {
        answer.wait = waitUntilPushedOut(line, places);
        answer.exact = false;
    }
    return answer;
}

MessageLineAnswer unlimited(const MessageLine& line) {
    const MmcQueue queue(line.arrivalRate / line.variation, line.serviceRate / line.variation, line.servers);
    MessageLineAnswer answer{.wait = WaitDistribution::exponential(queue.wait())};
    answer.waiting = line.arrivalRate * answer.wait.mean();
    answer.exact = line.variation == 1.0;
    return answer;
}

}  // namespace

MessageLineAnswer answerOf(const MessageLine& line) {
    if (!(line.arrivalRate > 0.0)) {
        return {};
    }
    if (!line.room || !line.longestWait) {
        return line.room ? byRoom(line) : (line.longestWait ? byAge(line) : unlimited(line));
    }
    const MessageLineAnswer room = byRoom(line);
    const MessageLineAnswer age = byAge(line);
    MessageLineAnswer answer = age.waiting < room.waiting ? age : room;
    answer.exact = false;
    return answer;
}

}  // namespace headroom::queueing
