#include "core/engine/solver/findings.h"

#include <array>

namespace headroom::engine::solver {

namespace {

constexpr auto templates = std::to_array<MessageTemplate>({
    {"unknown-kind",
     "{component} is of the kind {kind}, which is not known here: whatever depends on it has no numbers",
     "add the kind's folder, or replace the component"},
    {"cycle-does-not-shrink",
     "the calls {components} go round in a circle and never become fewer, so that one request would make "
     "endless calls",
     "lower `calls` on one of these connections so that less than one call comes back for each"},
    {"users-and-rate",
     "{workload} has users, who send as fast as they are answered: its {names} counts for nothing",
     "take away the users, or what else says how much it sends"},
    {"approximate-users",
     "users who wait for {workloads} are taken to find what comes to a machine without themselves (Bard and "
     "Schweitzer), since the network has no product form",
     ""},
    {"dead-not-noticed",
     "{balancer} has not noticed yet that machines of {component} are dead, which its checks take {time} for "
     "in the mean: until then {share} of what it sends there fails",
     "check more often or count fewer misses, or let the caller try again"},
    {"random-without-balancer",
     "requests pick one of the machines of {component} by chance, since no balancer stands before it",
     "put a balancer in between, or set a policy on the connection"},
    {"saturated",
     "{component} gets {offered} times the work that it can do; its queue grows for as long as that lasts",
     "add machines or workers, or make the work shorter"},
    {"autoscale-at-most",
     "{component} has all {machines} machines that its autoscaling may use, and they are {busy} busy; it "
     "aims "
     "at {target}",
     "allow more machines, or make the work shorter"},
    {"connections-full",
     "{component} keeps {places} connections open of {wanted} that clients want; {share} of what they send "
     "finds no place",
     "add machines, or let each keep more"},
    {"scale-without-instances",
     "{component} has no number of instances: a change of scale does nothing to it",
     "choose a component that has one"},
    {"single-point-of-failure",
     "one machine each: {components}; when it dies, somebody gets no answer at all",
     "add a machine, with a balancer in front where requests come in, or let callers do without it"},
    {"slots-held",
     "all slots of {component} are held, each {time} after its own work in wait for others: it gets "
     "{offered} "
     "times the requests that it can answer so, and its workers idle",
     "make what it calls faster, set a timeout there, or add slots or machines"},
    {"gate-turns-away",
     "{component} turns away {share} of what comes to it: its limit is {limit} requests a second",
     "raise the limit, or let less come"},
    {"queue-full", "{component} turns away {share} of what comes to it: as many as may wait there do",
     "add machines or workers, let more wait, or let less come"},
    {"messages-lost",
     "{component} loses {share} of its messages: what waits gets longer or older than it may",
     "add consumers, or keep more for longer"},
    {"dead-letters",
     "consumers of {component} give up {share} of its messages after the last of the deliveries that they "
     "may have",
     "let consumers fail less often, or have the time that they need"},
    {"approximate-redelivery",
     "what {components} deliver again comes as fresh messages do, and fails independently of the time before",
     ""},
    {"approximate-gate",
     "what the limits of {components} turn away or hold back is that of requests that come at random; what "
     "they let "
     "through "
     "is taken as random, too",
     ""},
    {"approximate-room",
     "{components} turn requests away when their queues are full, and let the others through more evenly "
     "than at "
     "random: waits behind are too long",
     ""},
    {"approximate-sliding-counter",
     "{components} count by two windows and their weights; what they turn away is taken as that of an exact "
     "count over the last window",
     ""},
    {"approximate-wait",
     "waits at {components} are approximate: arrivals or service times there have no exact formula "
     "(two-moment methods)",
     ""},
    {"approximate-priority",
     "at {components} the more urgent go first: mean waits are exact where those of all in order are; "
     "percentiles are those of gamma distributions with the mean and variance of each priority",
     ""},
    {"approximate-slots",
     "the waits for slots of {components} take what happens behind them as independent of how many slots are "
     "held",
     ""},
    {"approximate-balancing",
     "the policy that picks among the machines of {components} looks at how busy they are: shares and waits "
     "there follow from limits and measured factors, and take other callers as not seen",
     ""},
    {"approximate-cycle",
     "latency percentiles of requests that pass {components} are approximate: they come back there", ""},
    {"approximate-revisits",
     "a request can wait at {components} more than once; percentiles take these waits as independent of each "
     "other",
     ""},
    {"approximate-turns",
     "a request can come to {components} more than once, and may meet the same of its targets each time; "
     "turns "
     "are taken as drawn by chance",
     ""},
    {"approximate-side-work",
     "a request makes {components} work more than once, and for some of that nobody waits: it meets the rest "
     "of "
     "the same request there, and waits are longer than those of requests that come at random",
     ""},
    {"approximate-fills",
     "the values filled into {components} after a miss arrive in step with other requests; waits there and "
     "behind are "
     "taken as if they came at random",
     ""},
    {"approximate-hit-ratio",
     "the hit ratio of {components} is approximate: ARC is taken as 2-LRU, within 0.01 of it; a life beside "
     "a limit of room is combined with the other cause by which keys leave",
     ""},
    {"approximate-tiers",
     "what reaches {components} is what other caches have missed; its keys are taken as asked for at random, "
     "although a key that was just fetched is not missed again at once: a hit ratio up to 0.04 too high",
     ""},
    {"approximate-coalescing",
     "at {components} some requests wait for a value that others fetch; how long is taken as gamma, by the "
     "mean "
     "and variance of a fetch",
     ""},
    {"stampede",
     "{count} requests miss together whenever the hottest key of {component} expires, and all of them turn "
     "to "
     "what is behind it",
     "let one fetch at a time, or answer the old value meanwhile"},
    {"approximate-consumers",
     "the wait in {components} is approximate: the times for which consumers hold a message have no exact "
     "formula",
     ""},
    {"approximate-retries",
     "what is sent again over {connections} is taken to arrive at random and to fail independently of the "
     "attempt before",
     ""},
    {"approximate-returns",
     "what comes back over {connections} after a rejection or a timeout meets others that were rejected or "
     "late with it: their rate is that of the mean",
     ""},
    {"retries-taken-as-fresh",
     "what is sent again over {connections} after a rejection is taken to find what a fresh request finds: "
     "which of several queues or limits has rejected it, and which it meets again, is not known",
     ""},
    {"cancel-ends-at-balancer",
     "what is taken back over {connection} at its timeout waits behind {component}, which has passed it on: "
     "it "
     "stays there",
     "set the timeout, and that it cancels, on the connections of the balancer"},
    {"approximate-cancel",
     "what callers take back from {components} at their timeout is approximate: the way there takes unlike "
     "times, or the queue is of a sort (limits, slots, priorities, the shortest of several, quorums) for "
     "which "
     "all is taken as worked on",
     ""},
    {"caller-refuses",
     "the caller itself refuses {share} of its calls over {connection}: as many as may be are open, or its "
     "breaker is",
     "make the callee faster or healthier, or allow more open calls"},
    {"approximate-own-refusals",
     "what callers refuse themselves over {connections} is that of attempts that come at random and fail "
     "independently of each other",
     ""},
    {"approximate-second-copy",
     "the two copies of a request over {connections} are taken as independent of each other", ""},
    {"metastable",
     "at this load there is a second steady state in which only {storm} requests a second succeed, and "
     "retries "
     "keep it going: a short outage or surge can leave the design there. Vulnerable from {from} requests a "
     "second on; to recover, the load must fall below that. From {collapse} on it fails by itself",
     "allow fewer retries or give them a budget, or raise the timeout or the capacity"},
    {"approximate-limits",
     "what {connections} wait for is put together from so many parts that its timeouts and second copies "
     "take "
     "it as gamma with its mean and variance",
     ""},
    {"limits-on-circle",
     "timeouts and second copies of {connections} are left out: these calls lead back to their caller", ""},
    {"queue-without-consumer", "nobody takes messages out of {component}: they pile up",
     "connect it to a worker"},
    {"on-miss-without-lookup",
     "{connection} is made on a miss, but the call it refers to is no look-up in a cache: it is always made",
     "name the connection to the cache in `of`"},
    {"cache-aside-with-origin",
     "{component} is looked up by its callers, but has connections of its own: misses go along them",
     "choose a strategy of a cache in line"},
    {"availability-sampled",
     "there are too many failing groups to go through all their states: the availability is sampled, to "
     "about "
     "{half} up or down",
     ""},
    {"cost-leaves-out", "the monthly cost leaves out: {what}", ""},
    {"solve-not-converged",
     "the iteration did not settle after {iterations} rounds, since what arrives at {components} depends on "
     "what "
     "they serve: take the numbers with care",
     ""},
});

}  // namespace

results::Finding finding(std::string_view code, Severity severity, std::vector<Id> where,
                         MessageArguments arguments) {
    const std::string pointer = where.empty() ? std::string() : where.front();
    return {makeDiagnostic(templates, code, pointer, std::move(arguments), severity), std::move(where)};
}

}  // namespace headroom::engine::solver
