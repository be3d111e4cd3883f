#pragma once

namespace headroom::app {

/// Whether a window can be shown as far as the environment says: a display is named, or a platform that needs
/// none was asked for by $QT_QPA_PLATFORM or -platform.
bool displayNamed(int count, char** arguments);

/// From here on a display that cannot be reached ends the program with one line instead of Qt's own words.
void explainUnreachableDisplay();

/// The line that says so.
extern const char* const noDisplayLine;

}  // namespace headroom::app
