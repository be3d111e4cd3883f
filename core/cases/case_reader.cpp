#include "core/cases/case_reader.h"

#include <cmath>

#include "core/cases/messages.h"
#include "core/cases/step_parts.h"
#include "core/edit/edits.h"
#include "core/format/design_file.h"
#include "core/format/version.h"

namespace headroom::cases {

namespace {

constexpr std::size_t mostSteps = 200;
constexpr std::size_t mostEdits = 2000;
constexpr std::size_t mostNumbers = 200;
constexpr std::size_t mostClaims = 100;

bool isWholeBetween(const json::Value& value, double low, double high) {
    const double number = value.number(-1);
    return value.isNumber() && number == std::floor(number) && number >= low && number <= high;
}

std::string indexed(const std::string& where, std::string_view list, std::size_t index) {
    return where + "/" + std::string(list) + "/" + std::to_string(index);
}

}  // namespace

Result<LoadedCase> CaseReader::read(const json::Value& value) {
    Members members(reading_, value, "", "a case");
    readHead(members);
    if (!reading_.failed()) {
        readBase(members);
    }
    if (!reading_.failed()) {
        readSteps(members);
    }
    if (!fromTheFuture_ && !reading_.failed()) {
        members.end();
    }
    if (reading_.failed()) {
        return failure(reading_.problem());
    }
    return LoadedCase{std::move(out_), std::move(notices_)};
}

void CaseReader::readHead(Members& members) {
    const std::string quoted = '"' + std::string(formatName) + '"';
    const json::Value* format = members.source().required("format", quoted);
    if (format != nullptr && format->text() != formatName) {
        reading_.mismatch(*format, quoted, "/format");
    }
    readVersion(members);
    if (reading_.failed()) {
        return;
    }
    out_.title = members.title("title");
    const json::Array& numbers = members.list("numbers", mostNumbers);
    for (std::size_t i = 0; i < numbers.size() && !reading_.failed(); ++i) {
        out_.numbers.push_back(readNumber(reading_, numbers[i], indexed("", "numbers", i), names_));
    }
    out_.text = members.prose("text", names_);
}

void CaseReader::readVersion(Members& members) {
    const std::string known = std::to_string(version);
    const json::Value* found = members.source().required("version", known);
    if (found != nullptr && !isWholeBetween(*found, 1, format::highestRevision)) {
        reading_.mismatch(*found, known, "/version");
    } else if (found != nullptr && found->number() > version) {
        members.fail("version-newer", "/version",
                     {{"found", std::to_string(static_cast<int>(found->number()))}, {"known", known}});
    }
    const json::Value* minor = members.source().any("minor");
    if (minor != nullptr && !isWholeBetween(*minor, 0, format::highestRevision)) {
        reading_.mismatch(*minor, "a whole number from 0", "/minor");
    } else if (minor != nullptr && minor->number() > minorVersion) {
        fromTheFuture_ = true;
        notices_.push_back(makeDiagnostic(messages, "minor-newer", "/minor",
                                          {{"found", std::to_string(static_cast<int>(minor->number()))},
                                           {"known", std::to_string(minorVersion)}},
                                          Severity::warning));
    }
}

void CaseReader::readBase(Members& members) {
    const json::Value* base = members.source().required("base", "the design that the case starts from");
    if (base == nullptr) {
        return;
    }
    auto loaded = format::fromJson(*base, catalog_);
    if (!loaded) {
        members.fail(loaded.error(), "/base" + loaded.error().where);
        return;
    }
    for (Diagnostic& notice : loaded->notices) {
        notice.where = "/base" + notice.where;
        notices_.push_back(std::move(notice));
    }
    out_.designs.push_back(std::move(loaded->design));
    out_.depths.push_back(0);
}

void CaseReader::readSteps(Members& members) {
    const json::Value* there = members.source().required("steps", "a list of steps");
    const json::Array& steps = members.list("steps", mostSteps);
    if (there != nullptr && there->isArray() && there->array()->empty()) {
        reading_.mismatch(*there, "one step at least", "/steps");
    }
    for (std::size_t i = 0; i < steps.size() && !reading_.failed(); ++i) {
        Step step = readStep(steps[i], indexed("", "steps", i));
        if (!reading_.failed()) {
            perform(step, "/steps/" + step.id);
            out_.steps.push_back(std::move(step));
        }
    }
}

Step CaseReader::readStep(const json::Value& value, const std::string& byIndex) {
    Members members(reading_, value, byIndex, "a step");
    Step out;
    out.id = members.source().id("id", "an id");
    if (!reading_.failed() && !ids_.insert(out.id).second) {
        members.fail("step-duplicate", byIndex, {{"id", out.id}});
    }
    const std::string where = reading_.failed() ? byIndex : "/steps/" + out.id;
    members.source().setWhere(where);
    out.title = members.title("title");
    const json::Value* question = members.source().any("question");
    if (question != nullptr && !reading_.failed()) {
        out.question = readQuestion(reading_, *question, where + "/question", names_);
    }
    const json::Array& edits = members.list("edits", mostEdits);
    for (std::size_t i = 0; i < edits.size() && !reading_.failed(); ++i) {
        Members(reading_, edits[i], indexed(where, "edits", i), "an edit");
        out.edits.push_back(edits[i].isObject() ? *edits[i].object() : json::Object());
    }
    const json::Array& numbers = members.list("numbers", mostNumbers);
    for (std::size_t i = 0; i < numbers.size() && !reading_.failed(); ++i) {
        out.numbers.push_back(readNumber(reading_, numbers[i], indexed(where, "numbers", i), names_));
    }
    out.text = members.prose("text", names_);
    const json::Array& claims = members.list("claims", mostClaims);
    for (std::size_t i = 0; i < claims.size() && !reading_.failed(); ++i) {
        out.claims.push_back(readClaim(reading_, claims[i], indexed(where, "claims", i), names_));
    }
    if (!fromTheFuture_ && !reading_.failed()) {
        members.end();
    }
    return out;
}

void CaseReader::perform(const Step& step, const std::string& where) {
    model::Transaction transaction(out_.designs.back());
    for (std::size_t i = 0; i < step.edits.size(); ++i) {
        if (const auto done = edit::perform(transaction, catalog_, step.edits[i]); !done) {
            Diagnostic problem = done.error();
            problem.where = indexed(where, "edits", i);
            reading_.fail(std::move(problem));
            return;
        }
    }
    out_.depths.push_back(out_.depths.back() + (transaction.changes().empty() ? 0 : 1));
    out_.designs.push_back(transaction.design());
}

}  // namespace headroom::cases
