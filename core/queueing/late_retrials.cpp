#include "core/queueing/late_retrials.h"

#include "core/queueing/late_law.h"

namespace headroom::queueing {

LateRetrialQueue::LateRetrialQueue() : law_(std::make_unique<LateLaw>()) {}
LateRetrialQueue::~LateRetrialQueue() = default;
LateRetrialQueue::LateRetrialQueue(LateRetrialQueue&&) noexcept = default;
LateRetrialQueue& LateRetrialQueue::operator=(LateRetrialQueue&&) noexcept = default;

bool LateRetrialQueue::solve(const Load& load) {
    return law_->solve(load);
}

double LateRetrialQueue::late() const {
    return law_->late();
}

double LateRetrialQueue::lateAgain(std::size_t stream, std::size_t k) const {
    return law_->lateAgain(stream, k);
}

const std::vector<double>& LateRetrialQueue::found() const {
    return law_->found();
}

std::vector<double> LateRetrialQueue::foundAtRandom() const {
    return law_->foundAtRandom();
}

std::vector<double> LateRetrialQueue::leaves() const {
    return law_->leaves();
}

double LateRetrialQueue::arrivals() const {
    return law_->arrivals();
}

std::vector<double> LateRetrialQueue::foundByAll() const {
    return law_->foundByAll();
}

}  // namespace headroom::queueing
