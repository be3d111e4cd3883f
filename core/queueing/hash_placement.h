// Where hashed keys and clients go. One fixed hash for everything, so that the share of a
// node is a number that both engines agree on, and not a distribution.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace headroom::queueing {

// The finalizer of SplitMix64 (Steele, Lea, Flood 2014; constants by Stafford): a
// bijection of 64 bits.
std::uint64_t hash64(std::uint64_t value);

// Position of a node's virtual node on the ring, and of a key; node, key and salt are any
// numbers that name them.
std::uint64_t ringPosition(std::uint64_t node, std::uint64_t virtualNode, std::uint64_t salt = 0);

// Share of infinitely many keys that each of n nodes owns on a consistent hash ring
// (Karger et al. 1997) with that many virtual nodes each: a key belongs to the next
// position at or after its own. Adding a node leaves the others' positions alone. They add
// up to 1. nodes 1 .. 1e6 / virtualNodes, virtualNodes >= 1.
std::vector<double> ringShares(std::size_t nodes, std::size_t virtualNodes, std::uint64_t salt = 0);

// What to expect over all hashes: the coefficient of variation of a node's share,
// sqrt((n - 1) / (n v + 1)) because shares are Beta(v, (n - 1) v) distributed, and the
// mean of the largest share over 1/n for one position each, the harmonic number.
double ringShareCv(double nodes, double virtualNodes);
double ringLargestOfOne(double nodes);

// Share of the requests that each of n instances gets when a client always goes to
// hash(client) mod n. Clients differ in activity by Zipf's law; the most active 1e5 are
// placed one by one, the rest evenly. clients 1 .. 1e15, exponent 0 .. 20.
std::vector<double> clientHashShares(std::size_t instances, std::int64_t clients, double exponent);

// The same for keys that lie in order: part i has the keys from the i n-th of them to the (i + 1) n-th, n
// their number over that of parts, and popularity falls along the order. Costs parts plus some ten
// thousand. parts 1 .. 1e6, keys and exponent as above.
std::vector<double> rangeShares(std::size_t parts, std::int64_t keys, double exponent);

// A ring of nodes 0 .. nodes - 1 with so many virtual nodes each.
class HashRing {
  public:
    HashRing(std::size_t nodes, std::size_t virtualNodes);
    // Who owns a key with that hash: the node of the next position at or after it.
    std::size_t ownerOf(std::uint64_t hash) const;

  private:
    std::vector<std::pair<std::uint64_t, std::size_t>> ring_;  // in order
};

// As clientHashShares, with the instances on a ring: the place of client i is hash64(i).
std::vector<double> clientRingShares(std::size_t instances, std::size_t virtualNodes, std::int64_t clients,
                                     double exponent);

// So many clients have a place of their own; the others are spread as evenly as can be.
constexpr std::int64_t mostPlacedClients = 100'000;

}  // namespace headroom::queueing
