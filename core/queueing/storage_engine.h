// What the two usual sorts of storage engines make of writes, reads and room on disk.
#pragma once

namespace headroom::queueing {

// Of one machine: its data, the mean size of what is written, and how often.
struct StorageLoad {
    double dataBytes = 0.0;
    double rowBytes = 1.0;  // > 0
    double writesPerS = 0.0;
};

struct StorageFigures {
    double writeAmplification = 1.0;  // bytes that reach the disk for one that is written
    double readAmplification = 1.0;   // pages or runs read for one row; filters and inner nodes in memory
    double spaceAmplification = 1.0;  // bytes on disk for one that is kept
};

// Rows in place in pages that are ln 2 full (Yao 1978), each change logged before (Kleppmann 2017, ch. 3).
// Pages changed since the last checkpoint are written at the next, once each: of N, k changes at random
// meet N (1 - e^{-k/N}) (Cardenas 1975). Changes of few keys meet fewer.
struct BTree {
    double pageBytes = 8192.0;
    double checkpointS = 300.0;  // 0: every change writes its page
    friend bool operator==(const BTree&, const BTree&) = default;
};
StorageFigures storageOf(const StorageLoad& load, const BTree& tree);

// Sorted runs in levels, each so many times as large as the one above, merged as they fill (O'Neil et al.
// 1996). There are L = log_T(data / buffer (T - 1) / T) of them (Dayan et al. 2017); while a level fills from
// nothing to T batches of the one above, each byte in it is written (T + 1) / 2 times on the average, besides
// once to the log. Levels above the last may all be old versions (Dong et al. 2017: T / (T - 1) of the data);
// a read looks into the last and, where a filter errs, into those above (Bloom 1970; Dayan et al. 2017).
struct LsmTree {
    double sizeRatio = 10.0;         // 2 or more
    double bufferBytes = 64e6;       // in memory
    double filterBitsPerKey = 10.0;  // 0: none
    friend bool operator==(const LsmTree&, const LsmTree&) = default;
};
double levelsOf(const StorageLoad& load, const LsmTree& tree);
StorageFigures storageOf(const StorageLoad& load, const LsmTree& tree);

}  // namespace headroom::queueing
