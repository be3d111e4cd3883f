// What storage engines write and keep, against engines that are run step by step.
#include "core/queueing/storage_engine.h"

#include <QTest>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

using namespace headroom::queueing;

class StorageEngineTest : public QObject {
    Q_OBJECT
  private slots:
    void bTreeByHand();
    void bTreeStepByStep();
    void levelsByHand();
    void levelsStepByStep();
    void extremesStayFinite();
};

static void close(double actual, double expected, double relative) {
    QVERIFY2(std::abs(actual - expected) <= relative * std::abs(expected),
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

// A row of 100 bytes and a page of 8192 for each: 1 + 81.92. Pages are 69.3 % full. A row of three pages
// is read and written as three.
void StorageEngineTest::bTreeByHand() {
    const StorageFigures rare = storageOf({.dataBytes = 1e12, .rowBytes = 100, .writesPerS = 1e-6}, BTree{});
    close(rare.writeAmplification, 82.92, 1e-9);
    close(rare.spaceAmplification, 1.4427, 1e-4);
    close(rare.readAmplification, 1.0, 1e-12);
    const StorageFigures wide = storageOf({.dataBytes = 1e12, .rowBytes = 24576, .writesPerS = 0}, BTree{});
    close(wide.readAmplification, 3.0, 1e-12);
    close(wide.writeAmplification, 2.0, 1e-12);
    // Every page changes again and again between two checkpoints: all N of them for k changes.
    const StorageLoad hot{.dataBytes = std::log(2.0) * 8192 * 1000, .rowBytes = 100, .writesPerS = 1e4};
    close(storageOf(hot, BTree{}).writeAmplification, 1 + 1000.0 * 8192 / (1e4 * 300 * 100), 1e-9);
}

// 2000 pages, 500 changes between two checkpoints.
void StorageEngineTest::bTreeStepByStep() {
    std::mt19937_64 random(1);
    std::uniform_int_distribution<int> page(0, 1999);
    double written = 0;
    const int checkpoints = 400;
    for (int i = 0; i < checkpoints; ++i) {
        std::vector<char> dirty(2000);
        for (int k = 0; k < 500; ++k) {
            char& one = dirty[static_cast<std::size_t>(page(random))];
            written += one == 0 ? 8192 : 0;
            one = 1;
        }
    }
    const StorageLoad load{.dataBytes = 2000 * 8192 * std::log(2.0), .rowBytes = 50, .writesPerS = 5};
    const double measured = 1 + written / (checkpoints * 500.0 * 50);
    close(storageOf(load, BTree{.checkpointS = 100}).writeAmplification, measured, 0.01);
}

// 0.9 x 64 GB over 64 MB is 900 buffers: three levels of ratio 10. 1 + 3 x 5.5; each filter errs for
// e^{-10 ln^2 2} = 0.0082.
void StorageEngineTest::levelsByHand() {
    const StorageLoad load{.dataBytes = 64e9, .rowBytes = 100};
    close(levelsOf(load, LsmTree{}), 3.0, 1e-12);
    const StorageFigures f = storageOf(load, LsmTree{});
    close(f.writeAmplification, 17.5, 1e-12);
    close(f.readAmplification, 1 + 2 * std::exp(-10 * std::log(2.0) * std::log(2.0)), 1e-12);
    close(f.spaceAmplification, 10.0 / 9.0, 1e-12);
    close(levelsOf({.dataBytes = 1e6}, LsmTree{}), 1.0, 1e-12);
    close(storageOf(load, LsmTree{.filterBitsPerKey = 0}).readAmplification, 3.0, 1e-12);
}

// Buffers of one unit are merged into the first level, a level that holds its T batches into the next, until
// three levels are full: what was written for a unit.
void StorageEngineTest::levelsStepByStep() {
    for (const int ratio : {3, 4, 10}) {
        std::vector<double> level(3, 0.0);
        double written = 0;
        const int units = ratio * ratio * ratio;
        for (int i = 0; i < units; ++i) {
            double batch = 1;
            double most = ratio;
            for (double& size : level) {
                size += batch;
                written += size;
                if (size < most || &size == &level.back()) {
                    break;
                }
                batch = std::exchange(size, 0.0);
                most *= ratio;
            }
        }
        const StorageLoad load{.dataBytes = static_cast<double>(units) * ratio / (ratio - 1.0)};
        const LsmTree tree{.sizeRatio = static_cast<double>(ratio), .bufferBytes = 1};
        close(levelsOf(load, tree), 3.0, 1e-12);
        close(storageOf(load, tree).writeAmplification, 1 + written / units, 1e-9);
    }
}

void StorageEngineTest::extremesStayFinite() {
    for (const double data : {0.0, 1.0, 1e18}) {
        for (const double row : {0.0, 1.0, 1e12}) {
            for (const double writes : {0.0, 1.0, 1e15}) {
                for (const double setting : {0.0, 1.0, 1e12}) {
                    const StorageLoad load{data, row, writes};
                    for (const StorageFigures& f : {storageOf(load, BTree{setting, setting}),
                                                    storageOf(load, LsmTree{setting, setting, setting})}) {
                        QVERIFY(std::isfinite(f.writeAmplification) && f.writeAmplification >= 1);
                        QVERIFY(std::isfinite(f.readAmplification) && f.readAmplification >= 1);
                        QVERIFY(std::isfinite(f.spaceAmplification) && f.spaceAmplification >= 1);
                    }
                }
            }
        }
    }
}

QTEST_GUILESS_MAIN(StorageEngineTest)
#include "storage_engine_test.moc"
