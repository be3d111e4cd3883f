#include "widgets/inspector/subject.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/edit/edits.h"
#include "widgets/common/names.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using catalog::ParamSpec;

namespace {

const std::vector<ParamSpec>& declared(const RecordRef& record, const model::Design& design,
                                       const catalog::Catalog& catalog) {
    static const std::vector<ParamSpec> none;
    switch (record.table) {
        case RecordRef::Table::component: {
            const auto component = design.components().find(record.id);
            const auto* kind = component ? catalog.kind(component->kind) : nullptr;
            return kind != nullptr ? kind->params : none;
        }
        case RecordRef::Table::connection: {
            const auto connection = design.connections().find(record.id);
            const bool computed = connection && catalog.isComputed(design, *connection);
            return computed ? catalog.connectionParams(connection->kind) : none;
        }
        case RecordRef::Table::workload:
            return catalog.recordParams("workload");
        case RecordRef::Table::group:
            return catalog.recordParams("group");
        case RecordRef::Table::scenario:
            return catalog.recordParams("scenario");
    }
    return none;
}

const json::Object* workloadParams(const model::Design& design, const RecordRef& record) {
    const auto component = design.components().find(record.id);
    if (!component) {
        return nullptr;
    }
    const auto found = std::find_if(component->workloads.begin(), component->workloads.end(),
                                    [&](const model::Workload& w) { return w.id == record.workload; });
    return found == component->workloads.end() ? nullptr : &found->params;
}

/// Null for a record that has gone. Records are shared by the snapshot, so the pointer lives as long as it.
const json::Object* paramsOf(const model::Design& design, const RecordRef& record) {
    switch (record.table) {
        case RecordRef::Table::component: {
            const auto component = design.components().find(record.id);
            return component ? &component->params : nullptr;
        }
        case RecordRef::Table::connection: {
            const auto connection = design.connections().find(record.id);
            return connection ? &connection->params : nullptr;
        }
        case RecordRef::Table::group: {
            const auto group = design.groups().find(record.id);
            return group ? &group->params : nullptr;
        }
        case RecordRef::Table::workload:
            return workloadParams(design, record);
        case RecordRef::Table::scenario:
            return &design.document().scenario;
    }
    return nullptr;
}

struct PathParts {
    std::string head;
    std::string tail;  ///< empty for a parameter of the record itself
};

PathParts split(const std::string& path) {
    const auto slash = path.find('/');
    return slash == std::string::npos ? PathParts{path, {}}
                                      : PathParts{path.substr(0, slash), path.substr(slash + 1)};
}

struct Found {
    const json::Value* own = nullptr;
    json::Value effective;
};

Found look(const std::vector<ParamSpec>& specs, const json::Object& params, const std::string& path) {
    const PathParts parts = split(path);
    const ParamSpec* spec = catalog::findSpec(specs, parts.head);
    if (spec == nullptr) {
        return {};
    }
    if (parts.tail.empty()) {
        return {params.find(parts.head), catalog::effective(*spec, params)};
    }
    const json::Object* inner = catalog::effective(*spec, params).object();
    return inner == nullptr ? Found() : look(spec->fields, *inner, parts.tail);
}

bool holds(const ParamSpec::Condition& condition, const std::vector<ParamSpec>& siblings,
           const json::Object& params) {
    const json::Value value = look(siblings, params, condition.param).effective;
    const bool among =
        std::any_of(condition.values.begin(), condition.values.end(), [&](const json::Value& wanted) {
            return value == wanted || (value.isNull() && wanted == json::Value(""));
        });
    return among != condition.except;
}

bool shows(const std::vector<ParamSpec>& specs, const json::Object& params, const std::string& path) {
    const PathParts parts = split(path);
    const ParamSpec* spec = catalog::findSpec(specs, parts.head);
    if (spec == nullptr || (spec->visibleWhen && !holds(*spec->visibleWhen, specs, params))) {
        return false;
    }
    if (parts.tail.empty()) {
        return true;
    }
    const json::Object* inner = catalog::effective(*spec, params).object();
    return inner != nullptr && shows(spec->fields, *inner, parts.tail);
}

bool alike(const ParamSpec& a, const ParamSpec& b) {
    return a.name == b.name && a.type == b.type && a.unit == b.unit && a.options.size() == b.options.size() &&
           a.fields.size() == b.fields.size();
}

/// What tells the forms of two records apart.
QString formOf(const RecordRef& record, const model::Design& design, const catalog::Catalog& catalog) {
    switch (record.table) {
        case RecordRef::Table::component: {
            const auto component = design.components().find(record.id);
            return component ? toQt(component->kind) : QString();
        }
        case RecordRef::Table::connection: {
            const auto connection = design.connections().find(record.id);
            if (!connection || !catalog.isComputed(design, *connection)) {
                return QStringLiteral("drawn");
            }
            return toQt(connection->kind);
        }
        default:
            return QString::number(static_cast<int>(record.table));
    }
}

QString nameOfOne(const RecordRef& record, const model::Design& design, const catalog::Catalog& catalog) {
    switch (record.table) {
        case RecordRef::Table::component: {
            const auto component = design.components().find(record.id);
            return component ? shownName(*component, catalog) : QString();
        }
        case RecordRef::Table::workload:
            return toQt(record.workload);
        case RecordRef::Table::scenario:
            return QCoreApplication::translate("Subject", "the design");
        case RecordRef::Table::group: {
            const auto group = design.groups().find(record.id);
            return toQt(group && !group->label.empty() ? group->label : record.id);
        }
        default:
            return toQt(record.id);
    }
}

}  // namespace

Subject Subject::of(const model::Design& design, const catalog::Catalog& catalog,
                    std::vector<RecordRef> records) {
    Subject subject;
    subject.records_ = std::move(records);
    QStringList forms;
    for (const RecordRef& record : subject.records_) {
        forms.append(formOf(record, design, catalog));
    }
    forms.sort();
    forms.removeDuplicates();
    subject.shape_ = forms.join(QLatin1Char('+'));
    if (subject.records_.empty()) {
        return subject;
    }
    for (const ParamSpec& spec : declared(subject.records_.front(), design, catalog)) {
        const bool shared =
            std::all_of(subject.records_.begin(), subject.records_.end(), [&](const RecordRef& record) {
                const auto* other = catalog::findSpec(declared(record, design, catalog), spec.name);
                return other != nullptr && !other->hidden && alike(spec, *other);
            });
        if (shared) {
            subject.specs_.push_back(spec);
        }
    }
    return subject;
}

QString Subject::name(const model::Design& design, const catalog::Catalog& catalog) const {
    if (records_.size() == 1) {
        return nameOfOne(records_.front(), design, catalog);
    }
    const char* wording = records_.front().table == RecordRef::Table::component
                              ? QT_TRANSLATE_NOOP("Subject", "%1 components")
                              : QT_TRANSLATE_NOOP("Subject", "%1 connections");
    return QCoreApplication::translate("Subject", wording).arg(records_.size());
}

FieldState Subject::state(const model::Design& design, const std::string& path) const {
    FieldState state;
    bool first = true;
    for (const RecordRef& record : records_) {
        const json::Object* params = paramsOf(design, record);
        if (params == nullptr) {
            continue;
        }
        const Found found = look(specs_, *params, path);
        state.overridden = state.overridden || found.own != nullptr;
        if (first) {
            state.effective = found.effective;
            state.own = found.own != nullptr ? *found.own : json::Value();
        } else if (!(found.effective == state.effective)) {
            state.mixed = true;
            state.own = json::Value();
        }
        first = false;
    }
    return state;
}

bool Subject::visible(const model::Design& design, const std::string& path) const {
    return std::all_of(records_.begin(), records_.end(), [&](const RecordRef& record) {
        const json::Object* params = paramsOf(design, record);
        return params != nullptr && shows(specs_, *params, path);
    });
}

Result<> Subject::set(model::Transaction& transaction, const catalog::Catalog& catalog,
                      const std::string& path, const json::Value& value) const {
    for (const RecordRef& record : records_) {
        Result<> done;
        switch (record.table) {
            case RecordRef::Table::workload:
                done = edit::setWorkloadParam(transaction, catalog, record.id, record.workload, path, value);
                break;
            case RecordRef::Table::scenario:
                done = edit::setScenario(transaction, catalog, path, value);
                break;
            default:
                done = edit::setParam(transaction, catalog, record.id, path, value);
        }
        if (!done) {
            return done;
        }
    }
    return {};
}

const ParamSpec* Subject::spec(const std::string& path) const {
    const PathParts parts = split(path);
    const ParamSpec* spec = catalog::findSpec(specs_, parts.head);
    return spec == nullptr || parts.tail.empty() ? spec : spec->field(parts.tail);
}

}  // namespace headroom::widgets
