"""simpy_queue.py CUSTOMERS STATIONS WORKERS: M/M/c queues in a row at utilization 0.8 in SimPy, as its manual writes
one. Prints the CPU time, the number of model events (an arrival, and a departure at each station) and the mean wait
of a customer, at all stations together."""
import json
import random
import sys
import time

import simpy

RATE = 0.8


class Row:
    def __init__(self, environment, customers, stations, workers):
        self.environment = environment
        self.stations = [simpy.Resource(environment, capacity=workers) for _ in range(stations)]
        self.service_rate = 1 / workers
        self.random = random.Random(1)
        self.customers = customers
        self.waited = 0.0

    def source(self):
        for _ in range(self.customers):
            yield self.environment.timeout(self.random.expovariate(RATE))
            self.environment.process(self.customer())

    def customer(self):
        for station in self.stations:
            arrived = self.environment.now
            with station.request() as request:
                yield request
                self.waited += self.environment.now - arrived
                yield self.environment.timeout(self.random.expovariate(self.service_rate))


def main():
    customers, stations, workers = (int(word) for word in sys.argv[1:])
    environment = simpy.Environment()
    row = Row(environment, customers, stations, workers)
    environment.process(row.source())
    begin = time.process_time()
    environment.run()
    print(json.dumps({"cpu_s": time.process_time() - begin, "events": (1 + stations) * customers,
                      "mean_wait": row.waited / customers, "version": simpy.__version__}))


main()
