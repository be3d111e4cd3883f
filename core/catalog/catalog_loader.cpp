#include "core/catalog/catalog_loader.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "core/catalog/declarations.h"
#include "core/catalog/kind_reader.h"
#include "core/catalog/member_reader.h"
#include "core/catalog/messages.h"
#include "core/catalog/price_reader.h"

namespace headroom::catalog {

namespace {

namespace fs = std::filesystem;

/// Folders whose name does not start with a dot, sorted; none where the directory is not there.
std::vector<std::string> foldersIn(const std::string& directory) {
    std::vector<std::string> out;
    std::error_code error;
    for (auto entry = fs::directory_iterator(directory, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_directory(ignored) && !entry->path().filename().string().starts_with('.')) {
            out.push_back(entry->path().string());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

const json::Object& objectOf(const json::Value& item) {
    static const json::Object none;
    return item.isObject() ? *item.object() : none;
}

Diagnostic unknownSource(const std::string& name, const std::string& where) {
    return makeDiagnostic(messages, "name-unknown", where,
                          {{"what", "source"}, {"name", name}, {"known", "the ids in sources.json"}});
}

}  // namespace

CatalogLoader::CatalogLoader(std::string dataDirectory) {
    out_.dataDirectory_ = std::move(dataDirectory);
}

std::string CatalogLoader::path(std::string_view name) const {
    return out_.dataDirectory_ + "/" + std::string(name);
}

Result<Catalog> CatalogLoader::load(const std::vector<std::string>& kindDirectories) {
    constexpr std::array<Step, 7> steps{&CatalogLoader::readSources,     &CatalogLoader::readCategories,
                                        &CatalogLoader::readPrices,      &CatalogLoader::readBehaviors,
                                        &CatalogLoader::readConnections, &CatalogLoader::readRecords,
                                        &CatalogLoader::readShippedKinds};
    for (const Step step : steps) {
        if (const auto done = (this->*step)(); !done) {
            return failure(done.error());
        }
    }
    for (const std::string& directory : kindDirectories) {
        readOwnKinds(directory);
    }
    sortKinds();
    return std::move(out_);
}

Result<> CatalogLoader::readSources() {
    const auto list = readList(path("sources.json"));
    if (!list) {
        return failure(list.error());
    }
    for (const json::Value& item : *list) {
        MemberReader in(objectOf(item), placeIn(path("sources.json")));
        Source source;
        source.id = in.requiredText("id");
        source.text = in.requiredText("text");
        source.date = in.text("date");
        source.estimate = in.boolean("estimate", false);
        if (auto done = in.finish(); !done) {
            return done;
        }
        out_.sources_.emplace(source.id, source);
    }
    return {};
}

Result<> CatalogLoader::readCategories() {
    const auto list = readList(path("categories.json"));
    if (!list) {
        return failure(list.error());
    }
    for (const json::Value& item : *list) {
        MemberReader in(objectOf(item), placeIn(path("categories.json")));
        const std::string id = in.requiredText("id");
        out_.categories_.push_back(id);
        out_.categoryLabels_.emplace(id, in.requiredText("label"));
        if (auto done = in.finish(); !done) {
            return done;
        }
    }
    return {};
}

Result<> CatalogLoader::readPrices() {
    const auto files = readFolder(path("prices"));
    if (!files) {
        return failure(files.error());
    }
    PriceReader reader(out_.sources_, out_.prices_, out_.tariffs_, out_.borders_);
    for (const auto& [name, file] : *files) {
        if (auto done = reader.read(file, placeIn(path("prices/" + name + ".json"))); !done) {
            return done;
        }
    }
    return {};
}

Result<> CatalogLoader::checkSources(const std::vector<ParamSpec>& specs, const std::string& where) const {
    for (const ParamSpec& spec : specs) {
        if (!spec.source.empty() && out_.sources_.find(spec.source) == out_.sources_.end()) {
            return failure(unknownSource(spec.source, where + "/" + spec.name));
        }
        if (auto done = checkSources(spec.fields, where + "/" + spec.name); !done) {
            return done;
        }
    }
    return {};
}

Result<std::vector<ParamSpec>> CatalogLoader::readParams(const json::Array& declared,
                                                         MemberReader& in) const {
    const std::string where = in.where() + "/params";
    auto params = readParamSpecs(declared, where);
    if (!params) {
        return params;
    }
    if (auto done = in.finish(); !done) {
        return failure(done.error());
    }
    if (auto done = checkSources(*params, where); !done) {
        return failure(done.error());
    }
    return params;
}

Result<> CatalogLoader::readBehaviors() {
    auto files = readFolder(path("behaviors"));
    if (!files) {
        return failure(files.error());
    }
    if (auto done = resolveLikes(*files, path("behaviors")); !done) {
        return done;
    }
    for (const auto& [name, file] : *files) {
        MemberReader in(file, placeIn(path("behaviors/" + name + ".json")));
        Behavior behavior;
        behavior.name = name;
        behavior.label = in.requiredText("label");
        behavior.originates = in.boolean("originates", false);
        behavior.accepts = in.boolean("accepts", true);
        behavior.calls = in.boolean("calls", true);
        behavior.keyed = in.boolean("keyed", false);
        behavior.stores = in.boolean("stores", false);
        behavior.computed = in.boolean("computed", true);
        behavior.consumes = in.texts("consumes");
        behavior.produces = in.texts("produces");
        const json::Array& declared = in.array("params");
        auto params = readParams(declared, in);
        if (!params) {
            return failure(params.error());
        }
        behavior.params = std::move(*params);
        declarations_.emplace(name, declared);
        out_.behaviors_.emplace(name, std::move(behavior));
    }
    return {};
}

Result<> CatalogLoader::readConnections() {
    auto files = readFolder(path("connections"));
    if (!files) {
        return failure(files.error());
    }
    if (auto done = resolveLikes(*files, path("connections")); !done) {
        return done;
    }
    std::vector<std::pair<int, std::string>> order;
    for (const auto& [name, file] : *files) {
        MemberReader in(file, placeIn(path("connections/" + name + ".json")));
        order.emplace_back(in.integer("order", 0), name);
        out_.connectionLabels_.emplace(name, in.requiredText("label"));
        in.text("help");
        auto params = readParams(in.array("params"), in);
        if (!params) {
            return failure(params.error());
        }
        out_.connections_.emplace(name, std::move(*params));
    }
    std::sort(order.begin(), order.end());
    for (const auto& entry : order) {
        out_.connectionKinds_.push_back(entry.second);
    }
    return {};
}

Result<> CatalogLoader::readRecords() {
    const auto files = readFolder(path("records"));
    if (!files) {
        return failure(files.error());
    }
    for (const auto& [name, file] : *files) {
        const std::string where = placeIn(path("records/" + name + ".json"));
        MemberReader in(file, where);
        if (auto done = readGroupKinds(in.array("kinds"), where); !done) {
            return done;
        }
        auto params = readParams(in.array("params"), in);
        if (!params) {
            return failure(params.error());
        }
        out_.records_.emplace(name, std::move(*params));
    }
    return {};
}

Result<> CatalogLoader::readGroupKinds(const json::Array& kinds, const std::string& where) {
    for (const json::Value& item : kinds) {
        MemberReader in(objectOf(item), where + "/kinds");
        Option kind;
        kind.value = in.requiredText("value");
        kind.label = in.requiredText("label");
        kind.help = in.text("help");
        if (auto done = in.finish(); !done) {
            return done;
        }
        out_.groupKinds_.push_back(std::move(kind));
    }
    return {};
}

Result<> CatalogLoader::readShippedKinds() {
    for (const std::string& folder : foldersIn(path("kinds"))) {
        auto done = readKindFolder(folder);
        if (!done && done.error().code != "kind-missing") {
            return done;
        }
        if (!done) {
            leaveOut(done.error());
        }
    }
    return {};
}

void CatalogLoader::leaveOut(const Diagnostic& problem) {
    out_.problems_.push_back(makeDiagnostic(messages, "kind-left-out", problem.where,
                                            {{"problem", problem.text}}, Severity::warning));
}

void CatalogLoader::readOwnKinds(const std::string& directory) {
    for (const std::string& folder : foldersIn(directory)) {
        if (const auto done = readKindFolder(folder); !done) {
            leaveOut(done.error());
        }
    }
}

Result<> CatalogLoader::readKindFolder(const std::string& folder) {
    auto kind = readKind(folder, {out_.behaviors_, declarations_, out_.prices_, out_.tariffs_, out_.sources_,
                                  out_.categoryLabels_, path("icons/placeholder.svg")});
    if (!kind) {
        return failure(kind.error());
    }
    addCommonParams(*kind);
    const auto same = std::find_if(out_.kinds_.begin(), out_.kinds_.end(),
                                   [&](const Kind& other) { return other.id == kind->id; });
    if (same == out_.kinds_.end()) {
        out_.kinds_.push_back(std::move(*kind));
    } else {
        *same = std::move(*kind);
    }
    return {};
}

void CatalogLoader::addCommonParams(Kind& kind) const {
    for (const ParamSpec& spec : out_.recordParams("component")) {
        if (findSpec(kind.params, spec.name) == nullptr) {
            kind.params.push_back(spec);
        }
    }
}

void CatalogLoader::sortKinds() {
    const auto rank = [this](const Kind& kind) {
        return std::find(out_.categories_.begin(), out_.categories_.end(), kind.category) -
               out_.categories_.begin();
    };
    std::sort(out_.kinds_.begin(), out_.kinds_.end(), [&](const Kind& a, const Kind& b) {
        return std::tuple(rank(a), a.order, std::string_view(a.label), std::string_view(a.id)) <
               std::tuple(rank(b), b.order, std::string_view(b.label), std::string_view(b.id));
    });
}

}  // namespace headroom::catalog
