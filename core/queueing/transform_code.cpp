#include "core/queueing/transform_code.h"

namespace headroom::queueing {

namespace {

using Op = TransformInstruction::Op;

// (1 - p + p r / (r + s)) m / (m + s) over one denominator: one division for both.
ComplexBlock stationTransform(const ComplexBlock& s, double p, double r, double m) {
    const ComplexBlock top = linear(s, (1.0 - p) * m, r * m);
    return top * inverse(linear(s, 1.0, r) * linear(s, 1.0, m), 1.0);
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

ComplexBlock TransformCode::combined(const TransformInstruction& i, const ComplexBlock* slots) const {
    ComplexBlock sum;
    for (std::uint32_t k = i.first; k < i.first + i.count; ++k) {
        const TransformTerm& term = terms_[k];
        ComplexBlock value = term.a == kUnitSlot ? ComplexBlock::filled(1.0) : slots[term.a];
        if (term.b != kUnitSlot) {
            value = value * slots[term.b];
        }
        if (term.decay != kUnitSlot) {
            value = value * slots[term.decay];
        }
        addScaled(sum, value, term.factor);
    }
    return sum;
}

ComplexBlock TransformCode::evaluate(const TransformInstruction& i, const ComplexBlock& s,
                                     const ComplexBlock* slots) const {
    ComplexBlock r;
    switch (i.op) {
        case Op::Exponential:
            return inverse(linear(s, 1.0, i.x), i.x);
        case Op::AtomExponential:
            return linear(inverse(linear(s, 1.0, i.y), i.x * i.y), 1.0, 1.0 - i.x);
        case Op::Station:
            return stationTransform(s, i.x, i.y, i.z);
        case Op::Ramp:
            return inverse(s, 1.0 / i.x);
        case Op::Decay:
            return exponentialOf(s, -i.x);
        case Op::Function:
            for (std::size_t k = 0; k < ComplexBlock::kWidth; ++k) {
                r.set(k, functions_[i.first](s.at(k)));
            }
            return r;
        case Op::Combine:
            return combined(i, slots);
        case Op::Product:
            r = slots[factors_[i.first]];
            for (std::uint32_t k = i.first + 1; k < i.first + i.count; ++k) {
                r = r * slots[factors_[k]];
            }
            return r;
        case Op::Power:
            return powerOf(slots[i.first], i.count);
        case Op::Geometric:
            return inverse(linear(slots[i.first], -i.x, 1.0), 1.0 - i.x);
    }
    return r;
}

void TransformCode::run(const ComplexBlock& s, ComplexBlock* slots, Slot from, Slot to) const {
    for (Slot k = from; k < to; ++k) {
        slots[k] = evaluate(code_[k], s, slots);
    }
}

void TransformCode::run(const ComplexBlock& s, ComplexBlock* slots, std::span<const Slot> chosen) const {
    for (const Slot k : chosen) {
        slots[k] = evaluate(code_[k], s, slots);
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

std::vector<Slot> TransformCode::dependencies(Slot slot) const {
    std::vector<bool> needed(slot + 1, false);
    needed[slot] = true;
    std::vector<Slot> result;
    for (Slot k = slot + 1; k-- > 0;) {
        if (needed[k]) {
            visitOperands(code_[k], [&](Slot operand) {
                if (operand != kUnitSlot) {
                    needed[operand] = true;
                }
            });
        }
    }
    for (Slot k = 0; k <= slot; ++k) {
        if (needed[k]) {
            result.push_back(k);
        }
    }
    return result;
}

}  // namespace headroom::queueing
