#pragma once

#include <QByteArray>

namespace headroom::tests {

/// 100/s at a machine that can do 200/s, M/M/1 at 0.5 behind a network of 30 ms; in the middle of a minute so
/// many times as much, which has no place in a steady state.
inline QByteArray spikedDesign(int factor) {
    return QByteArray(
               R"({"format": "headroom.design", "version": 1, "components": [
    {"id": "users", "kind": "client", "label": "Users", "x": 0, "y": 0,
     "workloads": [{"id": "r", "op": "read", "rps": 100, "deadline_ms": 1000}]},
    {"id": "web", "kind": "service", "label": "Web", "x": 0, "y": 0,
     "params": {"instances": 1, "workers": 1, "service_time_ms": 5}}],
  "connections": [{"id": "c", "from": "users", "to": "web", "kind": "request"}],
  "scenario": {"events": [{"type": "spike", "component": "users", "factor": FACTOR, "at_s": 20, "for_s": 20}]}})")
        .replace("FACTOR", QByteArray::number(factor));
}

}  // namespace headroom::tests
