#include "core/queueing/shift_classes.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

namespace {

constexpr std::size_t kMostAtoms = 512;  // cost nothing but memory
constexpr double kSameShift = 1e-13;     // relative: the same sum in another order
constexpr double kHarmlessDelay = 0.5;   // of the mean and deviation of either side
constexpr double kNegligible = 1e-9;     // of the whole, in probability
constexpr double kNothing = 1e-12;       // of the whole: left out

// Times that add up stay above their mean less this many deviations, to 1e-9.
constexpr double kSafeDeviations = 6.0;
// From here on (a gamma of more than twelve phases) the wide hyperbola loses digits.
constexpr double kNarrowDeviations = 3.5;

// Phases of a gamma, fewer for what is rare: each makes the wide hyperbola err about e times as much.
double phasesOf(const TimePart& part) {
    return part.mean > 0.0 ? part.mean * part.mean / part.variance + part.logProbability : 0.0;
}

bool isBlunter(const TimePart& a, const TimePart& b) {
    return phasesOf(a) < phasesOf(b);
}

// Of two times one after the other: both, or one that the other hardly moves.
TimePart sharpestOfSum(const TimePart& a, const TimePart& b) {
    const TimePart both{a.mean + b.mean, a.variance + b.variance, a.logProbability + b.logProbability};
    return std::max({both, a, b}, isBlunter);
}

// As an outcome of such a share of all. What stands before it does not make it sharper.
TimePart rarer(TimePart part, double share) {
    part.logProbability += std::log(std::max(share, 1e-300));
    return part;
}

// What follows from the bulk.
void settle(ShiftClass& c) {
    TimeShape& t = c.time;
    const double latest = c.slack + t.idle;
    const double deviation = std::sqrt(t.bulkSpread);
    t.narrow = t.narrow || t.bulkMean > kNarrowDeviations * deviation ||
               phasesOf(t.sharpest) > kNarrowDeviations * kNarrowDeviations;
    const double idle = t.bulkMean - kSafeDeviations * deviation;
    if (idle > t.idle) {
        t.idle = idle;
        t.blur = deviation;
    }
    // Most of it may start later than is certain: that counts as a constant inside.
    const double likely = std::max(latest, t.bulkMean - kSafeDeviations * std::sqrt(t.bulkVariance));
    c.slack = likely > t.idle * (1.0 + 1e-9) ? std::max(c.slack, likely - t.idle) : c.slack;
}

// Pieces [first, last) that become one class of that shape.
struct Group {
    std::size_t first = 0;
    std::size_t last = 0;
    ShiftClass shape;
    bool pure = false;  // atoms only

    double scale() const {
        return std::min(shape.time.mean - shape.time.idle, std::sqrt(shape.time.variance));
    }
};

Group groupOf(const PendingClass& piece, std::size_t index) {
    Group g{.first = index,
            .last = index + 1,
            .shape = piece.shape,
            .pure = piece.shape.isAtom() && piece.other == kUnitSlot};
    g.shape.atom *= g.shape.factor;  // of the whole, while groups are formed
    return g;
}

bool sameStart(const Group& a, const Group& b) {
    return b.shape.start() - a.shape.start() <= kSameShift * b.shape.start();
}

TimeShape joinedTime(const Group& a, const Group& b) {
    const TimeShape& x = a.shape.time;
    const TimeShape& y = b.shape.time;
    TimeShape t = x;
    t.weight = x.weight + y.weight;
    const double share = t.weight > 0.0 ? y.weight / t.weight : 0.5;
    const double away = b.shape.shift - a.shape.shift + y.mean - x.mean;
    t.mean = x.mean + share * away;
    t.variance = (1.0 - share) * x.variance + share * y.variance + share * (1.0 - share) * away * away;
    t.leastVariance = std::min(x.leastVariance, y.leastVariance);
    t.blur = std::max(x.blur, y.blur);
    t.narrow = x.narrow || y.narrow;
    t.mixed = true;
    // A rare early piece lies many deviations below the mean: then the second moment counts.
    const double lead = t.mean - t.idle;
    t.bulkMean = t.mean;
    t.bulkVariance = t.variance;
    t.bulkSpread = t.variance + (lead * lead > 4.0 * t.variance ? lead * lead : 0.0);
    t.sharpest = std::max(rarer(x.sharpest, 1.0 - share), rarer(y.sharpest, share), isBlunter);
    return t;
}

// b does not start before a.
Group joined(const Group& a, const Group& b) {
    Group g = a;
    g.last = b.last;
    g.pure = a.pure && b.pure;
    ShiftClass& c = g.shape;
    c.time = joinedTime(a, b);
    c.slack = std::max(a.shape.end(), b.shape.end()) - a.shape.start();
    c.slack = c.slack > kSameShift * b.shape.end() ? c.slack : 0.0;
    if (b.shape.horizon > 0.0) {
        c.horizon = std::max(c.horizon, b.shape.horizon + b.shape.shift - a.shape.shift);
    }
    c.ramps = std::max(a.shape.ramps, b.shape.ramps);
    c.atom += sameStart(a, b) ? b.shape.atom : 0.0;
    return g;
}

bool mayJoin(const Group& a, const Group& b, double total) {
    if (sameStart(a, b) || b.shape.time.weight <= kNegligible * total) {
        return true;
    }
    if (a.pure || b.pure || std::abs(b.shape.atom) > kNegligible * total) {
        return false;
    }
    return b.shape.end() - a.shape.start() <= kHarmlessDelay * std::min(a.scale(), b.scale());
}

// What is lost, roughly, by treating b's delay as part of a's transform.
double harm(const Group& a, const Group& b) {
    const double size = (b.shape.end() - a.shape.start()) / (b.shape.shift + b.shape.time.mean + 1e-300);
    return std::max(size, 0.0) * std::min(a.shape.time.weight, b.shape.time.weight) *
           (a.pure != b.pure ? 10.0 : 1.0);
}

double totalWeight(const std::vector<PendingClass>& pieces) {
    double total = 0.0;
    for (const PendingClass& piece : pieces) {
        total += piece.shape.time.weight;
    }
    return total;
}

std::vector<Group> grouped(const std::vector<PendingClass>& pieces) {
    const double total = totalWeight(pieces);
    std::vector<Group> groups;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Group next = groupOf(pieces[i], i);
        if (!groups.empty() && mayJoin(groups.back(), next, total)) {
            groups.back() = joined(groups.back(), next);
        } else {
            groups.push_back(next);
        }
    }
    return groups;
}

std::size_t countTransforms(const std::vector<Group>& groups) {
    return static_cast<std::size_t>(
        std::count_if(groups.begin(), groups.end(), [](const Group& g) { return !g.pure; }));
}

void enforceCap(std::vector<Group>& groups) {
    for (std::size_t transforms = countTransforms(groups);
         transforms > kMostClasses || groups.size() > kMostAtoms; transforms = countTransforms(groups)) {
        std::size_t best = 1;
        double least = 1e308;
        for (std::size_t i = 1; i < groups.size(); ++i) {
            const bool helps = transforms <= kMostClasses || !(groups[i - 1].pure && groups[i].pure);
            const double lost = harm(groups[i - 1], groups[i]);
            if (helps && lost < least) {
                least = lost;
                best = i;
            }
        }
        groups[best - 1] = joined(groups[best - 1], groups[best]);
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(best));
    }
}

// Several atoms in one group: one atom where their mean is.
ShiftClass atomOf(const Group& g) {
    ShiftClass atom{.shift = g.shape.shift + g.shape.time.mean, .factor = g.shape.time.weight};
    atom.time.weight = g.shape.time.weight;
    return atom;
}

ShiftClass classOf(const Group& g, const std::vector<PendingClass>& pieces, TransformCode& code) {
    if (g.last - g.first == 1 && pieces[g.first].other == kUnitSlot) {
        return pieces[g.first].shape;
    }
    if (g.pure) {
        // Those at one place keep the atom exact; others move to their mean.
        return atomOf(g);
    }
    std::vector<TransformTerm> terms;
    for (std::size_t i = g.first; i < g.last; ++i) {
        const ShiftClass& piece = pieces[i].shape;
        TransformTerm term{.factor = piece.factor, .a = piece.slot, .b = pieces[i].other};
        const double delay = piece.shift - g.shape.shift;
        if (std::abs(delay) > kSameShift * std::max(piece.shift, g.shape.shift)) {
            term.decay = code.decay(delay);
        }
        terms.push_back(term);
    }
    ShiftClass c = g.shape;
    c.factor = 1.0;
    c.slot = code.combine(terms);
    settle(c);
    return c;
}

bool startsEarlier(const PendingClass& a, const PendingClass& b) {
    return a.shape.start() < b.shape.start();
}

}  // namespace

ShiftClass smoothClass(Slot slot, double mean, double variance, double atom, TimePart sharpest) {
    ShiftClass c{.slot = slot, .atom = atom};
    c.time.mean = c.time.bulkMean = mean;
    c.time.variance = c.time.bulkVariance = c.time.bulkSpread = variance;
    c.time.leastVariance = atom > 0.0 ? 0.0 : variance;
    const double share = 1.0 - atom;
    c.time.sharpest = sharpest;
    if (share > 0.0) {
        const TimePart all{mean / share, std::max(0.0, (variance - mean * mean * atom / share) / share)};
        c.time.sharpest = std::max(all, sharpest, isBlunter);
    }
    settle(c);
    return c;
}

PendingClass productOf(const ShiftClass& a, const ShiftClass& b) {
    ShiftClass c{.shift = a.shift + b.shift,
                 .factor = a.factor * b.factor,
                 .slot = a.isAtom() ? b.slot : a.slot,
                 .atom = a.atom * b.atom,
                 .ramps = a.ramps + b.ramps,
                 .slack = a.slack + b.slack,
                 .horizon = a.horizon + b.horizon};
    const TimeShape& x = a.time;
    const TimeShape& y = b.time;
    const double bulk = (x.bulkMean + y.bulkMean) / std::sqrt(x.bulkSpread + y.bulkSpread + 1e-300);
    const double only = x.bulkMean / std::sqrt(x.bulkSpread + 1e-300);
    const double other = y.bulkMean / std::sqrt(y.bulkSpread + 1e-300);
    c.time = {.weight = x.weight * y.weight,
              .mean = x.mean + y.mean,
              .variance = x.variance + y.variance,
              .idle = x.idle + y.idle,
              .blur = std::hypot(x.blur, y.blur),
              .bulkMean = x.bulkMean + y.bulkMean,
              .bulkVariance = x.bulkVariance + y.bulkVariance,
              .bulkSpread = x.bulkSpread + y.bulkSpread,
              .sharpest = sharpestOfSum(x.sharpest, y.sharpest),
              .leastVariance = x.leastVariance + y.leastVariance,
              .narrow = x.narrow || y.narrow,
              .mixed = x.mixed || y.mixed};
    if (bulk < std::max(only, other)) {
        const TimeShape& of = only > other ? x : y;
        c.time.bulkMean = of.bulkMean;
        c.time.bulkVariance = of.bulkVariance;
        c.time.bulkSpread = of.bulkSpread;
    }
    settle(c);
    return {c, a.isAtom() || b.isAtom() ? kUnitSlot : b.slot};
}

ShiftClass repeatedClass(const ShiftClass& once, double n) {
    ShiftClass c = once;
    c.shift *= n;
    c.factor = std::pow(c.factor, n);
    c.atom = std::pow(c.atom, n);
    c.slack *= n;
    c.horizon *= n;
    c.time.weight = std::pow(c.time.weight, n);
    c.time.mean *= n;
    c.time.variance *= n;
    c.time.idle *= n;
    c.time.blur *= std::sqrt(n);
    c.time.bulkMean *= n;
    c.time.bulkVariance *= n;
    c.time.bulkSpread *= n;
    c.time.sharpest = {n * c.time.sharpest.mean, n * c.time.sharpest.variance,
                       n * c.time.sharpest.logProbability};
    c.time.leastVariance *= n;
    settle(c);
    return c;
}

int mostRamps(const ShiftClasses& classes) {
    int most = 0;
    for (const ShiftClass& c : classes) {
        most = std::max(most, c.ramps);
    }
    return most;
}

ShiftClasses withoutRamps(const ShiftClasses& classes, TransformCode& code) {
    std::vector<PendingClass> pieces;
    std::vector<PendingClass> ramps;
    for (const ShiftClass& c : classes) {
        (c.ramps > 0 ? ramps : pieces).push_back({c, kUnitSlot});
    }
    if (!ramps.empty()) {
        std::stable_sort(ramps.begin(), ramps.end(), startsEarlier);
        Group all = groupOf(ramps.front(), 0);
        for (std::size_t i = 1; i < ramps.size(); ++i) {
            all = joined(all, groupOf(ramps[i], i));
        }
        all.shape.ramps = 0;
        all.shape.time.weight *= 0.5;  // each pair of ramps is one piece
        ShiftClass whole = classOf(all, ramps, code);
        whole.ramps = 0;  // one that was left alone has in its slot what was taken away, too
        pieces.push_back({whole, kUnitSlot});
    }
    return gather(std::move(pieces), code);
}

ShiftClasses gather(std::vector<PendingClass> pieces, TransformCode& code) {
    const double nothing = kNothing * totalWeight(pieces);
    std::erase_if(pieces, [&](const PendingClass& piece) { return piece.shape.time.weight < nothing; });
    std::stable_sort(pieces.begin(), pieces.end(), startsEarlier);
    std::vector<Group> groups = grouped(pieces);
    enforceCap(groups);
    ShiftClasses classes;
    classes.reserve(groups.size());
    for (const Group& group : groups) {
        classes.push_back(classOf(group, pieces, code));
    }
    if (classes.size() == 1) {
        classes.front().ramps = 0;  // whatever was taken away is in the one slot
    }
    return classes;
}

}  // namespace headroom::queueing
