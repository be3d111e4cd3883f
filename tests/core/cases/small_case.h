#pragma once

#include <QString>
#include <cassert>

#include "core/cases/case_file.h"
#include "core/cases/player.h"
#include "core/catalog/catalog.h"
#include "core/format/design_file.h"

/// A case of three steps on M/M/1, and a stage to play it on.
namespace headroom::test {

inline const catalog::Catalog& shippedCatalog() {
    static const auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
    assert(loaded);
    return *loaded;
}

/// 80 requests a second on one worker of 10 ms: rho = 0.8, mean residence 10 / (1 - 0.8) = 50 ms. Then two
/// machines of 40 each: rho = 0.4 and 10 / (1 - 0.4) = 16.7 ms. Then words only.
inline const std::string smallCase = R"case({
  "format": "headroom.case", "version": 1, "title": "One or two machines", "text": ["A queue.", "It grows."],
  "numbers": [{"name": "service", "value": 10, "unit": "ms", "label": "Work of a request"}],
  "base": {"format": "headroom.design", "version": 1, "name": "Queue",
    "components": [
      {"id": "users", "kind": "client", "x": 0, "y": 0, "workloads": [{"id": "ask", "rps": 1}]},
      {"id": "web", "kind": "service", "label": "Web", "x": 240, "y": 0,
       "params": {"instances": 1, "workers": 1, "service_time_ms": 10, "service_cv": 1}}],
    "connections": [{"id": "e", "from": "users", "to": "web", "kind": "request", "params": {"latency_ms": 0}}]},
  "steps": [
    {"id": "load", "title": "People come",
     "question": {"text": "How busy?", "of": "/components/web/utilization", "within": 0.1},
     "edits": [{"do": "set_param", "component": "users", "workload": "ask", "param": "rps", "value": 80}],
     "numbers": [{"name": "rho", "of": "/components/web/utilization"},
                 {"name": "expected", "of": "service / (1 - rho)",
                         "unit" : "ms"
}],
     "text": "Busy {{rho}}, so {{ expected }} and not {{service}}.",
     "claims": [
       {"text": "{{/system/bottleneck}} is busy", "of": "/components/web/utilization", "between": [0.79, 0.81]},
       {"text": "as by hand", "of": "/system/latency_ms/mean", "between": [49, 51]},
       {"text": "by hand", "of": "expected", "unit": "ms", "between": [49, 51]}]
},
    {"id": "two", "title": "A second machine",
     "question": {"text": "How long then?", "of": "/system/latency_ms/mean",
                  "choices": [{"text": "Half", "above": 20}, {"text": "A third", "at_most": 20}]},
     "edits": [{"do": "set_param", "component": "web", "param": "instances", "value": 2},
               {"do": "set_scenario", "param": "horizon_s", "value": 900}],
     "text": "From {{before:/system/latency_ms/mean}} to {{/system/latency_ms/mean}} with {{design:/components/web/params/instances}}.",
     "claims": [{"text": "a third", "of": "/system/latency_ms/mean", "between": [16.5, 16.8]},
                {"text": "still the bottleneck", "of": "/system/bottleneck", "is": "web"}]},
    {"id": "words", "title": "What it was", "text": "That was all.",
     "numbers": [{"name": "gain", "of": "expected / 16.67"}],
     "claims": [{"text": "three times", "of": "gain", "between": [2, 4]}]}
  ]
})case";

/// A document without a window.
class HistoryStage : public cases::Stage {
  public:
    explicit HistoryStage(model::Design base) : history_(std::move(base)) {}
    [[nodiscard]] const model::History& history() const override { return history_; }
    Result<> perform(const std::string& name,
                     const std::function<Result<>(model::Transaction&)>& edit) override {
        model::Transaction transaction(history_.design());
        auto done = edit(transaction);
        if (done) {
            history_.commit(name, transaction.changes());
        }
        return done;
    }
    void undo() override { history_.undo(); }
    void redo() { history_.redo(); }
    [[nodiscard]] QString bytes() const { return QString::fromStdString(format::write(history_.design())); }

  private:
    model::History history_;
};

}  // namespace headroom::test
