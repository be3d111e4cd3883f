#include "core/queueing/latency_leaves.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/mg1.h"

namespace headroom::queueing {

namespace {

// A deviation this small against the mean is below what is promised of a percentile.
constexpr double kAsGoodAsConstant = 2e-4;

// A time that stays this many deviations above nothing is split into a constant and
// the rest. The constant ends where its distribution has not begun to speak of.
constexpr double kNarrowDeviations = 12.0;
constexpr double kSafeDeviations = 7.0;

constexpr double kFew = 32.0;         // completions whose common pole a line near it still gets past
constexpr double kVeryNarrow = 30.0;  // deviations in a mean; then the shape hardly matters

// One of the two parts of a service with a slow share.
ServiceDistribution scaledPart(const ServiceDistribution& service, double factor) {
    const double mean = service.baseMean() * factor;
    switch (service.shape()) {
        case ServiceShape::Lognormal:
            return ServiceDistribution::lognormal(mean, service.baseScv());
        case ServiceShape::Hyperexponential:
            return ServiceDistribution::hyperexponential(mean, service.baseScv());
        default:
            return ServiceDistribution::gamma(mean, service.baseScv());
    }
}

ShiftClass smoothService(const ServiceDistribution& service, TransformCode& code) {
    const double mean = service.baseMean();
    const double scv = service.baseScv();
    const double variance = scv * mean * mean;
    if (scv <= kAsGoodAsConstant * kAsGoodAsConstant) {
        return atomAt(mean);
    }
    if (service.shape() == ServiceShape::Hyperexponential) {
        const BalancedHyperexponential h = balancedHyperexponential(mean, scv);
        const TransformTerm terms[] = {{.factor = h.probability1, .a = code.exponential(h.rate1)},
                                       {.factor = h.probability2, .a = code.exponential(h.rate2)}};
        return smoothClass(code.combine(terms), mean, variance);
    }
    const double ahead = constantPart(mean, variance);
    if (ahead > 0.0) {
        const auto rest = [service, ahead](Complex s) { return service.aheadTransform(s, ahead); };
        ShiftClass c = smoothClass(code.function(rest), mean - ahead, variance);
        c.shift = ahead;
        return c;
    }
    const double phases = 1.0 / scv;
    if (service.shape() == ServiceShape::Gamma && phases == std::nearbyint(phases)) {
        const Slot phase = code.exponential(phases / mean);
        return smoothClass(phases == 1.0 ? phase : code.power(phase, static_cast<unsigned>(phases)), mean,
                           variance);
    }
    if (service.shape() == ServiceShape::Gamma) {
        return smoothClass(code.gamma(mean * scv, phases), mean, variance);
    }
    const auto f = [service](Complex s) { return service.transform(s); };
    return smoothClass(code.function(f), mean, variance);
}

ShiftClass pollaczekKhinchine(const WaitDistribution& wait, TransformCode& code) {
    const Mg1Queue queue(wait.arrivalRate(), wait.service());
    const auto f = [queue](Complex s) { return queue.waitTransform(s); };
    ShiftClass c = smoothClass(code.function(f), wait.mean(), wait.variance(), 1.0 - wait.probability());
    // A regular service gives poles on both sides of the real axis, nearly above each
    // other for a constant one: -log(2 pi n / rho) +- i 2 pi n, over the service time.
    // They have died out after a few services; until then the vertical line is used.
    if (wait.service().baseScv() < 0.4) {
        c.horizon = 8.0 * wait.service().baseMean() * std::max(1.0, wait.service().slowFactor());
    }
    return c;
}

// Its poles lie as those of M/D/1, closer together the more servers there are.
ShiftClass constantServiceWait(const WaitDistribution& wait, TransformCode& code) {
    const auto f = [wait](Complex s) { return wait.constantServiceTransform(s); };
    ShiftClass c = smoothClass(code.function(f), wait.mean(), wait.variance(), 1.0 - wait.probability());
    c.horizon = 8.0 * wait.longest();
    return c;
}

// What turns the density is a constant inside. Right before the last turn it may be narrow, as a mirrored
// exponential, and unlike a sum of many times: no time that is sure to have passed follows from that.
ShiftClass piecewiseWait(const WaitDistribution& wait, TransformCode& code) {
    const auto f = [wait](Complex s) { return wait.pieces().transform(s); };
    const double broad = std::max(wait.variance(), wait.mean() * wait.mean());
    ShiftClass c = smoothClass(code.function(f), wait.mean(), broad, 1.0 - wait.probability());
    c.time.variance = wait.variance();
    c.slack = wait.pieces().lastTurn();
    return c;
}

ShiftClasses gammaWait(const WaitDistribution& wait, TransformCode& code) {
    ShiftClass waiting = smoothService(wait.service(), code);
    waiting.factor = wait.probability();
    waiting.time.weight = wait.probability();
    ShiftClass atOnce = atomAt(0.0);
    atOnce.factor = 1.0 - wait.probability();
    atOnce.time.weight = 1.0 - wait.probability();
    return gather({PendingClass{atOnce, kUnitSlot}, PendingClass{waiting, kUnitSlot}}, code);
}

// Of many completions, whose poles stand close together, until all of them are sure to be over.
ShiftClasses countedWait(const WaitDistribution& wait, TransformCode& code) {
    const CountedWait& counts = wait.counts();
    if (counts.mean() > kVeryNarrow * std::sqrt(counts.variance())) {
        return gammaWait(WaitDistribution::gamma(wait.probability(), wait.mean(), wait.variance()), code);
    }
    const auto f = [wait](Complex s) {
        return 1.0 - wait.probability() + wait.probability() * wait.counts().transform(s);
    };
    ShiftClass c = smoothClass(code.function(f), wait.mean(), wait.variance(), 1.0 - wait.probability());
    const double phases = counts.mostPhases();
    c.horizon = phases > kFew ? 4.0 * counts.longest() * (1.0 + 8.0 / std::sqrt(phases)) : 0.0;
    return {c};
}

// A sum of so many completions has a pole of that order, which no line near it gets past: many are taken on
// the vertical line, as an exponential where hardly anybody finds the queue full, or as a gamma where nearly
// everybody does.
ShiftClasses boundedWait(const WaitDistribution& wait, TransformCode& code) {
    constexpr double kNegligible = -23.0;  // the logarithm of a share below 1e-10
    const double places = wait.ahead().count;
    const double ratio = wait.ahead().ratio;
    if (places > kFew && places * std::log(ratio) < kNegligible) {
        const Slot slot = code.atomExponential(wait.probability(), wait.rate() * (1.0 - ratio));
        return {smoothClass(slot, wait.mean(), wait.variance(), 1.0 - wait.probability())};
    }
    const double mean = (wait.ahead().meanPosition() + 1.0) / wait.rate();
    const double variance =
        (wait.ahead().positionVariance() + mean * wait.rate()) / (wait.rate() * wait.rate());
    if (places > kFew && mean > kVeryNarrow * std::sqrt(variance)) {
        return gammaWait(WaitDistribution::gamma(wait.probability(), wait.mean(), wait.variance()), code);
    }
    const auto f = [wait](Complex s) { return wait.boundedTransform(s); };
    // All that fit are ahead.
    const bool mayBeLast = (places - 1.0) * std::log(ratio) > kNegligible;
    const TimePart last{mayBeLast ? places / wait.rate() : 0.0, places / (wait.rate() * wait.rate())};
    ShiftClass c =
        smoothClass(code.function(f), wait.mean(), wait.variance(), 1.0 - wait.probability(), last);
    c.horizon = places > kFew ? 4.0 * (places + 8.0 * std::sqrt(places)) / wait.rate() : 0.0;
    return {c};
}

}  // namespace

double constantPart(double mean, double variance) {
    const double deviation = std::sqrt(variance);
    return mean > kNarrowDeviations * deviation ? mean - kSafeDeviations * deviation : 0.0;
}

ShiftClass atomAt(double shift) {
    return {.shift = shift};
}

ShiftClasses classesOfService(const ServiceDistribution& service, TransformCode& code) {
    if (service.slowShare() == 0.0) {
        return {smoothService(service, code)};
    }
    const auto part = [&](double factor, double share) {
        ShiftClass c = smoothService(scaledPart(service, factor), code);
        c.factor = share;
        c.time.weight = share;
        return PendingClass{c, kUnitSlot};
    };
    return gather({part(1.0, 1.0 - service.slowShare()), part(service.slowFactor(), service.slowShare())},
                  code);
}

ShiftClasses classesOfWait(const WaitDistribution& wait, TransformCode& code) {
    switch (wait.kind()) {
        case WaitDistribution::Kind::None:
            return {atomAt(0.0)};
        case WaitDistribution::Kind::Exponential: {
            const Slot slot = code.atomExponential(wait.probability(), wait.rate());
            return {smoothClass(slot, wait.mean(), wait.variance(), 1.0 - wait.probability())};
        }
        case WaitDistribution::Kind::Mg1:
            return {pollaczekKhinchine(wait, code)};
        case WaitDistribution::Kind::Bounded:
            return boundedWait(wait, code);
        case WaitDistribution::Kind::ConstantService:
            return {constantServiceWait(wait, code)};
        case WaitDistribution::Kind::Gamma:
            return gammaWait(wait, code);
        case WaitDistribution::Kind::Piecewise:
            return {piecewiseWait(wait, code)};
        case WaitDistribution::Kind::Counted:
            return countedWait(wait, code);
        case WaitDistribution::Kind::Uniform:
            break;
    }
    // (1 - e^{-sa}) / (sa): a ramp that starts at 0 and one taken away that starts at a.
    ShiftClass up = smoothClass(code.ramp(wait.longest()), 0.0, 0.0);
    up.ramps = 1;
    ShiftClass down = up;
    down.shift = wait.longest();
    down.factor = -1.0;
    return {up, down};
}

std::optional<ShiftClass> classOfStation(const WaitDistribution& wait, const ServiceDistribution& service,
                                         TransformCode& code) {
    if (wait.kind() != WaitDistribution::Kind::Exponential || !service.isExponential()) {
        return std::nullopt;
    }
    const Slot slot = code.station(wait.probability(), wait.rate(), 1.0 / service.mean());
    return smoothClass(slot, wait.mean() + service.mean(), wait.variance() + service.variance());
}

}  // namespace headroom::queueing
