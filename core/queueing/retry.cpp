#include "core/queueing/retry.h"

namespace headroom::queueing {

namespace {

constexpr int kGridSteps = 64;
constexpr int kKneeSteps = 36;

}  // namespace

double meanAttempts(double failure, int maxRetries) {
    const double p = std::clamp(failure, 0.0, 1.0);
    const double most = std::max(maxRetries, 0) + 1.0;
    const double left = 1.0 - p;
    if (left * most < 1e-6) {
        return most * (1.0 - 0.5 * (most - 1.0) * left);
    }
    return p > 0.0 ? -std::expm1(most * std::log(p)) / left : 1.0;
}

double finalFailure(double failure, int maxRetries) {
    return std::pow(std::clamp(failure, 0.0, 1.0), std::max(maxRetries, 0) + 1.0);
}

BudgetedRetries budgetedRetries(double failure, int maxRetries, double budget) {
    const double p = std::clamp(failure, 0.0, 1.0);
    BudgetedRetries answer{.attempts = meanAttempts(p, maxRetries), .failed = finalFailure(p, maxRetries)};
    const double allowed = 1.0 + std::max(budget, 0.0);
    if (answer.attempts <= allowed) {
        return answer;
    }
    const auto f = [&](double granted) { return meanAttempts(p * granted, maxRetries) - allowed; };
    answer.granted = findRoot(f, 0.0, 1.0, f(0.0), f(1.0), 1e-14);
    answer.attempts = allowed;
    answer.failed = std::clamp(1.0 - (1.0 - p) * allowed, 0.0, 1.0);
    return answer;
}

AttemptChances afterRejection(const AttemptChances& fresh, double full, double again) {
    const double left = 1.0 - full;
    const double room = left > 1e-12 ? std::min((1.0 - again) / left, 1.0) : 1.0;
    return {.success = fresh.success * room,
            .rejected = full > 0.0 ? fresh.rejected * again / full : 0.0,
            .failed = fresh.failed * room};
}

namespace {

RefusedRetries granting(const AttemptChances& fresh, double full, std::span<const double> again,
                        int maxRetries, double granted) {
    constexpr double nothing = 1e-17;
    RefusedRetries all{.attempts = 0.0, .granted = granted};
    double anew = 1.0;      // as a fresh one
    double returned = 0.0;  // after a rejection
    for (int k = 0; k <= std::max(maxRetries, 0) && anew + returned > nothing; ++k) {
        AttemptChances after{0.0, 0.0, 0.0};
        if (k > 0) {
            const double still = again.empty() ? full : again[std::min<std::size_t>(k, again.size()) - 1];
            after = afterRejection(fresh, full, still);
            const double reaches = full > 0.0 ? fresh.rejected / full : 0.0;
            all.echoes += full < 1.0 - 1e-12 ? returned * reaches * (still - full) / (1.0 - full) : 0.0;
        }
        const double rejected = anew * fresh.rejected + returned * after.rejected;
        const double failed = anew * fresh.failed + returned * after.failed;
        all.attempts += anew + returned;
        all.success += anew * fresh.success + returned * after.success;
        const double goesOn = k < maxRetries ? granted : 0.0;
        all.failed += (rejected + failed) * (1.0 - goesOn);
        anew = failed * goesOn;
        returned = rejected * goesOn;
    }
    return all;
}

}  // namespace

RefusedRetries retriesAfterRefusal(const AttemptChances& fresh, double full, std::span<const double> again,
                                   int maxRetries, double budget) {
    const RefusedRetries all = granting(fresh, full, again, maxRetries, 1.0);
    const double allowed = 1.0 + std::max(budget, 0.0);
    if (all.attempts <= allowed) {
        return all;
    }
    const auto f = [&](double granted) {
        return granting(fresh, full, again, maxRetries, granted).attempts - allowed;
    };
    return granting(fresh, full, again, maxRetries, findRoot(f, 0.0, 1.0, f(0.0), f(1.0), 1e-14));
}

double fluidRetryFailure(double fresh, double capacity, int maxRetries) {
    if (!(fresh > capacity)) {
        return 0.0;
    }
    return std::pow(1.0 - std::max(capacity, 0.0) / fresh, 1.0 / (std::max(maxRetries, 0) + 1.0));
}

std::vector<double> retryGrid(double low, double high, const std::vector<double>& knees) {
    std::vector<double> grid;
    grid.reserve(kGridSteps + 1 + knees.size() * (kKneeSteps + 1));
    const double step = low > 0.0 && high > low ? std::log(high / low) / kGridSteps : 0.0;
    for (int i = 0; i < kGridSteps; ++i) {
        grid.push_back(low * std::exp(step * i));
    }
    for (const double knee : knees) {
        for (int i = 1; i <= kKneeSteps; ++i) {
            grid.push_back(knee * (1.0 - std::ldexp(1.0, -i)));
        }
        grid.push_back(knee);
    }
    std::erase_if(grid, [&](double x) { return !(x >= low && x < high); });
    grid.push_back(std::max(low, high));
    std::sort(grid.begin(), grid.end());
    grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
    return grid;
}

}  // namespace headroom::queueing
