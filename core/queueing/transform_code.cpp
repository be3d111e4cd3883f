#include "core/queueing/transform_code.h"

#include "core/queueing/slot_values.h"
#include "core/queueing/wide_power.h"

namespace headroom::queueing {

namespace {

using Op = TransformInstruction::Op;

// (1 - p + p r / (r + s)) m / (m + s) over one denominator: one division for both.
HEADROOM_INLINE ComplexBlock stationTransform(const ComplexBlock& s, double p, double r, double m) {
    const ComplexBlock top = linear(s, (1.0 - p) * m, r * m);
    return top * inverse(linear(s, 1.0, r) * linear(s, 1.0, m), 1.0);
}

ComplexBlock mapped(const TransformCode::Function& f, const ComplexBlock& s) {
    ComplexBlock r;
    for (std::size_t k = 0; k < ComplexBlock::kWidth; ++k) {
        r.set(k, f(s.at(k)));
    }
    return r;
}

}  // namespace

Slot TransformCode::append(const TransformInstruction& instruction) {
    code_.push_back(instruction);
    return static_cast<Slot>(code_.size() - 1);
}

Slot TransformCode::exponential(double rate) {
    return append({.op = Op::Exponential, .x = rate});
}

Slot TransformCode::atomExponential(double probability, double rate) {
    return append({.op = Op::AtomExponential, .x = probability, .y = rate});
}

Slot TransformCode::station(double probability, double rate, double serviceRate) {
    return append({.op = Op::Station, .x = probability, .y = rate, .z = serviceRate});
}

Slot TransformCode::ramp(double length) {
    return append({.op = Op::Ramp, .x = length});
}

Slot TransformCode::decay(double delay) {
    const auto [known, isNew] = decays_.try_emplace(delay, size());
    return isNew ? append({.op = Op::Decay, .x = delay}) : known->second;
}

Slot TransformCode::gamma(double scale, double phases) {
    return append({.op = Op::Gamma, .x = scale, .y = phases});
}

Slot TransformCode::function(Function f) {
    functions_.push_back(std::move(f));
    return append({.op = Op::Function, .first = static_cast<std::uint32_t>(functions_.size() - 1)});
}

Slot TransformCode::combine(std::span<const TransformTerm> terms) {
    const auto first = static_cast<std::uint32_t>(terms_.size());
    terms_.insert(terms_.end(), terms.begin(), terms.end());
    return append({.op = Op::Combine, .first = first, .count = static_cast<std::uint32_t>(terms.size())});
}

Slot TransformCode::product(std::span<const Slot> factors) {
    const auto first = static_cast<std::uint32_t>(factors_.size());
    factors_.insert(factors_.end(), factors.begin(), factors.end());
    return append({.op = Op::Product, .first = first, .count = static_cast<std::uint32_t>(factors.size())});
}

Slot TransformCode::power(Slot base, unsigned exponent) {
    return append({.op = Op::Power, .first = base, .count = exponent});
}

Slot TransformCode::geometric(Slot loop, double again) {
    return append({.op = Op::Geometric, .first = loop, .x = again});
}

HEADROOM_INLINE void TransformCode::combine(const TransformInstruction& i, const SlotValues& values,
                                            ComplexBlock* out) const {
    for (std::size_t b = 0; b < values.blocks(); ++b) {
        ComplexBlock sum = ComplexBlock::filled(0.0);
        for (std::uint32_t k = i.first; k < i.first + i.count; ++k) {
            const TransformTerm& term = terms_[k];
            ComplexBlock value = ComplexBlock::filled(1.0);
            if (term.a != kUnitSlot) {
                value = values.of(term.a)[b];
            }
            if (term.b != kUnitSlot) {
                value = value * values.of(term.b)[b];
            }
            if (term.decay != kUnitSlot) {
                value = value * values.of(term.decay)[b];
            }
            addScaled(sum, value, term.factor);
        }
        out[b] = sum;
    }
}

HEADROOM_INLINE void TransformCode::evaluate(Slot slot, std::span<const ComplexBlock> s,
                                             const SlotValues& values) const {
    const TransformInstruction& i = code_[slot];
    ComplexBlock* const out = values.at(slot);
    const auto each = [&](auto value) {
        for (std::size_t b = 0; b < s.size(); ++b) {
            out[b] = value(b);
        }
    };
    switch (i.op) {
        case Op::Exponential:
            return each([&](std::size_t b) { return inverse(linear(s[b], 1.0, i.x), i.x); });
        case Op::AtomExponential:
            return each([&](std::size_t b) {
                return linear(inverse(linear(s[b], 1.0, i.y), i.x * i.y), 1.0, 1.0 - i.x);
            });
        case Op::Station:
            return each([&](std::size_t b) { return stationTransform(s[b], i.x, i.y, i.z); });
        case Op::Ramp:
            return each([&](std::size_t b) { return inverse(s[b], 1.0 / i.x); });
        case Op::Decay:
            return each([&](std::size_t b) { return exponentialOf(s[b], -i.x); });
        case Op::Gamma:
            return each([&](std::size_t b) { return inversePowerOf(linear(s[b], i.x, 1.0), i.y); });
        case Op::Function:
            return each([&](std::size_t b) { return mapped(functions_[i.first], s[b]); });
        case Op::Combine:
            return combine(i, values, out);
        case Op::Product:
            return each([&](std::size_t b) {
                ComplexBlock r = values.of(factors_[i.first])[b];
                for (std::uint32_t k = i.first + 1; k < i.first + i.count; ++k) {
                    r = r * values.of(factors_[k])[b];
                }
                return r;
            });
        case Op::Power:
            return each([&](std::size_t b) { return powerOf(values.of(i.first)[b], i.count); });
        case Op::Geometric:
            return each(
                [&](std::size_t b) { return inverse(linear(values.of(i.first)[b], -i.x, 1.0), 1.0 - i.x); });
    }
}

HEADROOM_WIDE void TransformCode::run(std::span<const ComplexBlock> s, const SlotValues& values,
                                      std::span<const Slot> chosen) const {
    for (const Slot k : chosen) {
        evaluate(k, s, values);
    }
}

template <typename Visit>
void TransformCode::visitOperands(const TransformInstruction& i, Visit visit) const {
    if (i.op == Op::Power || i.op == Op::Geometric) {
        visit(i.first);
    } else if (i.op == Op::Product) {
        for (std::uint32_t k = i.first; k < i.first + i.count; ++k) {
            visit(factors_[k]);
        }
    } else if (i.op == Op::Combine) {
        for (std::uint32_t k = i.first; k < i.first + i.count; ++k) {
            visit(terms_[k].a);
            visit(terms_[k].b);
            visit(terms_[k].decay);
        }
    }
}

// Depth first with a stack of its own: chains may be long.
template <typename IsThere, typename Take>
void TransformCode::operandsFirst(Slot slot, IsThere isThere, Take take) const {
    std::vector<Slot> open = {slot};
    while (!open.empty()) {
        const Slot top = open.back();
        const std::size_t before = open.size();
        if (!isThere(top)) {
            visitOperands(code_[top], [&](Slot operand) {
                if (operand != kUnitSlot && !isThere(operand)) {
                    open.push_back(operand);
                }
            });
        }
        if (open.size() == before) {
            if (!isThere(top)) {
                take(top);
            }
            open.pop_back();
        }
    }
}

void TransformCode::addMissing(Slot slot, SlotValues& values, std::vector<Slot>& missing) const {
    operandsFirst(
        slot, [&](Slot k) { return values.has(k); },
        [&](Slot k) {
            values.add(k, code_.size());
            missing.push_back(k);
        });
}

std::vector<Slot> TransformCode::dependencies(Slot slot) const {
    std::vector<bool> taken(code_.size(), false);
    std::vector<Slot> result;
    operandsFirst(
        slot, [&](Slot k) { return taken[k]; },
        [&](Slot k) {
            taken[k] = true;
            result.push_back(k);
        });
    return result;
}

}  // namespace headroom::queueing
