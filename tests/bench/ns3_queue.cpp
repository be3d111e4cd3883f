// ns3_queue CUSTOMERS: an M/M/1 queue at utilization 0.8 on the scheduler of ns-3. Prints the CPU time, the
// number of model events (an arrival and a departure each) and the mean wait, which is 4 services.
#include <ns3/core-module.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <random>

namespace {

class Queue {
  public:
    explicit Queue(long customers) : left_(customers), customers_(customers) { scheduleArrival(); }

    [[nodiscard]] double meanWaitS() const { return waitedS_ / static_cast<double>(customers_); }

  private:
    static constexpr double rate = 0.8;

    double exponential() { return -std::log(1 - uniform_(random_)); }

    void scheduleArrival() {
        ns3::Simulator::Schedule(ns3::Seconds(exponential() / rate), &Queue::arrive, this);
    }
    void arrive() {
        if (--left_ > 0) {
            scheduleArrival();
        }
        waiting_.push_back(ns3::Simulator::Now());
        if (waiting_.size() == 1) {
            serve();
        }
    }
    void serve() {
        waitedS_ += (ns3::Simulator::Now() - waiting_.front()).GetSeconds();
        ns3::Simulator::Schedule(ns3::Seconds(exponential()), &Queue::depart, this);
    }
    void depart() {
        waiting_.pop_front();
        if (!waiting_.empty()) {
            serve();
        }
    }

    std::mt19937_64 random_{1};
    std::uniform_real_distribution<double> uniform_;
    std::deque<ns3::Time> waiting_;  // the first is being served
    double waitedS_ = 0;
    long left_;
    long customers_;
};

}  // namespace

int main(int argc, char** argv) {
    const long customers = argc > 1 ? std::atol(argv[1]) : 100000;
    const std::clock_t begin = std::clock();
    Queue queue(customers);
    ns3::Simulator::Run();
    const double cpuS = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    std::printf("{\"cpu_s\": %.9g, \"events\": %ld, \"mean_wait\": %.9g}\n", cpuS, 2 * customers,
                queue.meanWaitS());
    ns3::Simulator::Destroy();
    return 0;
}
