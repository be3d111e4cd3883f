#pragma once

#include <cassert>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/ids.h"

namespace headroom::model {

struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// An immutable-by-sharing list of records in insertion order, found by id. Copies share the records, and the
/// index too until a record comes or goes, so that a snapshot costs one pointer a record.
template <class T>
class Table {
  public:
    using Pointer = std::shared_ptr<const T>;

    [[nodiscard]] std::size_t size() const { return records_.size(); }
    [[nodiscard]] bool empty() const { return records_.empty(); }
    [[nodiscard]] auto begin() const { return records_.begin(); }
    [[nodiscard]] auto end() const { return records_.end(); }
    [[nodiscard]] const T& operator[](std::size_t position) const { return *records_[position]; }

    [[nodiscard]] bool contains(std::string_view id) const { return index_->contains(id); }

    /// nullptr where there is none.
    [[nodiscard]] Pointer find(std::string_view id) const {
        const auto found = index_->find(id);
        return found == index_->end() ? nullptr : records_[found->second];
    }

    /// The place of a record that is there.
    [[nodiscard]] std::size_t positionOf(std::string_view id) const {
        const auto found = index_->find(id);
        assert(found != index_->end());
        return found->second;
    }

    void insert(std::size_t position, Pointer record) {
        assert(position <= records_.size() && !contains(record->id));
        const bool atEnd = position == records_.size();
        records_.insert(records_.begin() + static_cast<std::ptrdiff_t>(position), std::move(record));
        atEnd ? appendToIndex() : rebuildIndex();
    }

    void replace(std::size_t position, Pointer record) {
        assert(records_[position]->id == record->id);
        records_[position] = std::move(record);
    }

    void erase(std::size_t position) {
        records_.erase(records_.begin() + static_cast<std::ptrdiff_t>(position));
        rebuildIndex();
    }

    /// The same records in the same order.
    friend bool operator==(const Table& a, const Table& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](const Pointer& x, const Pointer& y) { return x == y || *x == *y; });
    }

  private:
    using Index = std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>>;

    void appendToIndex() {
        if (index_.use_count() > 1) {
            index_ = std::make_shared<Index>(*index_);
        }
        index_->emplace(records_.back()->id, records_.size() - 1);
    }

    void rebuildIndex() {
        index_ = std::make_shared<Index>();
        index_->reserve(records_.size());
        for (std::size_t i = 0; i < records_.size(); ++i) {
            index_->emplace(records_[i]->id, i);
        }
    }

    std::vector<Pointer> records_;
    std::shared_ptr<Index> index_ = std::make_shared<Index>();
};

}  // namespace headroom::model
