// Like servers before one line in which of each class only one is served at a time, such as the workers of a
// machine and the partitions of a stream that it reads in order (MSCCC; Le Boudec 1986).
#pragma once

namespace headroom::queueing {

struct ConcurrentClassesWait {
    double probability = 0.0;
    double mean = 0.0;  // over all, those who do not wait among them
};

// Poisson arrivals, evenly over `classes` >= 1; exponential services; `servers` >= 1, both whole. Exact: with
// d classes present min(d, servers) are served whatever the order of arrivals, so that a line of n has the
// probability of a product over its places (Krzesinski 2011). Needs arrivalRate < serviceRate * min(servers,
// classes).
ConcurrentClassesWait concurrentClassesWait(double arrivalRate, double serviceRate, double servers,
                                            double classes);

}  // namespace headroom::queueing
