#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// A set of numbers that lie close together, such as the components behind a request: the words of a row of
/// bits, of which those without any bit are left out.
class IndexSet {
  public:
    static IndexSet upTo(Index count) {
        IndexSet set;
        for (Index i = 0; i < count; ++i) {
            set.add(i);
        }
        return set;
    }

    [[nodiscard]] bool empty() const { return words_.empty(); }
    [[nodiscard]] bool has(Index i) const {
        const auto at = find(i / wordBits);
        return at != words_.end() && at->place == i / wordBits && (at->bits >> (i % wordBits) & 1U) != 0;
    }
    void clear() { words_.clear(); }
    void add(Index i) {
        const Word word{i / wordBits, std::uint64_t{1} << (i % wordBits)};
        const auto at = words_.begin() + (find(word.place) - words_.cbegin());
        if (at != words_.end() && at->place == word.place) {
            at->bits |= word.bits;
        } else {
            words_.insert(at, word);
        }
    }
    void join(const IndexSet& other) {
        if (words_.empty()) {
            words_ = other.words_;
            return;
        }
        auto at = words_.begin();
        for (const Word& word : other.words_) {
            at = std::find_if(at, words_.end(), [&](const Word& w) { return w.place >= word.place; });
            if (at != words_.end() && at->place == word.place) {
                at->bits |= word.bits;
            } else {
                at = words_.insert(at, word);
            }
        }
    }
    void meet(const IndexSet& other) {
        IndexSet both;
        both.joinCommon(*this, other);
        words_ = std::move(both.words_);
    }
    /// Adds what both have.
    void joinCommon(const IndexSet& a, const IndexSet& b) {
        auto other = b.words_.begin();
        for (const Word& word : a.words_) {
            other = std::find_if(other, b.words_.end(), [&](const Word& w) { return w.place >= word.place; });
            if (other == b.words_.end()) {
                return;
            }
            if (const std::uint64_t bits = word.bits & other->bits; other->place == word.place && bits != 0) {
                IndexSet one;
                one.words_.push_back({word.place, bits});
                join(one);
            }
        }
    }
    /// Each of them, ascending.
    template <class Take>
    void each(Take take) const {
        for (const Word& word : words_) {
            for (std::uint64_t bits = word.bits; bits != 0; bits &= bits - 1) {
                take(word.place * wordBits + static_cast<Index>(std::countr_zero(bits)));
            }
        }
    }
    friend bool operator==(const IndexSet&, const IndexSet&) = default;

  private:
    static constexpr Index wordBits = 64;
    struct Word {
        Index place;  ///< ascending
        std::uint64_t bits;
        friend bool operator==(const Word&, const Word&) = default;
    };

    [[nodiscard]] std::vector<Word>::const_iterator find(Index place) const {
        return std::ranges::lower_bound(words_, place, {}, &Word::place);
    }

    std::vector<Word> words_;
};

}  // namespace headroom::engine::solver
