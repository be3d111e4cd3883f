#include <QCoreApplication>
#include <array>

#include "app/actions.h"
#include "app/break_commands.h"
#include "app/case_dock.h"
#include "app/clipboard.h"
#include "app/edit_commands.h"
#include "app/file_commands.h"
#include "app/main_window.h"
#include "app/session.h"
#include "app/starters.h"
#include "app/theme_control.h"
#include "app/workspace.h"
#include "widgets/canvas/canvas.h"
#include "widgets/common/text.h"
#include "widgets/player/player_panel.h"

namespace headroom::app {

namespace {

#define T(text) QT_TRANSLATE_NOOP("Actions", text)

bool hasSelection(const MainWindow& window) {
    return !window.session().selection().isEmpty();
}

bool hasComponents(const MainWindow& window) {
    return !window.session().design().components().empty();
}

bool hasPlaced(const MainWindow& window) {
    return !window.edits().placed().empty();
}

bool hasSelectedComponents(const MainWindow& window) {
    return !window.edits().components().empty();
}

template <int least>
bool hasPlacedAtLeast(const MainWindow& window) {
    return static_cast<int>(window.edits().placed().size()) >= least;
}

bool canPaste(const MainWindow& /*window*/) {
    return clipboardHasFragment();
}

bool canPasteSettings(const MainWindow& window) {
    return clipboardHasFragment() && hasSelectedComponents(window);
}

bool canRevert(const MainWindow& window) {
    return !window.session().filePath().isEmpty() && window.session().dirty();
}

template <Breakage what>
bool canBreakSelection(const MainWindow& window) {
    return canBreak(window, what);
}

template <Breakage what>
constexpr ActionSpec breakSpec(const char* id, const char* label, const char* help, bool separator = false) {
    return {id,
            "edit/break",
            label,
            "",
            "",
            help,
            [](MainWindow& w) { breakSelected(w, what); },
            canBreakSelection<what>,
            nullptr,
            nullptr,
            ActionSpec::contextMenu,
            separator};
}

bool oneSelected(const MainWindow& window) {
    return window.session().selection().size() == 1;
}

QString undoLabel(const MainWindow& window) {
    const model::History& history = window.session().history();
    return history.canUndo()
               ? QCoreApplication::translate("Actions", "&Undo “%1”").arg(widgets::toQt(history.undoName()))
               : QString();
}

QString redoLabel(const MainWindow& window) {
    const model::History& history = window.session().history();
    return history.canRedo()
               ? QCoreApplication::translate("Actions", "&Redo “%1”").arg(widgets::toQt(history.redoName()))
               : QString();
}

template <ThemeMode mode>
void chooseTheme(MainWindow& window) {
    window.workspace().themeControl().choose(mode);
}

template <ThemeMode mode>
bool themeChosen(const MainWindow& window) {
    return window.workspace().themeControl().mode() == mode;
}

constexpr auto bar = ActionSpec::toolBar;
constexpr auto context = ActionSpec::contextMenu;
constexpr auto onCanvas = ActionSpec::Keys::canvas;

const std::array table{
    ActionSpec{"new", "file", T("&New"), "new", "Ctrl+N", T("Start an empty design in a window of its own"),
               [](MainWindow& w) { w.files().newDesign(); }, nullptr, nullptr, nullptr, bar},
    ActionSpec{"open", "file", T("&Open…"), "open", "Ctrl+O", T("Open a design from a file"),
               [](MainWindow& w) { w.files().open(); }, nullptr, nullptr, nullptr, bar},
    ActionSpec{"save", "file", T("&Save"), "save", "Ctrl+S", T("Write the design to its file"),
               [](MainWindow& w) { w.files().save(); }, nullptr, nullptr, nullptr, bar, true},
    ActionSpec{"save_as", "file", T("Save &As…"), "save_as", "Ctrl+Shift+S",
               T("Write the design to another file"), [](MainWindow& w) { w.files().saveAs(); }},
    ActionSpec{"save_copy", "file", T("Save a Cop&y…"), "", "",
               T("Write the design to another file and go on with this one"),
               [](MainWindow& w) { w.files().saveCopy(); }},
    ActionSpec{"revert", "file", T("Re&vert…"), "", "", T("Go back to what the file says"),
               [](MainWindow& w) { w.files().revert(); }, canRevert},
    ActionSpec{"export_png", "file/export", T("&PNG…"), "", "Ctrl+Shift+E", T("A picture in pixels"),
               [](MainWindow& w) { w.files().exportPicture(QStringLiteral("png")); }, hasComponents},
    ActionSpec{"export_svg", "file/export", T("&SVG…"), "", "", T("A drawing that scales"),
               [](MainWindow& w) { w.files().exportPicture(QStringLiteral("svg")); }, hasComponents},
    ActionSpec{"export_pdf", "file/export", T("P&DF…"), "", "", T("A page to print"),
               [](MainWindow& w) { w.files().exportPicture(QStringLiteral("pdf")); }, hasComponents},
    ActionSpec{"export_numbers", "file/export", T("With &Numbers"), "", "",
               T("Whether pictures show rates, latencies and utilization"),
               [](MainWindow& w) { w.files().toggleNumbersInPictures(); }, nullptr,
               [](const MainWindow&) { return FileCommands::numbersInPictures(); }, nullptr,
               ActionSpec::menuOnly, true},
    ActionSpec{"close", "file", T("&Close"), "", "Ctrl+W", T("Close this window"),
               [](MainWindow& w) { w.close(); }, nullptr, nullptr, nullptr, ActionSpec::menuOnly, true},
    ActionSpec{"quit", "file", T("&Quit"), "", "Ctrl+Q", T("Close all windows"),
               [](MainWindow& w) { w.workspace().closeAll(); }},

    ActionSpec{"undo", "edit", T("&Undo"), "undo", "Ctrl+Z", T("Take the last step back"),
               [](MainWindow& w) { w.canvas().undo(); },
               [](const MainWindow& w) { return w.session().history().canUndo(); }, nullptr, undoLabel, bar},
    ActionSpec{"redo", "edit", T("&Redo"), "redo", "Ctrl+Shift+Z", T("Do again what was taken back"),
               [](MainWindow& w) { w.canvas().redo(); },
               [](const MainWindow& w) { return w.session().history().canRedo(); }, nullptr, redoLabel, bar},
    ActionSpec{"cut", "edit", T("Cu&t"), "", "Ctrl+X", T("Copy what is selected, and remove it"),
               [](MainWindow& w) { w.edits().cut(); }, hasPlaced, nullptr, nullptr, context, true, onCanvas},
    ActionSpec{"copy", "edit", T("&Copy"), "", "Ctrl+C",
               T("Copy what is selected, with the connections in between; other programs get it as text"),
               [](MainWindow& w) { w.edits().copy(); }, hasPlaced, nullptr, nullptr, context, false,
               onCanvas},
    ActionSpec{"paste", "edit", T("&Paste"), "", "Ctrl+V", T("Put what was copied at the pointer"),
               [](MainWindow& w) { w.edits().paste(); }, canPaste, nullptr, nullptr, context, false,
               onCanvas},
    ActionSpec{"paste_settings", "edit", T("Paste &Settings"), "", "Ctrl+Shift+V",
               T("Give what is selected the settings of the component that was copied"),
               [](MainWindow& w) { w.edits().pasteSettings(); }, canPasteSettings, nullptr, nullptr, context,
               false, onCanvas},
    ActionSpec{"duplicate", "edit", T("D&uplicate"), "", "Ctrl+D", T("A second one below what is selected"),
               [](MainWindow& w) { w.edits().duplicate(); }, hasPlaced, nullptr, nullptr, context, false,
               onCanvas},
    ActionSpec{"replace_kind", "edit", T("Replace &Kind…"), "", "",
               T("Another kind in its place; name, wires and shared settings stay"),
               [](MainWindow& w) { w.chooseReplacement(); }, hasSelectedComponents, nullptr, nullptr,
               context},
    ActionSpec{"rename", "edit", T("Re&name"), "", "F2", T("Change the name of what is selected"),
               [](MainWindow& w) { w.canvas().startRename(); }, oneSelected, nullptr, nullptr, context, true,
               onCanvas},
    ActionSpec{"connect", "edit", T("Draw a &Connection"), "", "C", T("Then click where it leads"),
               [](MainWindow& w) { w.canvas().startConnection(); }, oneSelected, nullptr, nullptr, context,
               false, onCanvas},
    ActionSpec{"delete", "edit", T("&Delete"), "delete", "Del",
               T("Remove what is selected, with its connections"),
               [](MainWindow& w) { w.canvas().deleteSelection(); }, hasSelection, nullptr, nullptr, context,
               false, onCanvas},
    ActionSpec{"align_left", "edit/arrange", T("Align &Left"), "", "", T("Left edges in one line"),
               [](MainWindow& w) { w.edits().align("left"); }, hasPlacedAtLeast<2>, nullptr, nullptr,
               context},
    ActionSpec{"align_center", "edit/arrange", T("Align &Centres"), "", "", T("Middles below each other"),
               [](MainWindow& w) { w.edits().align("center"); }, hasPlacedAtLeast<2>, nullptr, nullptr,
               context},
    ActionSpec{"align_right", "edit/arrange", T("Align &Right"), "", "", T("Right edges in one line"),
               [](MainWindow& w) { w.edits().align("right"); }, hasPlacedAtLeast<2>, nullptr, nullptr,
               context},
    ActionSpec{"align_top", "edit/arrange", T("Align &Top"), "", "", T("Upper edges in one line"),
               [](MainWindow& w) { w.edits().align("top"); }, hasPlacedAtLeast<2>, nullptr, nullptr, context,
               true},
    ActionSpec{"align_middle", "edit/arrange", T("Align &Middles"), "", "", T("Middles beside each other"),
               [](MainWindow& w) { w.edits().align("middle"); }, hasPlacedAtLeast<2>, nullptr, nullptr,
               context},
    ActionSpec{"align_bottom", "edit/arrange", T("Align &Bottom"), "", "", T("Lower edges in one line"),
               [](MainWindow& w) { w.edits().align("bottom"); }, hasPlacedAtLeast<2>, nullptr, nullptr,
               context},
    ActionSpec{"distribute_horizontally", "edit/arrange", T("Distribute &Horizontally"), "", "",
               T("Equal gaps from left to right"), [](MainWindow& w) { w.edits().distribute("horizontal"); },
               hasPlacedAtLeast<3>, nullptr, nullptr, context, true},
    ActionSpec{"distribute_vertically", "edit/arrange", T("Distribute &Vertically"), "", "",
               T("Equal gaps from top to bottom"), [](MainWindow& w) { w.edits().distribute("vertical"); },
               hasPlacedAtLeast<3>, nullptr, nullptr, context},
    ActionSpec{"bring_to_front", "edit/arrange", T("Bring to &Front"), "", "", T("Draw it above the others"),
               [](MainWindow& w) { w.edits().bringToFront(); }, hasPlaced, nullptr, nullptr, context, true},
    ActionSpec{"frame_region", "edit/frame", T("&Region"), "", "G",
               T("A part of the world around what is selected; nothing is selected: draw it"),
               [](MainWindow& w) { w.canvas().frameSelection(QStringLiteral("region")); }, nullptr, nullptr,
               nullptr, context, false, onCanvas},
    ActionSpec{"frame_zone", "edit/frame", T("&Zone"), "", "",
               T("A data centre around what is selected; nothing is selected: draw it"),
               [](MainWindow& w) { w.canvas().frameSelection(QStringLiteral("zone")); }, nullptr, nullptr,
               nullptr, context},
    ActionSpec{"frame_rack", "edit/frame", T("R&ack"), "", "",
               T("Machines behind one switch, around what is selected; nothing is selected: draw it"),
               [](MainWindow& w) { w.canvas().frameSelection(QStringLiteral("rack")); }, nullptr, nullptr,
               nullptr, context},
    breakSpec<Breakage::kill>(
        "break_kill", T("&Kill It"),
        T("All its machines are dead for a while; the timeline shows what comes of it")),
    breakSpec<Breakage::killOne>("break_kill_one", T("Kill &One of Its Machines"),
                                 T("One machine is dead for a while; the others have to do its work")),
    breakSpec<Breakage::down>("break_down", T("&Take It Down"),
                              T("Everything that stands in it is dead for a while")),
    breakSpec<Breakage::cutOff>("break_cut_off", T("&Cut It Off"),
                                T("The network between the two places is silent for a while")),
    breakSpec<Breakage::refuse>("break_refuse", T("Let &All Calls Fail"),
                                T("Every call over it is refused at once for a while")),
    breakSpec<Breakage::slow>("break_slow", T("Slow It &Down"),
                              T("Its work takes five times as long for a while"), true),
    breakSpec<Breakage::slowNetwork>("break_slow_network", T("Slow the &Network"),
                                     T("A call takes 100 ms longer for a while")),
    breakSpec<Breakage::errors>("break_errors", T("Let a Tenth &Fail"),
                                T("One in ten of the requests that come through fails for a while")),
    breakSpec<Breakage::flush>("break_flush", T("F&lush the Cache"),
                               T("All that it holds is gone; what is asked for comes back with time"), true),
    breakSpec<Breakage::expire>("break_expire", T("Let Half of the Keys E&xpire"),
                                T("All at once, as after a mass import with one life for all")),
    breakSpec<Breakage::diskFull>("break_disk_full", T("Fill the D&isk"),
                                  T("It answers reads and refuses writes for a while")),
    breakSpec<Breakage::spike>("break_spike", T("A &Spike of Traffic"),
                               T("It sends four times as much for a while"), true),
    breakSpec<Breakage::scale>("break_scale", T("&Double Its Machines"),
                               T("There are twice as many machines for a while"), true),
    breakSpec<Breakage::deploy>(
        "break_deploy", T("De&ploy a New Version"),
        T("A quarter of its machines after the other, with a version that fails one in "
          "twenty")),
    ActionSpec{"select_all", "edit", T("Select &All"), "select_all", "Ctrl+A",
               T("Select everything on the canvas"), [](MainWindow& w) { w.canvas().selectAll(); },
               hasComponents, nullptr, nullptr, context, true, onCanvas},
    ActionSpec{"select_connected", "edit", T("Select C&onnected"), "", "Ctrl+Shift+A",
               T("Everything that hangs together with what is selected"),
               [](MainWindow& w) { w.edits().selectConnected(); }, hasSelection, nullptr, nullptr, context,
               false, onCanvas},
    ActionSpec{"find", "edit", T("F&ind on the Canvas…"), "", "Ctrl+F",
               T("Find components, frames and notes by name, kind or text"),
               [](MainWindow& w) { w.findOnCanvas(); }, hasComponents, nullptr, nullptr, ActionSpec::menuOnly,
               true},

    ActionSpec{"zoom_in", "view", T("Zoom &In"), "zoom_in", "Ctrl++", T("Larger"),
               [](MainWindow& w) { w.canvas().zoomIn(); }},
    ActionSpec{"zoom_out", "view", T("Zoom &Out"), "zoom_out", "Ctrl+-", T("Smaller"),
               [](MainWindow& w) { w.canvas().zoomOut(); }},
    ActionSpec{"zoom_reset", "view", T("Actual &Size"), "", "Ctrl+0", T("One to one"),
               [](MainWindow& w) { w.canvas().resetZoom(); }},
    ActionSpec{"fit", "view", T("&Fit the Design"), "fit", "Ctrl+9", T("Show everything"),
               [](MainWindow& w) { w.canvas().fit(); }, hasComponents, nullptr, nullptr, bar | context},
    ActionSpec{"zoom_selection", "view", T("Zoom to S&election"), "", "Ctrl+8",
               T("Show what is selected, large"), [](MainWindow& w) { w.canvas().zoomToSelection(); },
               hasSelection},
    ActionSpec{"show_palette", "view", T("&Palette"), "palette", "Ctrl+1", T("Show or hide the palette"),
               [](MainWindow& w) { w.togglePanel(MainWindow::Panel::palette); }, nullptr,
               [](const MainWindow& w) { return w.panelShown(MainWindow::Panel::palette); }, nullptr, bar,
               true},
    ActionSpec{"show_inspector", "view", T("&Inspector"), "inspector", "Ctrl+2",
               T("Show or hide the inspector"),
               [](MainWindow& w) { w.togglePanel(MainWindow::Panel::inspector); }, nullptr,
               [](const MainWindow& w) { return w.panelShown(MainWindow::Panel::inspector); }, nullptr, bar},
    ActionSpec{"show_history", "view", T("&History"), "", "Ctrl+3", T("Show or hide the list of steps"),
               [](MainWindow& w) { w.togglePanel(MainWindow::Panel::history); }, nullptr,
               [](const MainWindow& w) { return w.panelShown(MainWindow::Panel::history); }},
    ActionSpec{"show_charts", "view", T("&Charts"), "charts", "Ctrl+4", T("Show or hide the charts"),
               [](MainWindow& w) { w.togglePanel(MainWindow::Panel::charts); }, nullptr,
               [](const MainWindow& w) { return w.panelShown(MainWindow::Panel::charts); }, nullptr, bar},
    ActionSpec{"show_timeline", "view", T("&What Happens"), "", "Ctrl+5",
               T("Show or hide the events of the scenario and their simulation"),
               [](MainWindow& w) { w.togglePanel(MainWindow::Panel::timeline); }, nullptr,
               [](const MainWindow& w) { return w.panelShown(MainWindow::Panel::timeline); }},
    ActionSpec{"simulate", "view", T("Si&mulate"), "play", "F5",
               T("Replay the design request by request, with all that happens to it"),
               [](MainWindow& w) { w.runTimeline(); }, hasComponents, nullptr, nullptr, bar},
    ActionSpec{"play", "view", T("P&lay or Pause"), "play", "Shift+F5",
               T("Play the simulation on the drawing; Esc leads back to the steady state"),
               [](MainWindow& w) { w.playTimeline(); }, hasComponents},
    ActionSpec{"show_case", "view", T("&Worked Case"), "", "", T("Show or hide the case that is played"),
               [](MainWindow& w) { w.caseDock().toggle(); },
               [](const MainWindow& w) { return w.caseDock().playing(); },
               [](const MainWindow& w) { return w.caseDock().shown(); }},
    ActionSpec{"case_next", "view", T("&Next Step of the Case"), "", "Alt+Right",
               T("Take the next step of the case"), [](MainWindow& w) { w.caseDock().panel().next(); },
               [](const MainWindow& w) { return w.caseDock().hasNext(); }},
    ActionSpec{"case_back", "view", T("Step &Back in the Case"), "", "Alt+Left",
               T("Take the last step of the case back"), [](MainWindow& w) { w.caseDock().panel().back(); },
               [](const MainWindow& w) { return w.caseDock().hasBack(); }},
    ActionSpec{"case_restart", "view", T("&Restart the Case"), "", "Alt+Home",
               T("Back to before the first step"), [](MainWindow& w) { w.caseDock().panel().restart(); },
               [](const MainWindow& w) { return w.caseDock().hasBack(); }},
    ActionSpec{"search_palette", "view", T("&Find a Component"), "search", "Ctrl+K",
               T("Search the palette; Return puts the first find on the canvas"),
               [](MainWindow& w) { w.searchPalette(); }},
    ActionSpec{"presentation", "view", T("P&resentation"), "", "F11",
               T("The drawing and its headline alone, on the whole screen"),
               [](MainWindow& w) { w.togglePresentation(); }, nullptr,
               [](const MainWindow& w) { return w.presenting(); }, nullptr, ActionSpec::menuOnly, true},
    ActionSpec{"theme_system", "view/theme", T("As the &Desktop"), "", "",
               T("Light or dark, as the desktop is"), chooseTheme<ThemeMode::system>, nullptr,
               themeChosen<ThemeMode::system>},
    ActionSpec{"theme_light", "view/theme", T("&Light"), "", "", T("Dark ink on light ground"),
               chooseTheme<ThemeMode::light>, nullptr, themeChosen<ThemeMode::light>},
    ActionSpec{"theme_dark", "view/theme", T("&Dark"), "", "", T("Light ink on dark ground"),
               chooseTheme<ThemeMode::dark>, nullptr, themeChosen<ThemeMode::dark>},

    ActionSpec{
        "worked_case", "help", T("&Worked Case"), "play", "F1",
        T("Play the first worked case: a design that comes to be, step by step"),
        [](MainWindow& w) { w.workspace().openStarter(firstCaseStarter(*w.workspace().catalog()), w); }},
    ActionSpec{"about", "help", T("&About Headroom"), "info", "", T("Version and licence"),
               [](MainWindow& w) { w.showAbout(); }},
};

#undef T

}  // namespace

std::span<const ActionSpec> actionTable() {
    return table;
}

}  // namespace headroom::app
