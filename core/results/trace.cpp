#include "core/results/trace.h"

namespace headroom::results {

std::string_view spanKindName(SpanKind kind) {
    switch (kind) {
        case SpanKind::call:
            return "call";
        case SpanKind::retry:
            return "retry";
        case SpanKind::network:
            return "network";
        case SpanKind::wait:
            return "wait";
        case SpanKind::service:
            return "service";
        case SpanKind::backoff:
            break;
    }
    return "backoff";
}

}  // namespace headroom::results
