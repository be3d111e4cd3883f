#include "core/engine/simulator/findings.h"

#include <array>

namespace headroom::engine::simulator {

namespace {

constexpr auto templates = std::to_array<MessageTemplate>({
    {"hit-ratio-from-formula",
     "what {component} holds is not simulated key by key: a look-up finds its key by chance, as often as the "
     "solver works out",
     ""},
    {"copies-not-simulated",
     "second copies of calls that take long (`hedge_after_ms` of {connection}) are not simulated: none is "
     "sent",
     ""},
    {"events-not-simulated",
     "of the events of the scenario those that befall the deliveries of a queue are not simulated", ""},
    {"too-many-machines", "{machines} machines are too many to be simulated one by one; there can be {most}",
     "simulate a part of the design, or fewer and larger machines"},
    {"cold-start-not-simulated",
     "what {component} holds is not simulated key by key, so it does not begin empty: it finds as much as "
     "ever",
     ""},
    {"precision-not-reached",
     "after {time} the mean is known within ± {mean} and the 99th percentile within ± {p99}, not both within "
     "± "
     "{wanted} (95 %)",
     "let it run longer, or be content with less"},
    {"precision-of-a-transient",
     "there is no steady state that a longer time would tell more precisely: something happens in the "
     "scenario, "
     "caches begin empty, or a component is saturated",
     "more replications tell what is chance"},
    {"warm-up-not-over",
     "the latencies had not settled after half of the simulated time, so nothing of it is left out",
     "simulate a longer time"},
    {"simulation-full",
     "too many requests and messages were under way at the same time; the simulation ended after {time}",
     "lower the load, or simulate a shorter time"},
    {"simulation-too-short", "not even a twentieth of the simulation was completed: there are no numbers",
     "let it run longer"},
});

}  // namespace

results::Finding finding(std::string_view code, Severity severity, std::vector<Id> where,
                         MessageArguments arguments) {
    return {makeDiagnostic(templates, code, "", std::move(arguments), severity), std::move(where)};
}

}  // namespace headroom::engine::simulator
