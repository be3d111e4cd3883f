#include "core/queueing/client_timeout.h"

#include "core/queueing/mm_c.h"

namespace headroom::queueing {

double clientTimeoutShare(double arrivalRate, double serviceRate, std::int64_t servers, double timeout) {
    const MmcQueue queue(arrivalRate, serviceRate, servers);
    return queue.stable() ? queue.responseTail(timeout) : 1.0;
}

}  // namespace headroom::queueing
