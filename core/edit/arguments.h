#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/edit/support.h"

namespace headroom::edit {

/// Reads the arguments of one edit; the first that is missing or of the wrong type is kept as the problem.
/// Not for other folders.
class Arguments {
  public:
    explicit Arguments(const json::Object& object) : object_(object) {}

    std::string text(std::string_view name) {
        const json::Value* value = object_.find(name);
        if (value == nullptr || !value->isString()) {
            miss("a text", name);
            return {};
        }
        return *value->string();
    }

    std::string optionalText(std::string_view name) const {
        const json::Value* value = object_.find(name);
        return value == nullptr ? std::string() : std::string(value->text());
    }

    double number(std::string_view name) {
        const json::Value* value = object_.find(name);
        if (value == nullptr || !value->isNumber()) {
            miss("a number", name);
            return 0;
        }
        return value->number();
    }

    /// The member, null included; a member that is not there is a problem.
    json::Value value(std::string_view name) {
        const json::Value* value = object_.find(name);
        if (value == nullptr) {
            miss("a value", name);
            return {};
        }
        return *value;
    }

    std::vector<Id> ids(std::string_view name) {
        const json::Value* value = object_.find(name);
        const json::Array* list = value == nullptr ? nullptr : value->array();
        std::vector<Id> out;
        if (list == nullptr) {
            miss("a list", name);
            return out;
        }
        for (const json::Value& item : *list) {
            out.emplace_back(item.text());
        }
        return out;
    }

    model::Rect frame() { return {number("x"), number("y"), number("w"), number("h")}; }

    /// The id of the record that an edit is about, under any of the names that say its table.
    Id record() {
        for (const std::string_view name : {"component", "connection", "group", "note", "record"}) {
            if (object_.contains(name)) {
                return text(name);
            }
        }
        miss("the id of", "component, connection, group or note");
        return {};
    }

    std::optional<Id> optionalId(std::string_view name) {
        const json::Value* value = object_.find(name);
        if (value == nullptr || value->isNull()) {
            return std::nullopt;
        }
        return text(name);
    }

    /// The problem, or what `edit` answers.
    template <class Edit>
    Result<> then(Edit edit) {
        if (problem_) {
            return failure(*problem_);
        }
        const auto done = edit();
        return done ? Result<>() : failure(done.error());
    }

  private:
    void miss(std::string_view type, std::string_view argument) {
        if (!problem_) {
            const auto name = optionalText("do");
            problem_ = refuse("argument-missing", "",
                              {{"name", name.empty() ? "edit" : printable(name, 60)},
                               {"type", std::string(type)},
                               {"argument", std::string(argument)}})
                           .value();
        }
    }

    const json::Object& object_;
    std::optional<Diagnostic> problem_;
};

}  // namespace headroom::edit
