#pragma once

#include <string>

namespace headroom::app {

class MainWindow;

/// Whether something can be done to what is selected: components that serve, or with `sources` such that ask.
bool canBreak(const MainWindow& window, bool sources = false);

/// Lets an event of this type ("kill", "slow", "spike") happen to each selected component, for the middle
/// third of a run, as one step of the history; then shows the timeline and runs it. `factor` where the type
/// has one.
void breakSelected(MainWindow& window, const std::string& type, double factor = 0);

}  // namespace headroom::app
