#include "core/queueing/unlike_machines.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headroom::queueing {

namespace {

constexpr double mostUtilization = 0.99;
constexpr std::size_t mostWaiting = 60;
constexpr int mostRounds = 400;
constexpr double settled = 1e-12;
// What a machine takes for its usual response is a moving mean: about so much off, at these equal chances.
constexpr double responseNoise = 0.12;
constexpr std::array<double, 7> noise = {-1.465, -0.792, -0.366, 0, 0.366, 0.792, 1.465};

// How one machine of a group is, by the requests there.
struct Chain {
    std::vector<double> probability;
    std::vector<double> arrivals;  // per machine, while there are so many requests
    double response = 0;
};

// Where a machine in that state stands in the comparison.
struct Standing {
    double score;
    std::size_t group;
    std::size_t requests;
    double mass;
    double part;  // of the arrivals in that state
};

class UnlikeFarm {
  public:
    UnlikeFarm(const std::vector<MachineGroup>& groups, double rate, double choices, Comparison comparison,
               double meanWait)
        : groups_(groups), comparison_(comparison), meanWait_(meanWait) {
        for (const MachineGroup& group : groups) {
            machines_ += group.machines;
            capacity_ += capacityOf(group);
            Chain chain;
            const auto workers = static_cast<std::size_t>(std::min<std::int64_t>(group.workers, 1000));
            chain.probability.assign(workers + mostWaiting, 0);
            chain.probability.front() = 1;
            chain.arrivals.assign(workers + mostWaiting, 0);
            chain.response = group.serviceMean;
            chains_.push_back(std::move(chain));
        }
        rate_ = std::min(rate, mostUtilization * capacity_);
        choices_ = std::clamp(choices, 1.0, machines_);
        loads_.resize(groups.size());
    }

    std::vector<GroupLoad> find() {
        double moved = 1;
        for (int round = 0; round < mostRounds && moved > settled; ++round) {
            compare();
            moved = 0;
            for (std::size_t g = 0; g < groups_.size(); ++g) {
                moved = std::max(moved, turn(g));
            }
            measure();
        }
        return loads_;
    }

  private:
    static double capacityOf(const MachineGroup& group) {
        return group.machines * static_cast<double>(group.workers) / group.serviceMean;
    }

    void addStandings(std::size_t g, std::size_t requests) {
        const double open = static_cast<double>(requests + 1) / groups_[g].weight;
        const double mass = chains_[g].probability[requests];
        if (comparison_ == Comparison::requests) {
            standings_.push_back({open, g, requests, mass, 1});
            return;
        }
        constexpr double part = 1 / static_cast<double>(noise.size());
        for (const double off : noise) {
            const double response = chains_[g].response * std::exp(responseNoise * off);
            standings_.push_back({open * response, g, requests, mass * part, part});
        }
    }

    void sortStandings() {
        standings_.clear();
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            for (std::size_t q = 0; q < chains_[g].probability.size(); ++q) {
                addStandings(g, q);
            }
        }
        std::sort(standings_.begin(), standings_.end(),
                  [](const Standing& a, const Standing& b) { return a.score < b.score; });
    }

    // Of d machines drawn, this one is taken where the others stand higher, or by chance among equals:
    // (H^d - G^d) / (d (H - G)), with H and G the shares of the others that stand at least as high and
    // higher.
    void compare() {
        sortStandings();
        std::vector<double> atLeast(groups_.size(), 1.0);
        for (Chain& chain : chains_) {
            std::fill(chain.arrivals.begin(), chain.arrivals.end(), 0.0);
        }
        for (std::size_t begin = 0; begin < standings_.size();) {
            std::size_t end = begin;
            std::vector<double> higher = atLeast;
            while (end < standings_.size() && standings_[end].score <= standings_[begin].score * (1 + 1e-9)) {
                double& left = higher[standings_[end].group];
                left = std::max(0.0, left - standings_[end].mass);
                ++end;
            }
            for (; begin < end; ++begin) {
                const Standing& at = standings_[begin];
                chains_[at.group].arrivals[at.requests] +=
                    at.part * rate_ * choices_ / machines_ *
                    chanceOf(othersThan(at.group, atLeast), othersThan(at.group, higher));
            }
            atLeast = std::move(higher);
        }
        scaleArrivals();
    }

    [[nodiscard]] double chanceOf(double atLeast, double higher) const {
        const double equal = atLeast - higher;
        return equal > 1e-9 ? (std::pow(atLeast, choices_) - std::pow(higher, choices_)) / (equal * choices_)
                            : std::pow(atLeast, choices_ - 1);
    }

    // A mean over the other machines: of some that are drawn, or the geometric one where all are looked at.
    [[nodiscard]] double othersThan(std::size_t own, const std::vector<double>& shares) const {
        const bool all = choices_ >= machines_;
        double sum = 0;
        for (std::size_t h = 0; h < groups_.size(); ++h) {
            const double others = groups_[h].machines - (h == own ? 1 : 0);
            if (others > 0) {
                sum += others * (all ? std::log(std::max(shares[h], 1e-300)) : shares[h]);
            }
        }
        const double others = machines_ - 1;
        return others > 0 ? (all ? std::exp(sum / others) : sum / others) : 1;
    }

    // So that all arrivals go somewhere.
    void scaleArrivals() {
        double sum = 0;
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            sum += groups_[g].machines * arrivingAt(chains_[g]);
        }
        for (Chain& chain : chains_) {
            for (double& arrivals : chain.arrivals) {
                arrivals *= sum > 0 ? rate_ / sum : 1;
            }
        }
    }

    static double arrivingAt(const Chain& chain) {
        double arriving = 0;
        for (std::size_t q = 0; q < chain.probability.size(); ++q) {
            arriving += chain.arrivals[q] * chain.probability[q];
        }
        return arriving;
    }

    // The balance of the chain under these arrivals; half way there, since all move at the same time.
    double turn(std::size_t g) {
        Chain& chain = chains_[g];
        const MachineGroup& group = groups_[g];
        std::vector<double> next(chain.probability.size());
        next.front() = 1;
        double sum = 1;
        for (std::size_t q = 1; q < next.size(); ++q) {
            const double busy = std::min(static_cast<double>(q), static_cast<double>(group.workers));
            next[q] = next[q - 1] * chain.arrivals[q - 1] * group.serviceMean / busy;
            sum += next[q];
        }
        double moved = 0;
        for (std::size_t q = 0; q < next.size(); ++q) {
            const double half = 0.5 * (chain.probability[q] + next[q] / sum);
            moved = std::max(moved, std::abs(half - chain.probability[q]));
            chain.probability[q] = half;
        }
        return moved;
    }

    [[nodiscard]] double waitOf(std::size_t g) const {
        const Chain& chain = chains_[g];
        const auto workers = static_cast<double>(groups_[g].workers);
        double places = 0;
        for (std::size_t q = 0; q < chain.probability.size(); ++q) {
            const double ahead = static_cast<double>(q) + 1 - workers;
            places += chain.probability[q] * chain.arrivals[q] * std::max(ahead, 0.0);
        }
        return places / std::max(arrivingAt(chain), 1e-300) * groups_[g].serviceMean / workers;
    }

    void measure() {
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            loads_[g].share = std::max(groups_[g].machines * arrivingAt(chains_[g]) / rate_, 1e-12);
            loads_[g].meanWait = waitOf(g);
        }
        if (choices_ >= machines_) {
            shareWaits();
        }
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const double response = groups_[g].serviceMean + loads_[g].meanWait;
            chains_[g].response = 0.9 * chains_[g].response + 0.1 * response;
        }
    }

    // Machines that fill up together get what they can do while all are busy.
    void shareWaits() {
        double mean = 0;
        double apart = 0;
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const MachineGroup& group = groups_[g];
            apart += loads_[g].share * loads_[g].meanWait;
            const double together = capacityOf(group) / capacity_ / loads_[g].share * group.serviceMean /
                                    static_cast<double>(group.workers);
            loads_[g].meanWait = std::sqrt(loads_[g].meanWait * together);
            mean += loads_[g].share * loads_[g].meanWait;
        }
        for (GroupLoad& load : loads_) {
            load.meanWait *= mean > 0 ? std::max(meanWait_, apart) / mean : 0;
        }
    }

    const std::vector<MachineGroup>& groups_;
    Comparison comparison_;
    double meanWait_;
    double machines_ = 0;
    double capacity_ = 0;
    double rate_ = 0;
    double choices_ = 1;
    std::vector<Chain> chains_;
    std::vector<Standing> standings_;
    std::vector<GroupLoad> loads_;
};

}  // namespace

std::vector<GroupLoad> balanceUnlike(const std::vector<MachineGroup>& groups, double arrivalRate,
                                     double choices, Comparison comparison, double meanWait) {
    if (!(arrivalRate > 0)) {
        return std::vector<GroupLoad>(groups.size());
    }
    return UnlikeFarm(groups, arrivalRate, choices, comparison, meanWait).find();
}

}  // namespace headroom::queueing
