#include "core/model/records.h"

namespace headroom::model {

bool sameMeaning(const Component& a, const Component& b) {
    return a.id == b.id && a.kind == b.kind && a.group == b.group && a.params == b.params &&
           a.workloads == b.workloads;
}

bool sameMeaning(const Connection& a, const Connection& b) {
    return a.id == b.id && a.from == b.from && a.to == b.to && a.kind == b.kind && a.params == b.params;
}

bool sameMeaning(const Group& a, const Group& b) {
    return a.id == b.id && a.kind == b.kind && a.parent == b.parent && a.params == b.params;
}

bool sameMeaning(const Note& /*a*/, const Note& /*b*/) {
    return true;
}

bool sameMeaning(const Document& a, const Document& b) {
    return a.objectives == b.objectives && a.scenario == b.scenario;
}

}  // namespace headroom::model
