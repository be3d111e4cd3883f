#include "core/engine/simulator/content.h"

#include <limits>
#include <set>

#include "core/engine/simulator/lru_content.h"

namespace headroom::engine::simulator {

namespace {

using queueing::Eviction;

/// A key drawn by chance leaves.
class RandomContent final : public Content {
  public:
    RandomContent(std::vector<double> bytesOfKeys, double memoryBytes, RandomStream& random)
        : bytes_(std::move(bytesOfKeys)),
          memory_(memoryBytes),
          place_(bytes_.size(), away),
          random_(random) {}

    bool find(std::uint32_t key) override { return holds(key); }
    [[nodiscard]] bool holds(std::uint32_t key) const override { return place_[key] != away; }
    void put(std::uint32_t key) override {
        if (holds(key) || bytes_[key] > memory_) {
            return;
        }
        shrinkTo(memory_ - bytes_[key]);
        place_[key] = static_cast<std::uint32_t>(keys_.size());
        keys_.push_back(key);
        used_ += bytes_[key];
    }
    void remove(std::uint32_t key) override {
        if (place_[key] == away) {
            return;
        }
        place_[keys_.back()] = place_[key];
        keys_[place_[key]] = keys_.back();
        keys_.pop_back();
        place_[key] = away;
        used_ = keys_.empty() ? 0 : used_ - bytes_[key];
    }
    void resize(double memoryBytes) override {
        memory_ = memoryBytes;
        shrinkTo(memory_);
    }

  private:
    void shrinkTo(double bytes) {
        while (used_ > bytes) {
            remove(keys_[random_.below(static_cast<std::uint32_t>(keys_.size()))]);
        }
    }

    static constexpr std::uint32_t away = std::numeric_limits<std::uint32_t>::max();
    std::vector<double> bytes_;
    double memory_;
    double used_ = 0;
    std::vector<std::uint32_t> place_;
    std::vector<std::uint32_t> keys_;
    RandomStream& random_;
};

/// The keys that were used least leave. What was used no more than one that would have to go stays outside,
/// and then none goes.
class LfuContent final : public Content {
  public:
    LfuContent(std::vector<double> bytesOfKeys, double memoryBytes, std::vector<double> usesSoFar)
        : bytes_(std::move(bytesOfKeys)),
          memory_(memoryBytes),
          uses_(std::move(usesSoFar)),
          there_(bytes_.size(), 0) {}

    bool find(std::uint32_t key) override {
        const bool found = holds(key);
        remove(key);
        ++uses_[key];
        if (found) {
            add(key);
        }
        return found;
    }
    [[nodiscard]] bool holds(std::uint32_t key) const override { return there_[key] != 0; }
    void put(std::uint32_t key) override {
        if (holds(key) || bytes_[key] > memory_) {
            return;
        }
        auto stays = byUses_.begin();
        for (double left = used_; left + bytes_[key] > memory_ && stays != byUses_.end(); ++stays) {
            if (stays->first >= uses_[key]) {
                return;
            }
            left -= bytes_[stays->second];
        }
        while (byUses_.begin() != stays) {
            remove(byUses_.begin()->second);
        }
        add(key);
    }
    void remove(std::uint32_t key) override {
        if (there_[key] != 0) {
            byUses_.erase({uses_[key], key});
            there_[key] = 0;
            used_ = byUses_.empty() ? 0 : used_ - bytes_[key];
        }
    }
    void resize(double memoryBytes) override {
        memory_ = memoryBytes;
        while (used_ > memory_) {
            remove(byUses_.begin()->second);
        }
    }

  private:
    void add(std::uint32_t key) {
        byUses_.emplace(uses_[key], key);
        there_[key] = 1;
        used_ += bytes_[key];
    }

    std::vector<double> bytes_;
    double memory_;
    double used_ = 0;
    std::vector<double> uses_;
    std::vector<char> there_;
    std::set<std::pair<double, std::uint32_t>> byUses_;
};

/// A key comes in only if a list of names, of the same size, has it.
class TwoLruContent final : public Content {
  public:
    TwoLruContent(const std::vector<double>& bytesOfKeys, double memoryBytes)
        : names_(bytesOfKeys, memoryBytes),
          values_(bytesOfKeys, memoryBytes),
          known_(bytesOfKeys.size(), 0) {}

    bool find(std::uint32_t key) override {
        known_[key] = names_.find(key) ? 1 : 0;
        names_.put(key);
        return values_.find(key);
    }
    [[nodiscard]] bool holds(std::uint32_t key) const override { return values_.holds(key); }
    void put(std::uint32_t key) override {
        if (known_[key] != 0) {
            values_.put(key);
        }
    }
    void remove(std::uint32_t key) override { values_.remove(key); }
    void resize(double memoryBytes) override {
        names_.resize(memoryBytes);
        values_.resize(memoryBytes);
    }

  private:
    LruContent names_;
    LruContent values_;
    std::vector<char> known_;  ///< by key: when it was last asked for, the names had it
};

}  // namespace

std::unique_ptr<Content> contentOf(Eviction eviction, const std::vector<double>& bytesOfKeys,
                                   double memoryBytes, const std::vector<double>& usesSoFar,
                                   RandomStream& random) {
    switch (eviction) {
        case Eviction::Lfu:
            return std::make_unique<LfuContent>(bytesOfKeys, memoryBytes, usesSoFar);
        case Eviction::Fifo:
            return std::make_unique<LruContent>(bytesOfKeys, memoryBytes, false);
        case Eviction::Random:
            return std::make_unique<RandomContent>(bytesOfKeys, memoryBytes, random);
        case Eviction::TwoLru:
            return std::make_unique<TwoLruContent>(bytesOfKeys, memoryBytes);
        case Eviction::None:
            return std::make_unique<LruContent>(bytesOfKeys, std::numeric_limits<double>::max());
        case Eviction::Lru:
            break;
    }
    return std::make_unique<LruContent>(bytesOfKeys, memoryBytes);
}

}  // namespace headroom::engine::simulator
