#include "core/json/pointer.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace headroom::json {

namespace {

constexpr std::array<MessageTemplate, 4> messages{{
    {"pointer-syntax", "'{pointer}' is not a pointer", "write it like /components/web/params/instances"},
    {"pointer-missing", "there is no '{step}' here", "{present}"},
    {"pointer-index", "'{step}' is an index, but members of this list have ids", "{present}"},
    {"pointer-leaf", "{type} has no member '{step}'", "end the pointer here"},
}};

std::string escaped(std::string_view step) {
    std::string out;
    for (const char c : step) {
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return out;
}

const Value* idOf(const Value& item) {
    const Object* object = item.object();
    const Value* id = object == nullptr ? nullptr : object->find("id");
    return id != nullptr && id->isString() ? id : nullptr;
}

bool isIndex(std::string_view step, std::size_t& index) {
    const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
    return error == std::errc() && end == step.data() + step.size();
}

std::string listed(const std::vector<std::string>& names) {
    if (names.empty()) {
        return "there is nothing at this place";
    }
    std::string out = "there is ";
    for (std::size_t i = 0; i < names.size() && i < 8; ++i) {
        out += (i > 0 ? ", " : "") + names[i];
    }
    return printable(out + (names.size() > 8 ? ", \u2026" : ""), 160);
}

std::vector<std::string> presentNames(const Value& value) {
    std::vector<std::string> names;
    if (const Object* object = value.object()) {
        for (const auto& member : *object) {
            names.push_back(member.first);
        }
    } else if (const Array* array = value.array()) {
        for (const Value& item : *array) {
            if (const Value* id = idOf(item)) {
                names.emplace_back(id->text());
            }
        }
    }
    return names;
}

Diagnostic missing(std::string_view code, const Value& at, const Pointer& pointer, std::string_view step) {
    return makeDiagnostic(messages, code, pointer.text(),
                          {{"step", printable(step, 60)},
                           {"present", listed(presentNames(at))},
                           {"type", std::string(at.typeName())}});
}

Result<const Value*> member(const Value& at, const Pointer& pointer, const std::string& step) {
    if (const Object* object = at.object()) {
        const Value* found = object->find(step);
        return found != nullptr ? Result<const Value*>(found)
                                : failure(missing("pointer-missing", at, pointer, step));
    }
    const Array* array = at.array();
    if (array == nullptr) {
        return failure(missing("pointer-leaf", at, pointer, step));
    }
    const auto byId = std::find_if(array->begin(), array->end(), [&](const Value& item) {
        const Value* id = idOf(item);
        return id != nullptr && id->text() == step;
    });
    if (byId != array->end()) {
        return &*byId;
    }
    std::size_t index = 0;
    const bool hasIds =
        std::any_of(array->begin(), array->end(), [](const Value& item) { return idOf(item) != nullptr; });
    if (!isIndex(step, index)) {
        return failure(missing("pointer-missing", at, pointer, step));
    }
    if (hasIds) {
        return failure(missing("pointer-index", at, pointer, step));
    }
    return index < array->size() ? Result<const Value*>(&(*array)[index])
                                 : failure(missing("pointer-missing", at, pointer, step));
}

}  // namespace

Result<Pointer> Pointer::parse(std::string_view text) {
    Pointer out;
    if (text.empty()) {
        return out;
    }
    if (text.front() != '/') {
        return failure(makeDiagnostic(messages, "pointer-syntax", "", {{"pointer", printable(text, 80)}}));
    }
    std::string step;
    for (std::size_t i = 1; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == '/') {
            out.steps_.push_back(std::move(step));
            step.clear();
        } else if (text[i] != '~') {
            step += text[i];
        } else if (i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '1')) {
            step += text[++i] == '0' ? '~' : '/';
        } else {
            return failure(
                makeDiagnostic(messages, "pointer-syntax", "", {{"pointer", printable(text, 80)}}));
        }
    }
    return out;
}

Pointer Pointer::operator/(std::string_view step) const {
    Pointer out = *this;
    out.steps_.emplace_back(step);
    return out;
}

std::string Pointer::text() const {
    std::string out;
    for (const std::string& step : steps_) {
        out += "/" + escaped(step);
    }
    return out;
}

Result<const Value*> resolve(const Value& root, const Pointer& pointer) {
    const Value* at = &root;
    for (const std::string& step : pointer.steps()) {
        const auto next = member(*at, pointer, step);
        if (!next) {
            return next;
        }
        at = *next;
    }
    return at;
}

Result<> assign(Value& root, const Pointer& pointer, Value value) {
    Value* at = &root;
    for (std::size_t i = 0; i < pointer.steps().size(); ++i) {
        const std::string& step = pointer.steps()[i];
        const bool last = i + 1 == pointer.steps().size();
        if (Object* object = at->object(); object != nullptr && last) {
            object->set(step, std::move(value));
            return {};
        }
        const auto next = member(*at, pointer, step);
        if (!next) {
            return failure(next.error());
        }
        at = const_cast<Value*>(*next);  // NOLINT: `root` is ours to change, resolving is shared with reading
    }
    *at = std::move(value);
    return {};
}

}  // namespace headroom::json
