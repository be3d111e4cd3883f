#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/format/design_file.h"
#include "core/model/transaction.h"
#include "tests/core/json/value_generator.h"

/// Random designs for property tests: of known and unknown kinds, with parameters drawn from the catalogue,
/// groups in a tree, notes, and members that nobody knows at every level.
namespace headroom::format::test {

class DesignGenerator {
  public:
    explicit DesignGenerator(const catalog::Catalog& catalog) : catalog_(catalog) {}

    model::Design design() {
        makeGroups();
        makeComponents();
        makeConnections();
        makeNotes();
        makeDocument();
        return transaction_.design();
    }

  private:
    static bool oneIn(int n) { return *rc::gen::inRange(0, n) == 0; }

    template <class T>
    static const T& oneOf(const std::vector<T>& items) {
        return items[*rc::gen::inRange<std::size_t>(0, items.size())];
    }

    static double within(double low, double high) {
        switch (*rc::gen::inRange(0, 4)) {
            case 0:
                return low;
            case 1:
                return high;
            case 2:
                return std::clamp(static_cast<double>(*rc::gen::inRange(0, 100)), low, high);
            default:
                break;
        }
        return std::clamp(low + (high - low) * *rc::gen::inRange(0, 1000) / 997.0, low, high);
    }

    static std::string label() {
        const std::string text = json::test::anyText();
        return utf8::length(text) <= 256 ? text : "short";
    }

    Id freshId(std::string_view stem) { return std::string(stem) + std::to_string(++count_); }

    /// No name of the format, so that it stays what it is: unknown.
    static json::Object unknownMembers() {
        json::Object out;
        for (int i = *rc::gen::inRange(-2, 3); i > 0; --i) {
            out.set("x-" + json::test::anyText(), json::test::anyValue());
        }
        return out;
    }

    json::Value value(const catalog::ParamSpec& spec) {
        if (spec.defaultValue.isNull() && !spec.required && oneIn(5)) {
            return nullptr;
        }
        switch (spec.type) {
            case catalog::ParamType::number:
                return within(spec.minimum, spec.maximum);
            case catalog::ParamType::integer:
                return std::floor(within(spec.minimum, spec.maximum));
            case catalog::ParamType::boolean:
                return oneIn(2);
            case catalog::ParamType::enumeration:
                return oneOf(spec.options).value;
            case catalog::ParamType::text:
                return utf8::length(lastText_ = label()) <= spec.maximum ? lastText_ : std::string("t");
            case catalog::ParamType::idRef:
                return reference(spec);
            case catalog::ParamType::object:
                return params(spec.fields);
            case catalog::ParamType::list:
                break;
        }
        json::Array items;
        for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
            // Where there is nothing to refer to, nothing is.
            if (json::Value item = value(spec.fields.front()); !item.isNull()) {
                items.push_back(std::move(item));
            }
        }
        return items;
    }

    json::Value reference(const catalog::ParamSpec& spec) {
        const std::vector<Id>& ids = spec.references == "group"        ? groups_
                                     : spec.references == "connection" ? connections_
                                                                       : components_;
        return ids.empty() ? json::Value() : json::Value(oneOf(ids));
    }

    json::Object params(const std::vector<catalog::ParamSpec>& specs) {
        json::Object out;
        for (const catalog::ParamSpec& spec : specs) {
            if (spec.required || oneIn(3)) {
                const json::Value drawn = value(spec);
                if (!drawn.isNull() || spec.type != catalog::ParamType::idRef) {
                    out.set(spec.name, drawn);
                }
            }
        }
        for (const auto& [name, unknown] : unknownMembers()) {
            out.set(name, unknown);
        }
        return out;
    }

    static model::Rect frame() {
        return {within(-1e9, 1e9), within(-1000, 1000), within(0, 1e9), within(0, 1000)};
    }

    void makeGroups() {
        for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
            model::Group group;
            group.id = freshId("group-");
            group.kind = oneOf(catalog_.groupKinds()).value;
            group.label = label();
            if (!groups_.empty() && oneIn(2)) {
                group.parent = oneOf(groups_);
            }
            group.frame = frame();
            groups_.push_back(group.id);
            if (!groups_.empty()) {
                group.params = params(catalog_.recordParams("group"));
            }
            group.extra = unknownMembers();
            transaction_.put(group);
        }
    }

    void makeComponents() {
        for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
            model::Component component;
            component.id = freshId("box_");
            const catalog::Kind& kind = oneOf(catalog_.kinds());
            const bool known = !oneIn(6);
            component.kind = known ? kind.id : "kind-from-elsewhere";
            component.label = label();
            component.position = {within(-1e9, 1e9), within(-5, 5)};
            if (oneIn(3)) {
                component.size = {within(16, 1e6), within(16, 400)};
            }
            if (!groups_.empty() && oneIn(2)) {
                component.group = oneOf(groups_);
            }
            component.params = known ? params(kind.params) : unknownMembers();
            makeWorkloads(component);
            component.extra = unknownMembers();
            components_.push_back(component.id);
            if (known) {
                document_.catalog.set(kind.id, kind.revision);
            }
            transaction_.put(component);
        }
    }

    void makeWorkloads(model::Component& component) {
        for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
            model::Workload workload;
            workload.id = freshId("load");
            workload.params = params(catalog_.recordParams("workload"));
            component.workloads.push_back(workload);
        }
    }

    void makeConnections() {
        for (int i = components_.empty() ? 0 : *rc::gen::inRange(0, 8); i > 0; --i) {
            model::Connection connection;
            connection.id = freshId("e");
            connection.from = oneOf(components_);
            connection.to = oneOf(components_);
            connection.kind = oneOf(catalog_.connectionKinds());
            connection.params = params(catalog_.connectionParams(connection.kind));
            if (oneIn(2)) {
                connection.params.set("points",
                                      json::Array{json::Object{{"x", within(-1e9, 1e9)}, {"y", 2}}});
            }
            connection.extra = unknownMembers();
            connections_.push_back(connection.id);
            transaction_.put(connection);
        }
    }

    void makeNotes() {
        for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
            transaction_.put(model::Note{freshId("note"), json::test::anyText(), frame(), unknownMembers()});
        }
    }

    void makeDocument() {
        document_.minor = *rc::gen::inRange(0, 3);
        document_.name = label();
        document_.scenario = params(catalog_.recordParams("scenario"));
        for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
            document_.objectives.emplace_back(params(catalog_.recordParams("objective")));
        }
        document_.extra = unknownMembers();
        transaction_.setDocument(document_);
    }

    const catalog::Catalog& catalog_;
    model::Transaction transaction_{model::Design()};
    model::Document document_;
    std::vector<Id> groups_;
    std::vector<Id> components_;
    std::vector<Id> connections_;
    std::string lastText_;
    int count_ = 0;
};

}  // namespace headroom::format::test
