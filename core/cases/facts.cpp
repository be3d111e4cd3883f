#include "core/cases/facts.h"

#include "core/base/numbers.h"
#include "core/cases/messages.h"
#include "core/cases/placeholders.h"
#include "core/cases/source_reader.h"
#include "core/engine/results_json.h"
#include "core/format/design_file.h"
#include "core/json/writer.h"

namespace headroom::cases {

namespace {

constexpr std::string_view noValue = "\u2014";

}  // namespace

std::string shownLike(const Measured& measured, double number) {
    return measured.availability ? formatAvailability(number) : formatQuantity(number, measured.unit);
}

std::string Measured::shown() const {
    if (value.isNumber()) {
        return shownLike(*this, value.number());
    }
    if (value.isString()) {
        return name.empty() ? std::string(value.text()) : name;
    }
    if (const bool* yes = value.boolean()) {
        return *yes ? "yes" : "no";
    }
    return std::string(noValue);
}

Facts::Facts(const model::Design& design, const results::Results& answer, const results::Results* before)
    : design_(design),
      designJson_(format::toJson(design)),
      answer_(engine::resultsJson(answer)),
      before_(before == nullptr ? json::Value(json::Object()) : engine::resultsJson(*before)) {}

void Facts::name(const std::vector<Number>& numbers) {
    for (const Number& number : numbers) {
        if (number.value) {
            numbers_[number.name] = {*number.value, number.unit};
        } else if (const auto found = measure(number.of); found && found->value.isNumber()) {
            numbers_[number.name] = {found->value, number.unit, found->availability};
        }
    }
}

Result<Measured> Facts::measure(const Source& source) const {
    if (source.kind != Source::Kind::formula) {
        return pointed(source, source.kind == Source::Kind::result   ? answer_
                               : source.kind == Source::Kind::before ? before_
                                                                     : designJson_);
    }
    // A name alone keeps what its number measures.
    const auto& names = source.formula.names();
    if (names.size() == 1 && names.front() == source.text) {
        const auto found = numbers_.find(names.front());
        if (found != numbers_.end()) {
            Measured out = found->second;
            out.unit = source.unit.value_or(out.unit);
            return out;
        }
    }
    const auto value = source.formula.evaluate([this](std::string_view name) -> std::optional<double> {
        const auto found = numbers_.find(name);
        return found == numbers_.end() ? std::nullopt : std::optional(found->second.value.number());
    });
    if (!value) {
        return failure(value.error());
    }
    return Measured{*value, source.unit.value_or(Unit::none)};
}

Result<Measured> Facts::pointed(const Source& source, const json::Value& root) const {
    const auto found = json::resolve(root, source.pointer);
    if (!found) {
        return failure(found.error());
    }
    if ((*found)->isObject() || (*found)->isArray()) {
        return failure(makeDiagnostic(messages, "value-no-number", source.pointer.text(),
                                      {{"what", "this"}, {"found", json::describe(**found)}}));
    }
    const auto& steps = source.pointer.steps();
    const bool availability = !source.unit && !steps.empty() && steps.back() == "availability";
    return Measured{**found, source.unit.value_or(unitOfPointer(source.pointer)), availability,
                    nameOf(**found)};
}

std::string Facts::nameOf(const json::Value& value) const {
    const auto component = value.isString() ? design_.components().find(value.text()) : nullptr;
    return component == nullptr ? std::string() : component->label;
}

std::string Facts::fill(std::string_view text, std::optional<Diagnostic>* problem) const {
    std::string out;
    for (const TextPart& part : partsOf(text)) {
        if (!part.placeholder) {
            out += part.text;
            continue;
        }
        const auto source = sourceOfPlaceholder(part.text);
        const auto measured = source ? measure(*source) : Result<Measured>(failure(source.error()));
        const bool known = measured && !measured->value.isNull();
        out += known ? measured->shown() : std::string(noValue);
        if (!known && problem != nullptr && !*problem) {
            *problem = measured
                           ? makeDiagnostic(messages, "value-absent", "", {{"what", "'" + part.text + "'"}})
                           : measured.error();
        }
    }
    return out;
}

}  // namespace headroom::cases
