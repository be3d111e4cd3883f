#include "core/queueing/transform_code.h"

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

HEADROOM_INLINE void TransformCode::combine(const TransformInstruction& i, std::size_t width,
                                            ComplexBlock* slots, ComplexBlock* out) const {
    for (std::size_t b = 0; b < width; ++b) {
        ComplexBlock sum = ComplexBlock::filled(0.0);
        for (std::uint32_t k = i.first; k < i.first + i.count; ++k) {
            const TransformTerm& term = terms_[k];
            ComplexBlock value = ComplexBlock::filled(1.0);
            if (term.a != kUnitSlot) {
                value = slots[term.a * width + b];
            }
            if (term.b != kUnitSlot) {
                value = value * slots[term.b * width + b];
            }
            if (term.decay != kUnitSlot) {
                value = value * slots[term.decay * width + b];
            }
            addScaled(sum, value, term.factor);
        }
        out[b] = sum;
    }
}

HEADROOM_INLINE void TransformCode::evaluate(Slot slot, std::span<const ComplexBlock> s,
                                             ComplexBlock* slots) const {
    const TransformInstruction& i = code_[slot];
    const std::size_t width = s.size();
    ComplexBlock* const out = slots + slot * width;
    const auto each = [&](auto value) {
        for (std::size_t b = 0; b < width; ++b) {
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
            return combine(i, width, slots, out);
        case Op::Product:
            return each([&](std::size_t b) {
                ComplexBlock r = slots[factors_[i.first] * width + b];
                for (std::uint32_t k = i.first + 1; k < i.first + i.count; ++k) {
                    r = r * slots[factors_[k] * width + b];
                }
                return r;
            });
        case Op::Power:
            return each([&](std::size_t b) { return powerOf(slots[i.first * width + b], i.count); });
        case Op::Geometric:
            return each([&](std::size_t b) {
                return inverse(linear(slots[i.first * width + b], -i.x, 1.0), 1.0 - i.x);
            });
    }
}

HEADROOM_WIDE void TransformCode::run(std::span<const ComplexBlock> s, ComplexBlock* slots,
                                      std::span<const Slot> chosen) const {
    for (const Slot k : chosen) {
        evaluate(k, s, slots);
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
void TransformCode::addMissing(Slot slot, std::vector<char>& done, std::vector<Slot>& missing) const {
    std::vector<Slot> open = {slot};
    while (!open.empty()) {
        const Slot top = open.back();
        const std::size_t before = open.size();
        if (done[top] == 0) {
            visitOperands(code_[top], [&](Slot operand) {
                if (operand != kUnitSlot && done[operand] == 0) {
                    open.push_back(operand);
                }
            });
        }
        if (open.size() == before) {
            if (done[top] == 0) {
                done[top] = 1;
                missing.push_back(top);
            }
            open.pop_back();
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
