#include "core/queueing/late_tables.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace headroom::queueing {

namespace {

using Values = std::vector<double>;

// P(so many completions at that rate and the rest take longer than `time`), by their number.
Values takesLonger(double rate, double time, std::size_t size, const std::function<double(double)>& rest) {
    constexpr int halves = 32;
    Values longer(size, 0.0);
    longer[0] = rest(time);
    if (!(time > 0.0)) {
        std::fill(longer.begin(), longer.end(), 1.0);
        return longer;
    }
    const Values counts = poissonLaw(rate * time, size);
    double sum = 0.0;
    for (std::size_t k = 1; k < size; ++k) {
        sum += counts[k - 1];
        longer[k] = sum;
    }
    const double step = time / (2 * halves);
    for (int i = 0; i <= 2 * halves; ++i) {
        const double at = step * i;
        const double weight = (i == 0 || i == 2 * halves ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0)) * step / 3.0;
        const Values before = poissonLaw(rate * at, size);
        const double left = weight * rate * rest(time - at);
        for (std::size_t k = 1; k < size; ++k) {
            longer[k] += left * before[k - 1];
        }
    }
    for (double& p : longer) {
        p = std::min(p, 1.0);
    }
    return longer;
}

// Of a Poisson number, that hardly ever is more.
std::size_t mostBehind(double mean) {
    constexpr double spread = 8.0;
    constexpr double more = 12.0;
    constexpr double most = 600.0;
    mean = std::clamp(mean, 0.0, most);
    return static_cast<std::size_t>(mean + spread * std::sqrt(mean) + more);
}

}  // namespace

std::vector<double> poissonLaw(double mean, std::size_t size) {
    Values law(size, 0.0);
    if (!(mean > 0.0)) {
        law[0] = 1.0;
        return law;
    }
    constexpr double most = 600.0;  // a queue of so many services has too many states
    double p = std::exp(-std::min(mean, most));
    for (std::size_t i = 0; i < size; ++i) {
        law[i] = p;
        p *= std::min(mean, most) / static_cast<double>(i + 1);
    }
    return law;
}

LateTables::LateTables(const Queue& queue, const std::function<double(double)>& restTail)
    : queue_(queue), rest_(restTail), servedLate_(restTail(queue.limit)) {
    const double pace = queue.serviceRate * static_cast<double>(queue.servers);
    const auto servers = static_cast<std::size_t>(queue.servers);
    const std::size_t size = queue.states - servers + 1;
    const double step = queue.limit / static_cast<double>(steps);
    for (std::size_t i = 0; i <= steps; i += stride) {
        later_.push_back(takesLonger(pace, step * static_cast<double>(i), size + 1, rest_));
    }
    late_.assign(queue.states, servedLate_);
    for (std::size_t n = servers; n < queue.states; ++n) {
        late_[n] = later_.back()[n - servers + 1];
    }
    stays_.assign(queue.states, 1.0);
    if (queue.patience) {
        const Values counts = poissonLaw(pace * *queue.patience, size);
        double few = 0.0;
        for (std::size_t x = 0; servers + x < queue.states; ++x) {
            few += counts[x];
            stays_[servers + x] = std::max(1.0 - few, 0.0);
        }
    }
    atLimit_ = poissonLaw(pace * queue.limit, size);
    for (std::size_t i = 0; i < steps; ++i) {
        constexpr int parts = 4;
        Values& row = begins_.emplace_back(size, 0.0);
        for (int part = 0; part <= parts; ++part) {
            const double at = step * (static_cast<double>(i) + static_cast<double>(part) / parts);
            const double weight =
                (part == 0 || part == parts ? 1.0 : (part % 2 == 1 ? 4.0 : 2.0)) * step / (3.0 * parts);
            const Values counts = poissonLaw(pace * at, size);
            const double left = weight * pace * rest_(queue.limit - at);
            for (std::size_t x = 0; x < size; ++x) {
                row[x] += left * counts[x];
            }
        }
    }
    blocked_.resize(steps + 1);
    for (std::size_t point = 0; point <= steps; point += stride) {
        blocked_[point].resize(steps + 1);
        for (std::size_t from = point; from <= steps; from += stride) {
            blocked_[point][from] = blockedLate(from, point);
        }
    }
}

double LateTables::begins(std::size_t step, const Values& found) const {
    const auto servers = static_cast<std::size_t>(queue_.servers);
    double sum = 0.0;
    for (std::size_t n = servers; n < queue_.states; ++n) {
        sum += found[n] * begins_[step][n - servers];
    }
    return sum;
}

std::vector<double> LateTables::waiting(const Values& found) const {
    const auto servers = static_cast<std::size_t>(queue_.servers);
    const std::size_t size = queue_.states - servers + 1;
    Values law(size, 0.0);
    for (std::size_t left = 1; left < size; ++left) {
        for (std::size_t x = left - 1; servers + x < queue_.states; ++x) {
            law[left] += found[servers + x] * atLimit_[x + 1 - left];
        }
    }
    return law;
}

// As many completions as that one needs from the limit on, and those between, take longer.
double LateTables::leavesBehind(const Values& waiting, double since, double between) const {
    const double pace = queue_.serviceRate * static_cast<double>(queue_.servers);
    const std::size_t most = mostBehind(between);
    const Values behind = poissonLaw(between, most);
    Values few = poissonLaw(pace * since, waiting.size() + most);
    std::partial_sum(few.begin(), few.end(), few.begin());
    double sum = 0.0;
    double all = 0.0;
    for (std::size_t left = 1; left < waiting.size(); ++left) {
        all += waiting[left];
        for (std::size_t b = 0; b < most; ++b) {
            sum += waiting[left] * behind[b] * few[left + b - 1];
        }
    }
    return all > 0.0 ? sum / all : 1.0;
}

double LateTables::laterThan(std::size_t completions, std::size_t point) const {
    const Values& table = later_[point / stride];
    return completions < table.size() ? table[completions] : 1.0;
}

std::vector<double> LateTables::blockedLate(std::size_t from, std::size_t point) const {
    const double step = queue_.limit / static_cast<double>(steps);
    const double until = step * static_cast<double>(steps - from);
    const double after = step * static_cast<double>(point);
    const double rate = queue_.serviceRate * static_cast<double>(queue_.servers - 1);
    const std::size_t size = queue_.states - static_cast<std::size_t>(queue_.servers) + 1;
    Values late(size, 0.0);
    late[0] = rest_(until + after);
    const Values counts = poissonLaw(rate * until, size);
    for (std::size_t k = 1; k < size; ++k) {
        for (std::size_t done = 0; done < k; ++done) {
            late[k] += counts[done] * laterThan(k - done, point);
        }
    }
    constexpr int halves = 8;
    for (int i = 0; i <= 2 * halves && until > 0.0 && rate > 0.0; ++i) {
        const double at = until * i / (2 * halves);
        const double weight =
            (i == 0 || i == 2 * halves ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0)) * until / (6.0 * halves);
        const Values before = poissonLaw(rate * at, size);
        const double left = weight * rate * rest_(until + after - at);
        for (std::size_t k = 1; k < size; ++k) {
            late[k] += left * before[k - 1];
        }
    }
    for (double& p : late) {
        p = std::min(p, 1.0);
    }
    return late;
}

double LateTables::both(std::size_t point, const Path& path) const {
    const auto servers = static_cast<std::size_t>(queue_.servers);
    const std::size_t most = mostBehind(path.behind[point]);
    const Values behind = poissonLaw(path.behind[point], most);
    const Values staying = poissonLaw(path.behindWaiting[point], most);
    const std::size_t itself = queue_.patience ? 0 : 1;
    double sum = 0.0;
    for (std::size_t b = 0; b < most; ++b) {
        double later = 0.0;
        for (std::size_t left = 1; left < path.waiting.size(); ++left) {
            later += path.waiting[left] * laterThan(left + b + itself, point);
        }
        sum += staying[b] * later;
        later = 0.0;
        for (std::size_t from = point; from < steps; from += stride) {
            const double begun = path.begins[from] + path.begins[from + 1];
            const Values& one = blocked_[point][from];
            const Values& two = blocked_[point][from + stride];
            later += begun * 0.5 * (b + 1 < one.size() ? one[b + 1] + two[b + 1] : 2.0);
        }
        sum += behind[b] * later;
    }
    const Values& late = blocked_[point][point];
    for (std::size_t n = 0; n < queue_.states; ++n) {
        sum += path.served[point][n] * (n < servers ? servedLate_ : late[n - servers + 1]);
    }
    return sum;
}

}  // namespace headroom::queueing
