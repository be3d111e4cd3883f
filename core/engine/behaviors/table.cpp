#include "core/engine/behaviors/table.h"

#include <array>

#include "core/engine/behaviors/balancer.h"
#include "core/engine/behaviors/cache.h"
#include "core/engine/behaviors/delay.h"
#include "core/engine/behaviors/gate.h"
#include "core/engine/behaviors/plain.h"
#include "core/engine/behaviors/queue.h"
#include "core/engine/behaviors/source.h"
#include "core/engine/behaviors/station.h"
#include "core/engine/behaviors/store.h"
#include "core/engine/behaviors/stream.h"

namespace headroom::engine::behaviors {

const Behavior* find(std::string_view name) {
    static const Source source;
    static const Station station;
    static const Balancer balancer;
    static const Cache cache;
    static const Store store;
    static const Queue queue;
    static const Delay delay;
    static const GateKeeper gate;
    static const Plain plain;
    static const Stream stream;
    static const std::array<const Behavior*, 10> all = {&source, &station, &balancer, &cache, &store,
                                                        &queue,  &delay,   &gate,     &plain, &stream};
    for (const Behavior* behavior : all) {
        if (behavior->name() == name) {
            return behavior;
        }
    }
    return nullptr;
}

}  // namespace headroom::engine::behaviors
