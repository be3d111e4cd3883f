#include "tests/montecarlo/batches.h"

#include <algorithm>
#include <cmath>

namespace montecarlo {

namespace {

Estimate over(const std::array<double, Batches::count>& values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    const double mean = sum / Batches::count;
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return {mean, std::sqrt(squares / (Batches::count - 1) / Batches::count)};
}

double quantile(std::vector<float>& values, double p) {
    if (values.empty()) {
        return 0;
    }
    const auto rank = static_cast<std::ptrdiff_t>(p * static_cast<double>(values.size()));
    const auto at = values.begin() + std::min(rank, static_cast<std::ptrdiff_t>(values.size()) - 1);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

double meanOf(const std::vector<float>& values) {
    double sum = 0;
    for (const float value : values) {
        sum += value;
    }
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

Batches::Batches(const Plan& plan, double batchMs)
    : batchMs_(batchMs), parts_(plan.parts.size()), streams_(plan.streams.size()) {}

int Batches::batchOf(double time) const {
    const int batch = static_cast<int>(time / batchMs_) - 1;
    return batch < count ? batch : -1;
}

void Batches::arrival(int part, double now) {
    if (const int batch = batchOf(now); batch >= 0) {
        ++parts_[static_cast<std::size_t>(part)][static_cast<std::size_t>(batch)].arrivals;
    }
}

void Batches::service(int part, double now, double waitMs, double serviceMs) {
    if (const int batch = batchOf(now); batch >= 0) {
        PartBatch& sums = parts_[static_cast<std::size_t>(part)][static_cast<std::size_t>(batch)];
        ++sums.services;
        sums.waitMs += waitMs;
        sums.busyMs += serviceMs;
    }
}

void Batches::response(int stream, double sentAt, double responseMs, bool failed) {
    if (const int batch = batchOf(sentAt); batch >= 0) {
        StreamBatch& sums = streams_[static_cast<std::size_t>(stream)][static_cast<std::size_t>(batch)];
        if (failed) {
            ++sums.failures;
        } else {
            sums.responses.push_back(static_cast<float>(responseMs));
        }
    }
}

WorkloadEstimate Batches::workload(const std::array<StreamBatch, count>& batches) const {
    std::array<double, count> mean{};
    std::array<double, count> p50{};
    std::array<double, count> p99{};
    std::array<double, count> failed{};
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<float> responses = batches[i].responses;
        mean[i] = meanOf(responses);
        p50[i] = quantile(responses, 0.5);
        p99[i] = quantile(responses, 0.99);
        const auto all = static_cast<double>(responses.size()) + static_cast<double>(batches[i].failures);
        failed[i] = all > 0 ? static_cast<double>(batches[i].failures) / all : 0;
    }
    return {over(mean), over(p50), over(p99), over(failed)};
}

ComponentEstimate Batches::component(const std::array<PartBatch, count>& batches, const Part& part) const {
    std::array<double, count> rate{};
    std::array<double, count> busy{};
    std::array<double, count> wait{};
    for (std::size_t i = 0; i < count; ++i) {
        rate[i] = static_cast<double>(batches[i].arrivals) / batchMs_ * 1000;
        busy[i] = batches[i].busyMs / batchMs_ / part.instances / part.workers;
        wait[i] = batches[i].services > 0 ? batches[i].waitMs / static_cast<double>(batches[i].services) : 0;
    }
    return {over(rate), over(busy), over(wait)};
}

Report Batches::report(const Plan& plan) const {
    Report report;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        report.workloads[plan.streams[i].key] = workload(streams_[i]);
        for (const StreamBatch& batch : streams_[i]) {
            report.requests += static_cast<long>(batch.responses.size()) + batch.failures;
        }
    }
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (!plan.parts[i].isSource) {
            report.components[plan.parts[i].id] = component(parts_[i], plan.parts[i]);
        }
    }
    return report;
}

}  // namespace montecarlo
