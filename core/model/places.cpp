#include "core/model/places.h"

namespace headroom::model {

std::vector<Table<Group>::Pointer> groupsAround(const Design& design, const Component& component) {
    std::vector<Table<Group>::Pointer> groups;
    std::optional<Id> next = component.group;
    while (next && groups.size() <= design.groups().size()) {
        auto group = design.groups().find(*next);
        if (!group) {
            break;
        }
        next = group->parent;
        groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace headroom::model
