#include "core/format/references.h"

#include <unordered_set>

#include "core/format/messages.h"

namespace headroom::format {

namespace {

using catalog::ParamSpec;
using catalog::ParamType;

class ReferenceChecker {
  public:
    ReferenceChecker(Reading& reading, const model::Design& design) : reading_(reading), design_(design) {
        for (const auto& component : design.components()) {
            for (const model::Workload& workload : component->workloads) {
                workloads_.insert(component->id + "." + workload.id);
            }
        }
    }

    void run() {
        const catalog::Catalog& catalog = reading_.catalog();
        for (const auto& component : design_.components()) {
            const catalog::Kind* kind = catalog.kind(component->kind);
            if (kind != nullptr) {
                object(component->params, kind->params, "/components/" + component->id + "/params");
            }
        }
        for (const auto& connection : design_.connections()) {
            object(connection->params, catalog.connectionParams(connection->kind),
                   "/connections/" + connection->id + "/params");
        }
        for (const auto& group : design_.groups()) {
            object(group->params, catalog.recordParams("group"), "/groups/" + group->id + "/params");
        }
        object(design_.document().scenario, catalog.recordParams("scenario"), "/scenario");
    }

  private:
    void object(const json::Object& object, const std::vector<ParamSpec>& specs, const std::string& where) {
        for (const auto& [name, value] : object) {
            if (const ParamSpec* spec = findSpec(specs, name)) {
                visit(*spec, value, below(where, name));
            }
        }
    }

    void visit(const ParamSpec& spec, const json::Value& value, const std::string& where) {
        if (value.isObject() && spec.type == ParamType::object) {
            object(*value.object(), spec.fields, where);
        } else if (value.isArray() && spec.type == ParamType::list) {
            for (std::size_t i = 0; i < value.array()->size(); ++i) {
                visit(spec.fields.front(), (*value.array())[i], below(where, std::to_string(i)));
            }
        } else if (value.isString() && !spec.references.empty()) {
            name(spec, value.text(), where);
        }
    }

    void name(const ParamSpec& spec, std::string_view id, const std::string& where) {
        if (spec.references == "workload") {
            if (!workloads_.contains(std::string(id))) {
                reading_.mention("workload-dangling", std::string(id), where);
            }
        } else if (!exists(spec.references, id)) {
            reading_.fail("reference-dangling", where,
                          {{"what", spec.references}, {"id", printable(id, 80)}});
        }
    }

    bool exists(std::string_view table, std::string_view id) const {
        if (table == "connection") {
            return design_.connections().contains(id);
        }
        return table == "group" ? design_.groups().contains(id) : design_.components().contains(id);
    }

    Reading& reading_;
    const model::Design& design_;
    std::unordered_set<std::string> workloads_;
};

}  // namespace

void checkReferences(Reading& reading, const model::Design& design) {
    if (const auto broken = model::checkInvariants(design); !broken.empty()) {
        reading.fail(broken.front());
        return;
    }
    ReferenceChecker(reading, design).run();
}

}  // namespace headroom::format
