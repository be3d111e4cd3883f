#include "core/engine/behaviors/table.h"

#include <array>

#include "core/engine/behaviors/balancer.h"
#include "core/engine/behaviors/cache.h"
#include "core/engine/behaviors/queue.h"
#include "core/engine/behaviors/source.h"
#include "core/engine/behaviors/station.h"
#include "core/engine/behaviors/store.h"

namespace headroom::engine::behaviors {

const Behavior* find(std::string_view name) {
    static const Source source;
    static const Station station;
    static const Balancer balancer;
    static const Cache cache;
    static const Store store;
    static const Queue queue;
    static const std::array<const Behavior*, 6> all = {&source, &station, &balancer, &cache, &store, &queue};
    for (const Behavior* behavior : all) {
        if (behavior->name() == name) {
            return behavior;
        }
    }
    return nullptr;
}

}  // namespace headroom::engine::behaviors
