// A straight-line program over Laplace transforms: each instruction fills one slot
// with the values of one transform at eight points s at once. Internal to the folder:
// written by LatencyLowering, run by LatencyDistributions.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/queueing/complex_block.h"

namespace headroom::queueing {

using Slot = std::uint32_t;
inline constexpr Slot kUnitSlot = 0xffffffffU;  // the transform 1, which no slot holds

// factor * [a] * [b] * [decay]; kUnitSlot where there is none.
struct TransformTerm {
    double factor = 1.0;
    Slot a = kUnitSlot;
    Slot b = kUnitSlot;
    Slot decay = kUnitSlot;
};

struct TransformInstruction {
    enum class Op : std::uint8_t {
        Exponential,      // x / (x + s)
        AtomExponential,  // 1 - x + x y / (y + s)
        Station,          // the same with a service of rate z behind it
        Ramp,             // 1 / (x s)
        Decay,            // e^{-x s}
        Gamma,            // (1 + x s)^{-y}
        Function,         // functions[first](s)
        Combine,          // sum of `count` terms from `first` on
        Product,          // product of `count` factors from `first` on
        Power,            // [first]^count
        Geometric,        // (1 - x) / (1 - x [first])
    };
    Op op = Op::Exponential;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    double x = 0.0;
    double y = 0.0;
    double z = 0.0;
};

class SlotValues;

class TransformCode {
  public:
    using Function = std::function<std::complex<double>(std::complex<double>)>;

    Slot exponential(double rate);
    Slot atomExponential(double probability, double rate);
    Slot station(double probability, double rate, double serviceRate);
    Slot ramp(double length);
    Slot decay(double delay);
    Slot gamma(double scale, double phases);
    Slot function(Function f);
    Slot combine(std::span<const TransformTerm> terms);
    Slot product(std::span<const Slot> factors);
    Slot power(Slot base, unsigned exponent);
    Slot geometric(Slot loop, double again);

    const TransformInstruction& instruction(Slot slot) const { return code_[slot]; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(code_.size()); }
    // Runs the given instructions, operands first, at eight points for each block of s. What they fill has
    // been added to the values.
    void run(std::span<const ComplexBlock> s, const SlotValues& values, std::span<const Slot> chosen) const;
    // Adds what a slot depends on, and itself last, to the values where it is not there; `missing`: that.
    void addMissing(Slot slot, SlotValues& values, std::vector<Slot>& missing) const;
    // What a slot depends on, operands first, itself last.
    std::vector<Slot> dependencies(Slot slot) const;

  private:
    Slot append(const TransformInstruction& instruction);
    template <typename Visit>
    void visitOperands(const TransformInstruction& instruction, Visit visit) const;
    template <typename IsThere, typename Take>
    void operandsFirst(Slot slot, IsThere isThere, Take take) const;
    void evaluate(Slot k, std::span<const ComplexBlock> s, const SlotValues& values) const;
    void combine(const TransformInstruction& i, const SlotValues& values, ComplexBlock* out) const;

    std::vector<TransformInstruction> code_;
    std::vector<TransformTerm> terms_;
    std::vector<Slot> factors_;
    std::vector<Function> functions_;
    std::unordered_map<double, Slot> decays_;  // the same constant comes back everywhere
};

}  // namespace headroom::queueing
