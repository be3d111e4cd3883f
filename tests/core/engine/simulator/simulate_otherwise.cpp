// Prints the answer of a simulation as JSON. Made of the sources of the simulator at another level of
// optimization than theirs: repeatable_test compares what both say.
//   simulate_otherwise DESIGN SECONDS SEED REPLICATIONS THREADS
#include <cstdio>
#include <string>

#include "core/engine/simulator/simulate.h"
#include "core/engine/simulator/simulation_json.h"
#include "core/format/design_file.h"
#include "core/json/writer.h"

int main(int count, char** arguments) {
    using namespace headroom;
    const auto catalog = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
    if (count != 6 || !catalog) {
        return 2;
    }
    const auto loaded = format::readFile(arguments[1], *catalog);
    if (!loaded) {
        return 3;
    }
    const engine::SimulationSettings settings{.seconds = std::stod(arguments[2]),
                                              .seed = std::stoull(arguments[3]),
                                              .replications = static_cast<unsigned>(std::stoul(arguments[4])),
                                              .threads = static_cast<unsigned>(std::stoul(arguments[5]))};
    const std::string answer =
        json::write(engine::simulationJson(engine::simulate(loaded->design, *catalog, settings)));
    return std::fwrite(answer.data(), 1, answer.size(), stdout) == answer.size() ? 0 : 4;
}
