// ns3_queue CUSTOMERS STATIONS WORKERS: M/M/c queues in a row at utilization 0.8 on the scheduler of ns-3.
// Prints the CPU time, the number of model events (an arrival, and a departure at each station) and the mean
// wait of a customer, at all stations together.
#include <ns3/core-module.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <random>
#include <vector>

namespace {

constexpr double ratePerS = 0.8;

class Chances {
  public:
    double exponential() { return -std::log(1 - uniform_(random_)); }

  private:
    std::mt19937_64 random_{1};
    std::uniform_real_distribution<double> uniform_;
};

class Station {
  public:
    Station(Chances& chances, long workers) : chances_(&chances), workers_(workers) {}

    void leadsTo(Station& next) { next_ = &next; }
    [[nodiscard]] double waitedS() const { return waitedS_; }

    void arrive() {
        if (busy_ < workers_) {
            serve(ns3::Simulator::Now());
        } else {
            waiting_.push_back(ns3::Simulator::Now());
        }
    }

  private:
    void serve(ns3::Time since) {
        ++busy_;
        waitedS_ += (ns3::Simulator::Now() - since).GetSeconds();
        const double workers = static_cast<double>(workers_);
        ns3::Simulator::Schedule(ns3::Seconds(chances_->exponential() * workers), &Station::depart, this);
    }
    void depart() {
        --busy_;
        if (!waiting_.empty()) {
            const ns3::Time since = waiting_.front();
            waiting_.pop_front();
            serve(since);
        }
        if (next_ != nullptr) {
            next_->arrive();
        }
    }

    Chances* chances_;
    Station* next_ = nullptr;
    std::deque<ns3::Time> waiting_;
    double waitedS_ = 0;
    long workers_;
    long busy_ = 0;
};

class Source {
  public:
    Source(Chances& chances, Station& first, long customers)
        : chances_(&chances), first_(&first), left_(customers) {
        scheduleArrival();
    }

  private:
    void scheduleArrival() {
        ns3::Simulator::Schedule(ns3::Seconds(chances_->exponential() / ratePerS), &Source::arrive, this);
    }
    void arrive() {
        if (--left_ > 0) {
            scheduleArrival();
        }
        first_->arrive();
    }

    Chances* chances_;
    Station* first_;
    long left_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "ns3_queue: needs CUSTOMERS STATIONS WORKERS\n");
        return 2;
    }
    const long customers = std::atol(argv[1]);
    const long stations = std::atol(argv[2]);
    const std::clock_t begin = std::clock();
    Chances chances;
    std::vector<Station> row(static_cast<std::size_t>(stations), Station(chances, std::atol(argv[3])));
    for (std::size_t i = 1; i < row.size(); ++i) {
        row[i - 1].leadsTo(row[i]);
    }
    Source source(chances, row.front(), customers);
    ns3::Simulator::Run();
    const double cpuS = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    double waitedS = 0;
    for (const Station& station : row) {
        waitedS += station.waitedS();
    }
    std::printf("{\"cpu_s\": %.9g, \"events\": %ld, \"mean_wait\": %.9g}\n", cpuS, (1 + stations) * customers,
                waitedS / static_cast<double>(customers));
    ns3::Simulator::Destroy();
    return 0;
}
