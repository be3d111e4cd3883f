#include <QtTest/QTest>

#include <rapidcheck.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <stop_token>
#include <string>

#include "core/engine/results_json.h"
#include "core/json/writer.h"
#include "core/model/transaction.h"
#include "tests/core/edit/edit_generator.h"
#include "tests/core/engine/solved.h"
#include "tests/core/engine/solver/random_designs.h"

using namespace headroom;
using namespace headroom::engine::tests;

namespace {

using Generator = nlohmann::json (*)(std::mt19937&);

std::optional<model::Design> drawnDesign(Generator generator) {
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    const auto loaded = format::read(generator(random).dump(), shippedCatalog());
    return loaded ? std::optional(loaded->design) : std::nullopt;
}

/// Every figure and finding as text, in which equal numbers are equal bits.
std::string textOf(const results::Results& results) {
    return json::write(engine::resultsJson(results));
}

/// The design after one edit of any sort; the same where the edit is refused.
model::Design edited(const model::Design& design) {
    const auto functions = edit::functions();
    // At full size: small ones would draw the beginning of the table alone.
    const auto which = *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, functions.size()));
    const auto drawn =
        edit::testing::EditGenerator(design, shippedCatalog()).draw(std::string(functions[which].name));
    model::Transaction transaction(design);
    return drawn && edit::perform(transaction, shippedCatalog(), *drawn) ? transaction.design() : design;
}

void solvesAlike(const model::Design& design, engine::SolveMemory& memory) {
    const std::string anew = textOf(engine::solve(design, shippedCatalog()));
    const std::string remembered = textOf(engine::solve(design, shippedCatalog(), memory));
    RC_ASSERT(remembered == anew);
}

/// Some of any designs take seconds: one case in so many is enough of them.
constexpr int oneWildIn = 10;

void editsSolveAlike(Generator generator) {
    if (generator == &wildDesign && *rc::gen::inRange(0, oneWildIn) != 0) {
        return;
    }
    engine::SolveMemory memory;
    auto design = drawnDesign(generator);
    if (!design) {
        return;
    }
    for (int edits = 0; edits < 4; ++edits) {
        solvesAlike(*design, memory);
        design = edited(*design);
    }
}

/// The design with another number in one component, of how it works, what it costs or how often it is up.
model::Design withOtherWork(const model::Design& design) {
    const auto& all = design.components();
    model::Component one = all[*rc::gen::inRange<std::size_t>(0, all.size())];
    const auto name = *rc::gen::element<std::string>("service_time_ms", "service_cv", "workers",
                                                     "queue_limit", "error_rate", "read_ms", "write_ms",
                                                     "instances", "price", "availability");
    const int number = *rc::gen::inRange(1, 20);
    const double scale = name == "error_rate" || name == "availability" ? 0.01
                         : name == "service_cv"                         ? 0.1
                                                                        : 1;
    one.params.set(name, scale * number);
    model::Transaction transaction(design);
    transaction.put(std::move(one));
    return transaction.design();
}

/// Edits of work, one of them taken back; between them some answers without latencies of parts, which are
/// kept for less.
void otherWorkSolvesAlike(Generator generator) {
    engine::SolveMemory memory;
    const auto first = drawnDesign(generator);
    if (!first || first->components().empty()) {
        return;
    }
    model::Design design = *first;
    for (int edits = 0; edits < 5; ++edits) {
        solvesAlike(design, memory);
        design = edits == 2 ? *first : withOtherWork(design);
        if (edits > 2) {
            engine::solve(design, shippedCatalog(), memory, {}, engine::Detail::system);
            design = withOtherWork(design);
        }
    }
}

}  // namespace

/// A solve that remembers others answers what one does that remembers nothing.
class MemoryTest : public QObject {
    Q_OBJECT

  private slots:
    void editsOfCalmDesigns() {
        QVERIFY(rc::check("the same to the last bit", [] { editsSolveAlike(calmDesign); }));
    }

    void editsOfWildDesigns() {
        QVERIFY(rc::check("the same to the last bit", [] { editsSolveAlike(wildDesign); }));
    }

    void editsOfWork() {
        QVERIFY(rc::check("the same to the last bit", [] { otherWorkSolvesAlike(calmDesign); }));
    }

    void editsOfWorkInWildDesigns() {
        QVERIFY(rc::check("the same to the last bit", [] {
            if (*rc::gen::inRange(0, oneWildIn) == 0) {
                otherWorkSolvesAlike(wildDesign);
            }
        }));
    }

    void unlikeDesigns() {
        QVERIFY(rc::check("one memory for designs that have nothing to do with each other", [] {
            engine::SolveMemory memory;
            for (int i = 0; i < 4; ++i) {
                if (const auto design = drawnDesign(calmDesign)) {
                    solvesAlike(*design, memory);
                }
            }
        }));
    }

    void aStopDoesNoHarm() {
        QVERIFY(rc::check("a stopped solve leaves nothing wrong behind", [] {
            const auto design = drawnDesign(calmDesign);
            if (!design) {
                return;
            }
            engine::SolveMemory memory;
            std::stop_source stop;
            stop.request_stop();
            engine::solve(*design, shippedCatalog(), memory, stop.get_token());
            solvesAlike(*design, memory);
            const model::Design other = edited(*design);
            engine::solve(other, shippedCatalog(), memory, stop.get_token());
            solvesAlike(other, memory);
        }));
    }
};

QTEST_GUILESS_MAIN(MemoryTest)
#include "memory_test.moc"
