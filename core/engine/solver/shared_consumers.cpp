#include "core/engine/solver/shared_consumers.h"

#include <algorithm>

namespace headroom::engine::solver {

namespace {

double takenAt(const MessageClaim& claim, double age) {
    return age >= claim.longestS ? 0 : std::min(claim.rate, claim.length / age);
}

double slotsAt(const std::vector<MessageClaim>& claims, double age) {
    double slots = 0;
    for (const MessageClaim& claim : claims) {
        slots += takenAt(claim, age) * claim.slotSeconds;
    }
    return slots;
}

bool isEndless(const MessageClaim& claim) {
    return claim.longestS == HUGE_VAL && claim.length == HUGE_VAL;
}

double endlessSlots(const std::vector<MessageClaim>& claims) {
    double slots = 0;
    for (const MessageClaim& claim : claims) {
        slots += isEndless(claim) ? claim.slots() : 0;
    }
    return slots;
}

}  // namespace

MessageClaim messageClaim(const MessageRules& rules, double rate, double slotSeconds, double horizonS) {
    constexpr double msPerSecond = 1000;
    MessageClaim claim{.rate = rate, .slotSeconds = slotSeconds};
    double longestS = rules.retentionMs ? *rules.retentionMs / msPerSecond : HUGE_VAL;
    if (rules.maxLength && *rules.maxLength < rate * horizonS) {
        if (rules.overflow == Overflow::dropOldest) {
            longestS = std::min(longestS, *rules.maxLength / rate);
        } else {
            claim.length = *rules.maxLength;
        }
    }
    claim.longestS = longestS < horizonS ? longestS : HUGE_VAL;
    return claim;
}

std::vector<double> deliveriesOfEach(const std::vector<MessageClaim>& claims, double slots) {
    constexpr double youngestS = 1e-9;
    constexpr double oldestS = 1e12;
    constexpr int halvings = 80;
    std::vector<double> taken;
    const double endless = endlessSlots(claims);
    if (endless >= slots) {
        for (const MessageClaim& claim : claims) {
            taken.push_back(isEndless(claim) ? claim.rate * slots / endless : 0);
        }
        return taken;
    }
    double young = youngestS;
    double old = oldestS;
    if (slotsAt(claims, young) > slots) {
        for (int i = 0; i < halvings; ++i) {
            const double age = std::sqrt(young * old);
            (slotsAt(claims, age) > slots ? young : old) = age;
        }
    } else {
        old = young;
    }
    // Where messages of that age are lost, a part of them.
    const double most = slotsAt(claims, young);
    const double least = slotsAt(claims, old);
    const double part = most > least ? std::clamp((slots - least) / (most - least), 0.0, 1.0) : 1;
    for (const MessageClaim& claim : claims) {
        const double later = takenAt(claim, old);
        taken.push_back(later + part * (takenAt(claim, young) - later));
    }
    return taken;
}

}  // namespace headroom::engine::solver
