#include "core/format/design_reader.h"

#include <cmath>

#include "core/format/messages.h"
#include "core/format/record_readers.h"
#include "core/format/references.h"
#include "core/format/revisions.h"
#include "core/format/version.h"
#include "core/model/transaction.h"

namespace headroom::format {

namespace {

bool isWholeBetween(const json::Value& value, double low, double high) {
    const double number = value.number(-1);
    return value.isNumber() && number == std::floor(number) && number >= low && number <= high;
}

}  // namespace

model::Design DesignReader::read(const json::Value& value) {
    if (!value.isObject()) {
        reading_.mismatch(value, "an object, the design", "");
        return {};
    }
    MemberSource members(reading_, *value.object(), "");
    readHead(members);
    if (reading_.failed()) {
        return {};
    }
    readCatalog(members);
    readTables(members);
    readObjectives(members);
    readScenario(members);
    document_.extra = members.extra();
    if (reading_.failed()) {
        return {};
    }
    bringUpToDate(reading_, components_, document_.catalog);
    model::Design design = assemble();
    checkReferences(reading_, design);
    return design;
}

void DesignReader::readHead(MemberSource& members) {
    const std::string quoted = '"' + std::string(formatName) + '"';
    const json::Value* format = members.required("format", quoted);
    if (format != nullptr && format->text() != formatName) {
        reading_.mismatch(*format, quoted, "/format");
    }
    readVersion(members);
    document_.name = members.text("name", longestLabel);
}

void DesignReader::readVersion(MemberSource& members) {
    const std::string known = std::to_string(version);
    const json::Value* found = members.required("version", known);
    if (found != nullptr && !isWholeBetween(*found, 1, highestRevision)) {
        reading_.mismatch(*found, known, "/version");
    } else if (found != nullptr && found->number() > version) {
        reading_.fail("version-newer", "/version",
                      {{"found", std::to_string(static_cast<int>(found->number()))}, {"known", known}});
    }
    const json::Value* minor = members.any("minor");
    if (minor == nullptr) {
        return;
    }
    if (!isWholeBetween(*minor, 0, highestRevision)) {
        reading_.mismatch(*minor, "a whole number from 0", "/minor");
        return;
    }
    document_.minor = static_cast<int>(minor->number());
    if (document_.minor > minorVersion) {
        reading_.notice(
            "minor-newer", "/minor",
            {{"found", std::to_string(document_.minor)}, {"known", std::to_string(minorVersion)}});
    }
}

void DesignReader::readCatalog(MemberSource& members) {
    document_.catalog = members.object("catalog");
    for (const auto& [kind, revision] : document_.catalog) {
        if (!isWholeBetween(revision, 1, highestRevision)) {
            reading_.mismatch(revision, "the revision of a kind, a whole number from 1",
                              below("/catalog", kind));
        }
    }
}

template <class T>
std::vector<T> DesignReader::readTable(MemberSource& members, std::string_view name, bool required,
                                       T (*readOne)(Reading&, const json::Value&, const std::string&)) {
    if (required) {
        members.required(name, "a list");
    }
    const json::Array& list = members.array(name);
    std::vector<T> out;
    out.reserve(list.size());
    for (std::size_t i = 0; i < list.size() && !reading_.failed(); ++i) {
        const std::string byIndex = "/" + std::string(name) + "/" + std::to_string(i);
        out.push_back(readOne(reading_, list[i], byIndex));
        if (!reading_.failed() && !ids_.insert(out.back().id).second) {
            reading_.fail("id-duplicate", byIndex, {{"id", out.back().id}});
        }
    }
    return out;
}

void DesignReader::readTables(MemberSource& members) {
    components_ = readTable<model::Component>(members, "components", true, readComponent);
    connections_ = readTable<model::Connection>(members, "connections", true, readConnection);
    groups_ = readTable<model::Group>(members, "groups", false, readGroup);
    notes_ = readTable<model::Note>(members, "notes", false, readNote);
}

void DesignReader::readObjectives(MemberSource& members) {
    document_.objectives = members.array("objectives");
    const auto& specs = reading_.catalog().recordParams("objective");
    for (std::size_t i = 0; i < document_.objectives.size() && !reading_.failed(); ++i) {
        catalog::ParamSpec whole;
        whole.type = catalog::ParamType::object;
        whole.required = true;
        whole.fields = specs;
        const std::string where = "/objectives/" + std::to_string(i);
        if (const auto legal = check(whole, document_.objectives[i], where); !legal) {
            reading_.fail(legal.error());
        }
    }
}

void DesignReader::readScenario(MemberSource& members) {
    document_.scenario = members.object("scenario");
    checkParams(reading_, document_.scenario, reading_.catalog().recordParams("scenario"), "/scenario");
}

model::Design DesignReader::assemble() {
    model::Transaction transaction{model::Design()};
    const auto putAll = [&transaction](auto& records) {
        for (auto& record : records) {
            transaction.put(std::move(record));
        }
    };
    putAll(components_);
    putAll(connections_);
    putAll(groups_);
    putAll(notes_);
    transaction.setDocument(std::move(document_));
    return transaction.design();
}

}  // namespace headroom::format
