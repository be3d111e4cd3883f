#include "core/queueing/shift_classes.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace headroom::queueing {

namespace {

constexpr std::size_t kMostClasses = 16;  // with a transform of their own
constexpr std::size_t kMostAtoms = 512;   // cost nothing but memory
constexpr double kSameShift = 1e-13;      // relative: the same sum in another order
constexpr double kHarmlessDelay = 0.5;    // of the mean and deviation of what follows it
constexpr double kNegligible = 1e-9;      // of the whole, in probability
constexpr double kNothing = 1e-12;        // of the whole: left out

// Times that add up stay above their mean less this many deviations, to 1e-9.
constexpr double kSafeDeviations = 6.0;

// Pieces [first, last) that become one class.
struct Group {
    std::size_t first, last;
    double shift, end;  // of the first piece; and the farthest constant within
    double weight, mean, variance, atom, reach;

    double scale() const { return std::min(mean, std::sqrt(variance)); }
    bool pure = false;  // atoms only
    bool whole = true;
    double idle = 0.0;
};

Group groupOf(const PendingClass& piece, std::size_t index) {
    const ShiftClass& c = piece.shape;
    return {.first = index,
            .last = index + 1,
            .shift = c.shift,
            .end = c.shift + c.slack,
            .weight = c.weight,
            .mean = c.mean,
            .variance = c.variance,
            .atom = c.factor * c.atom,
            .reach = c.shift + c.horizon,
            .pure = c.isAtom() && piece.other == kUnitSlot,
            .whole = c.whole,
            .idle = c.idle};
}

// b follows a.
Group joined(const Group& a, const Group& b) {
    Group g = a;
    g.last = b.last;
    g.end = std::max(a.end, b.end);
    g.weight = a.weight + b.weight;
    const double share = g.weight > 0.0 ? b.weight / g.weight : 0.5;
    const double away = b.shift - a.shift + b.mean - a.mean;
    g.mean = a.mean + share * away;
    g.variance = (1.0 - share) * a.variance + share * b.variance + share * (1.0 - share) * away * away;
    g.reach = std::max(a.reach, b.reach);
    g.pure = a.pure && b.pure;
    g.whole = a.whole && b.whole;
    g.idle = std::min(a.idle, b.shift - a.shift + b.idle);
    if (b.shift - a.shift <= kSameShift * b.shift) {
        g.atom = a.atom + b.atom;
    }
    return g;
}

bool mayJoin(const Group& a, const Group& b, double total) {
    const double apart = b.shift - a.shift;
    if (apart <= kSameShift * b.shift) {
        return true;
    }
    if (b.weight <= kNegligible * total) {
        return true;
    }
    if (a.pure || b.pure || std::abs(b.atom) > kNegligible * total) {
        return false;
    }
    return b.end - a.shift <= kHarmlessDelay * std::min(a.scale(), b.scale());
}

// What is lost, roughly, by treating b's delay as part of a's transform.
double harm(const Group& a, const Group& b) {
    const double size = std::max(b.end - a.shift, 0.0) / (b.shift + b.mean + 1e-300);
    return size * std::min(a.weight, b.weight) * (a.pure != b.pure ? 10.0 : 1.0);
}

double totalWeight(const std::vector<PendingClass>& pieces) {
    double total = 0.0;
    for (const PendingClass& piece : pieces) {
        total += piece.shape.weight;
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

void enforceCap(std::vector<Group>& groups) {
    const auto costly = [&] {
        return static_cast<std::size_t>(
            std::count_if(groups.begin(), groups.end(), [](const Group& g) { return !g.pure; }));
    };
    std::size_t transforms = costly();
    while (transforms > kMostClasses || groups.size() > kMostAtoms) {
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
        transforms = costly();
    }
}

// Several atoms in one group: one atom where their mean is.
ShiftClass atomOf(const Group& g, const std::vector<PendingClass>& pieces) {
    double factor = 0.0;
    for (std::size_t i = g.first; i < g.last; ++i) {
        factor += pieces[i].shape.factor;
    }
    return {.shift = g.shift + g.mean, .factor = factor, .weight = g.weight};
}

ShiftClass classOf(const Group& g, const std::vector<PendingClass>& pieces, TransformCode& code) {
    if (g.pure) {
        return atomOf(g, pieces);
    }
    if (g.last - g.first == 1 && pieces[g.first].other == kUnitSlot) {
        return pieces[g.first].shape;
    }
    std::vector<TransformTerm> terms;
    for (std::size_t i = g.first; i < g.last; ++i) {
        const ShiftClass& piece = pieces[i].shape;
        TransformTerm term{.factor = piece.factor, .a = piece.slot, .b = pieces[i].other};
        const double delay = piece.shift - g.shift;
        if (delay > kSameShift * piece.shift) {
            term.decay = code.decay(delay);
        }
        terms.push_back(term);
    }
    const bool mixed = g.last - g.first > 1;
    // A rare early piece lies many deviations below the mean: then the second moment counts.
    const double lead = g.mean - g.idle;
    const double spread = mixed && lead * lead > 4.0 * g.variance ? g.variance + lead * lead : g.variance;
    return {.shift = g.shift,
            .factor = 1.0,
            .slot = code.combine(terms),
            .atom = g.atom,
            .slack = g.end - g.shift > kSameShift * g.end ? g.end - g.shift : 0.0,
            .horizon = std::max(0.0, g.reach - g.shift),
            .weight = g.weight,
            .mean = g.mean,
            .variance = g.variance,
            .whole = g.whole,
            .idle = g.idle,
            .spread = mixed ? spread : pieces[g.first].shape.spread,
            .mixed = mixed || pieces[g.first].shape.mixed};
}

}  // namespace

void settle(ShiftClass& c) {
    if (c.whole) {
        c.idle = std::max(c.idle, c.mean - kSafeDeviations * std::sqrt(c.spread));
    }
}

PendingClass productOf(const ShiftClass& a, const ShiftClass& b) {
    ShiftClass c;
    c.shift = a.shift + b.shift;
    c.factor = a.factor * b.factor;
    c.slot = a.isAtom() ? b.slot : a.slot;
    c.atom = a.atom * b.atom;
    c.slack = a.slack + b.slack;
    c.horizon = a.horizon + b.horizon;
    c.weight = a.weight * b.weight;
    c.mean = a.mean + b.mean;
    c.variance = a.variance + b.variance;
    c.whole = a.whole && b.whole;
    c.idle = a.idle + b.idle;
    c.spread = a.spread + b.spread;
    c.mixed = a.mixed || b.mixed;
    settle(c);
    return {c, a.isAtom() || b.isAtom() ? kUnitSlot : b.slot};
}

ShiftClasses gather(std::vector<PendingClass> pieces, TransformCode& code) {
    const double nothing = kNothing * totalWeight(pieces);
    std::erase_if(pieces, [&](const PendingClass& piece) { return piece.shape.weight < nothing; });
    std::stable_sort(pieces.begin(), pieces.end(), [](const PendingClass& a, const PendingClass& b) {
        return a.shape.shift < b.shape.shift;
    });
    std::vector<Group> groups = grouped(pieces);
    enforceCap(groups);
    ShiftClasses classes;
    classes.reserve(groups.size());
    for (const Group& group : groups) {
        classes.push_back(classOf(group, pieces, code));
    }
    return classes;
}

}  // namespace headroom::queueing
