#include "core/json/value.h"

#include <algorithm>
#include <limits>

namespace headroom::json {

Object::Object() = default;

Object::Object(std::initializer_list<Member> members) {
    for (const Member& member : members) {
        set(member.first, member.second);
    }
}

const Value* Object::find(std::string_view key) const {
    const auto found = std::find_if(members_.begin(), members_.end(),
                                    [&](const Member& member) { return member.first == key; });
    return found == members_.end() ? nullptr : &found->second;
}

Value* Object::find(std::string_view key) {
    return const_cast<Value*>(std::as_const(*this).find(key));
}

void Object::set(std::string_view key, Value value) {
    if (Value* present = find(key)) {
        *present = std::move(value);
    } else {
        members_.emplace_back(std::string(key), std::move(value));
    }
}

void Object::append(std::string key, Value value) {
    members_.emplace_back(std::move(key), std::move(value));
}

bool Object::erase(std::string_view key) {
    return std::erase_if(members_, [&](const Member& member) { return member.first == key; }) > 0;
}

bool Object::empty() const {
    return members_.empty();
}

std::size_t Object::size() const {
    return members_.size();
}

bool operator==(const Object& a, const Object& b) {
    return a.members_ == b.members_;
}

Value::Value(std::uint64_t value) {
    if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        data_ = static_cast<std::int64_t>(value);
    } else {
        data_ = value;
    }
}

bool Value::isNumber() const {
    return std::holds_alternative<std::int64_t>(data_) || std::holds_alternative<std::uint64_t>(data_) ||
           std::holds_alternative<double>(data_);
}

double Value::number(double fallback) const {
    if (const auto* whole = std::get_if<std::int64_t>(&data_)) {
        return static_cast<double>(*whole);
    }
    if (const auto* large = std::get_if<std::uint64_t>(&data_)) {
        return static_cast<double>(*large);
    }
    const auto* real = std::get_if<double>(&data_);
    return real == nullptr ? fallback : *real;
}

std::string_view Value::text(std::string_view fallback) const {
    const auto* held = string();
    return held == nullptr ? fallback : std::string_view(*held);
}

std::string_view Value::typeName() const {
    if (isNumber()) {
        return "a number";
    }
    if (isString()) {
        return "a text";
    }
    if (isArray()) {
        return "a list";
    }
    if (isObject()) {
        return "an object";
    }
    return isBool() ? "true or false" : "null";
}

bool operator==(const Value& a, const Value& b) {
    const bool sameHolder = a.data_.index() == b.data_.index();
    if (!sameHolder && a.isNumber() && b.isNumber()) {
        return a.number() == b.number();
    }
    return a.data_ == b.data_;
}

}  // namespace headroom::json
