#pragma once

#include <string>

namespace headroom::app {

class MainWindow;

/// Whether something can be done to what is selected: components that serve, or with `sources` such that ask.
bool canBreak(const MainWindow& window, bool sources = false);

/// Lets an event of this type ("kill", "slow", "errors", "spike") happen to each selected component, for the
/// middle third of a run, as one step of the history; then shows the timeline and runs it. `member` and
/// `value`: what the type asks for besides, such as "factor" and 5.
void breakSelected(MainWindow& window, const std::string& type, const std::string& member = {},
                   double value = 0);

}  // namespace headroom::app
