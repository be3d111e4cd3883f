"""simpy_queue.py CUSTOMERS: an M/M/1 queue at utilization 0.8 in SimPy, as its manual writes one. Prints the CPU
time, the number of model events (an arrival and a departure each) and the mean wait, which is 4 services."""
import json
import random
import sys
import time

import simpy

SERVICE = 1.0
RATE = 0.8


class Queue:
    def __init__(self, environment, customers):
        self.environment = environment
        self.server = simpy.Resource(environment, capacity=1)
        self.random = random.Random(1)
        self.customers = customers
        self.waited = 0.0

    def source(self):
        for _ in range(self.customers):
            yield self.environment.timeout(self.random.expovariate(RATE))
            self.environment.process(self.customer())

    def customer(self):
        arrived = self.environment.now
        with self.server.request() as request:
            yield request
            self.waited += self.environment.now - arrived
            yield self.environment.timeout(self.random.expovariate(1 / SERVICE))


def main():
    customers = int(sys.argv[1])
    environment = simpy.Environment()
    queue = Queue(environment, customers)
    environment.process(queue.source())
    begin = time.process_time()
    environment.run()
    print(json.dumps({"cpu_s": time.process_time() - begin, "events": 2 * customers,
                      "mean_wait": queue.waited / customers, "version": simpy.__version__}))


main()
