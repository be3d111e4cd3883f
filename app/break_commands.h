#pragma once

namespace headroom::app {

class MainWindow;

/// What can be let happen to what is selected, in order to see what comes of it.
enum class Breakage {
    kill,         ///< all machines of a component
    killOne,      ///< of several machines
    slow,         ///< a component's work takes five times as long
    errors,       ///< a tenth of what a component does, or of a connection's calls, fails
    flush,        ///< a cache is empty
    expire,       ///< half of the keys of a cache expire
    diskFull,     ///< a store can no longer write
    spike,        ///< a source sends four times as much
    scale,        ///< twice the machines
    deploy,       ///< a new version, machine by machine, that fails now and then
    cutOff,       ///< a frame from those beside it, two frames from each other, the ends of a connection
    refuse,       ///< all calls of a connection fail at once
    slowNetwork,  ///< a connection takes longer
    down          ///< a frame with all its machines
};

bool canBreak(const MainWindow& window, Breakage what);

/// Lets it happen to everything selected that it makes sense for, for the middle third of a run, as one step
/// of the history; then shows the timeline and runs it.
void breakSelected(MainWindow& window, Breakage what);

}  // namespace headroom::app
