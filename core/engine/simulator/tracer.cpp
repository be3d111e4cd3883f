#include "core/engine/simulator/tracer.h"

#include <algorithm>

namespace headroom::engine::simulator {

namespace {

using results::SpanKind;

constexpr std::size_t mostSpansOfOne = 1000;
constexpr std::size_t mostSpansUnderWay = 4'000'000;
// Room that is kept for the next request.
constexpr std::size_t usualSpans = 128;

bool isAtComponent(SpanKind kind) {
    return kind == SpanKind::wait || kind == SpanKind::service;
}

/// Within their parents, and without what begins after its parent is over: a caller that has given up, or has
/// enough answers, does not wait for what goes on.
std::vector<OpenSpan> clipped(const std::vector<OpenSpan>& spans) {
    std::vector<OpenSpan> out;
    std::vector<Index> placeOf(spans.size(), none);
    for (Index i = 0; i < spans.size(); ++i) {
        OpenSpan span = spans[i];
        if (i > 0) {
            const Index parent = placeOf[span.parent];
            if (parent == none || span.fromMs > out[parent].toMs) {
                continue;
            }
            const bool over = span.toMs != OpenSpan::open && span.toMs <= out[parent].toMs;
            span.toMs = over ? span.toMs : out[parent].toMs;
            span.parent = parent;
        }
        placeOf[i] = static_cast<Index>(out.size());
        out.push_back(span);
    }
    return out;
}

/// Parents, then their children by their start, each with its own.
std::vector<Index> inOrder(const std::vector<OpenSpan>& spans) {
    std::vector<std::vector<Index>> children(spans.size());
    for (Index i = 1; i < spans.size(); ++i) {
        children[spans[i].parent].push_back(i);
    }
    std::vector<Index> order;
    std::vector<Index> ahead{0};
    while (!ahead.empty()) {
        const Index span = ahead.back();
        ahead.pop_back();
        order.push_back(span);
        std::vector<Index>& own = children[span];
        std::ranges::stable_sort(own, [&](Index a, Index b) { return spans[a].fromMs < spans[b].fromMs; });
        ahead.insert(ahead.end(), own.rbegin(), own.rend());
    }
    return order;
}

}  // namespace

Tracer::Tracer(const RunState& state, std::uint32_t perWorkload, std::uint64_t seed,
               std::uint64_t replication)
    : state_(state) {
    for (const solver::Workload& workload : state.plan.model.workloads) {
        samples_.emplace_back(perWorkload,
                              RandomStream(streamKey(seed, replication, workload.name, Purpose::traces)));
    }
}

Tracer::Place* Tracer::placeOf(Index task) {
    if (task >= places_.size()) {
        return nullptr;
    }
    Place& place = places_[task];
    const bool current = place.open != none && place.generation == state_.tasks[task].generation &&
                         open_[place.open].use == place.use;
    return current ? &place : nullptr;
}

void Tracer::put(Index task, const Place& place) {
    if (task >= places_.size()) {
        places_.resize(std::max<std::size_t>(task + 1, 2 * places_.size()));
    }
    places_[task] = place;
    places_[task].generation = state_.tasks[task].generation;
    places_[task].sinceMs = state_.nowMs;
}

Index Tracer::addSpan(Open& open, const OpenSpan& span) {
    if (open.spans.size() >= mostSpansOfOne || spans_ >= mostSpansUnderWay) {
        open.cut = true;
        return none;
    }
    ++spans_;
    open.spans.push_back(span);
    return static_cast<Index>(open.spans.size() - 1);
}

void Tracer::began(Index task) {
    if (spans_ >= mostSpansUnderWay) {
        return;
    }
    const Index index = open_.take();
    Open& open = open_[index];
    open.cut = false;
    const Index workload = state_.tasks[task].call;
    const Index span =
        addSpan(open, {.where = state_.plan.model.workloads[workload].component, .fromMs = state_.nowMs});
    put(task, {.open = index, .use = open.use, .span = span});
}

void Tracer::sent(Index caller, Index child, Index connection, bool retry) {
    const Place* place = placeOf(caller);
    if (place == nullptr) {
        return;
    }
    const Place own = *place;
    const Index span = addSpan(open_[own.open], {.parent = own.span,
                                                 .where = connection,
                                                 .kind = retry ? SpanKind::retry : SpanKind::call,
                                                 .fromMs = state_.nowMs});
    if (span != none) {
        put(child, {.open = own.open, .use = own.use, .span = span});
    }
}

void Tracer::shares(Index branch, Index caller) {
    if (const Place* place = placeOf(caller)) {
        const Place own = *place;
        put(branch, own);
    }
}

void Tracer::mark(Index task, SpanKind kind, Index where) {
    Place* place = placeOf(task);
    if (place == nullptr || state_.nowMs <= place->sinceMs) {
        return;
    }
    addSpan(open_[place->open], {.parent = place->span,
                                 .where = where,
                                 .kind = kind,
                                 .fromMs = place->sinceMs,
                                 .toMs = state_.nowMs});
    place->sinceMs = state_.nowMs;
}

void Tracer::markNow(Index task) {
    if (Place* place = placeOf(task)) {
        place->sinceMs = state_.nowMs;
    }
}

void Tracer::backsOff(Index caller, Index connection, double ms) {
    if (const Place* place = placeOf(caller)) {
        addSpan(open_[place->open], {.parent = place->span,
                                     .where = connection,
                                     .kind = SpanKind::backoff,
                                     .fromMs = state_.nowMs,
                                     .toMs = state_.nowMs + ms});
    }
}

void Tracer::ended(Index task, bool ok) {
    if (const Place* place = placeOf(task)) {
        OpenSpan& span = open_[place->open].spans[place->span];
        span.toMs = state_.nowMs;
        span.ok = ok;
    }
}

void Tracer::finished(Index task, bool ok) {
    const Place* place = placeOf(task);
    if (place == nullptr) {
        return;
    }
    ended(task, ok);
    const Index index = place->open;
    Open& open = open_[index];
    samples_[state_.tasks[task].call].add(ok, open.cut, open.spans);
    spans_ -= open.spans.size();
    if (open.spans.capacity() > usualSpans) {
        open.spans = {};
    }
    open.spans.clear();
    ++open.use;
    open_.give(index);
}

results::Trace Tracer::traceOf(const Journey& journey, Index workload) const {
    const solver::Model& model = state_.plan.model;
    results::Trace trace{.workload = model.workloads[workload].name,
                         .at_s = journey.spans.front().fromMs / 1000,
                         .ok = journey.ok,
                         .cut = journey.cut,
                         .spans = {}};
    const std::vector<OpenSpan> spans = clipped(journey.spans);
    std::vector<std::size_t> placeOf(spans.size());
    for (const Index i : inOrder(spans)) {
        const OpenSpan& span = spans[i];
        placeOf[i] = trace.spans.size();
        const bool ofComponent = i == 0 || isAtComponent(span.kind);
        trace.spans.push_back(
            {.parent = i == 0 ? std::nullopt : std::optional(placeOf[span.parent]),
             .where = ofComponent ? model.components[span.where].id : model.connections[span.where].id,
             .kind = span.kind,
             .start_ms = span.fromMs - spans.front().fromMs,
             .duration_ms = span.toMs - span.fromMs,
             .ok = span.ok});
    }
    return trace;
}

std::vector<results::Trace> Tracer::traces() const {
    std::vector<results::Trace> list;
    for (Index workload = 0; workload < samples_.size(); ++workload) {
        const std::size_t first = list.size();
        for (const Journey& journey : samples_[workload].nearest()) {
            list.push_back(traceOf(journey, workload));
            list.back().near_p99 = true;
        }
        for (const Journey& journey : samples_[workload].others()) {
            list.push_back(traceOf(journey, workload));
        }
        std::stable_sort(list.begin() + static_cast<std::ptrdiff_t>(first), list.end(),
                         [](const results::Trace& a, const results::Trace& b) {
                             return a.near_p99 != b.near_p99 ? a.near_p99 : a.at_s < b.at_s;
                         });
    }
    return list;
}

}  // namespace headroom::engine::simulator
