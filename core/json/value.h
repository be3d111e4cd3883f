#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace headroom::json {

class Value;

using Array = std::vector<Value>;

/// Members in insertion order, keys unique. Objects of a design are small, so look-ups walk them.
class Object {
  public:
    using Member = std::pair<std::string, Value>;

    Object();
    Object(std::initializer_list<Member> members);

    [[nodiscard]] const Value* find(std::string_view key) const;
    [[nodiscard]] Value* find(std::string_view key);
    [[nodiscard]] bool contains(std::string_view key) const { return find(key) != nullptr; }

    /// Replaces the member in place, or appends it.
    void set(std::string_view key, Value value);
    /// Appends a member whose key is known to be new; spares the search.
    void append(std::string key, Value value);
    /// False where there was no such member.
    bool erase(std::string_view key);

    [[nodiscard]] bool empty() const;
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] const std::vector<Member>& members() const { return members_; }

    [[nodiscard]] auto begin() const { return members_.begin(); }
    [[nodiscard]] auto end() const { return members_.end(); }

    friend bool operator==(const Object& a, const Object& b);

  private:
    std::vector<Member> members_;
};

/// One JSON value. Whole numbers that fit keep all their 64 bits, so that what the program does not
/// know survives a load and a save.
class Value {
  public:
    Value() = default;  ///< null
    Value(std::nullptr_t) {}
    /// Of bool alone: a pointer must not become true.
    template <class T, class = std::enable_if_t<std::is_same_v<T, bool>>>
    Value(T value) : data_(value) {}
    Value(double value) : data_(value) {}
    Value(int value) : data_(static_cast<std::int64_t>(value)) {}
    Value(std::int64_t value) : data_(value) {}
    Value(std::uint64_t value);
    Value(const char* value) : data_(std::string(value)) {}
    Value(std::string_view value) : data_(std::string(value)) {}
    Value(std::string value) : data_(std::move(value)) {}
    Value(Array value) : data_(std::move(value)) {}
    Value(Object value) : data_(std::move(value)) {}

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(data_); }
    [[nodiscard]] bool isBool() const { return std::holds_alternative<bool>(data_); }
    [[nodiscard]] bool isNumber() const;
    [[nodiscard]] bool isString() const { return std::holds_alternative<std::string>(data_); }
    [[nodiscard]] bool isArray() const { return std::holds_alternative<Array>(data_); }
    [[nodiscard]] bool isObject() const { return std::holds_alternative<Object>(data_); }

    /// nullptr where the value is of another type.
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&data_); }
    [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&data_); }
    [[nodiscard]] const Array* array() const { return std::get_if<Array>(&data_); }
    [[nodiscard]] Array* array() { return std::get_if<Array>(&data_); }
    [[nodiscard]] const Object* object() const { return std::get_if<Object>(&data_); }
    [[nodiscard]] Object* object() { return std::get_if<Object>(&data_); }

    /// The number as a double, or `fallback` where the value is no number.
    [[nodiscard]] double number(double fallback = 0) const;
    [[nodiscard]] std::string_view text(std::string_view fallback = {}) const;

    /// "null", "a number", "an object" ... for messages.
    [[nodiscard]] std::string_view typeName() const;

    /// Numbers compare by value, whatever holds them.
    friend bool operator==(const Value& a, const Value& b);

    using Data =
        std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object>;
    [[nodiscard]] const Data& data() const { return data_; }

  private:
    Data data_;
};

}  // namespace headroom::json
