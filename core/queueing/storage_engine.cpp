#include "core/queueing/storage_engine.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headroom::queueing {

StorageFigures storageOf(const StorageLoad& load, const BTree& tree) {
    const double row = std::max(load.rowBytes, 1e-9);
    const double page = std::max(tree.pageBytes, 1.0);
    const double fill = std::numbers::ln2;
    const double pagesOfRow = std::max(1.0, std::ceil(row / page));
    const double pages = std::max(load.dataBytes / (fill * page), 1.0);
    const double changes = load.writesPerS * pagesOfRow * tree.checkpointS;
    const double share = changes / pages;  // of each page
    const double together = share > 1e-9 ? -std::expm1(-share) / share : 1.0;
    return {.writeAmplification = 1.0 + pagesOfRow * page / row * together,
            .readAmplification = pagesOfRow,
            .spaceAmplification = 1.0 / fill};
}

double levelsOf(const StorageLoad& load, const LsmTree& tree) {
    const double ratio = std::max(tree.sizeRatio, 2.0);
    const double times = load.dataBytes / std::max(tree.bufferBytes, 1.0) * (ratio - 1.0) / ratio;
    constexpr double rounding = 1e-9;
    return times > 1.0 ? std::max(1.0, std::ceil(std::log(times) / std::log(ratio) - rounding)) : 1.0;
}

StorageFigures storageOf(const StorageLoad& load, const LsmTree& tree) {
    const double ratio = std::max(tree.sizeRatio, 2.0);
    const double levels = levelsOf(load, tree);
    const double errs =
        std::exp(-std::max(tree.filterBitsPerKey, 0.0) * std::numbers::ln2 * std::numbers::ln2);
    return {.writeAmplification = 1.0 + levels * (ratio + 1.0) / 2.0,
            .readAmplification = 1.0 + (levels - 1.0) * errs,
            .spaceAmplification = ratio / (ratio - 1.0)};
}

}  // namespace headroom::queueing
