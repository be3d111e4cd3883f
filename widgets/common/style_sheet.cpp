#include "widgets/common/style_sheet.h"

namespace headroom::widgets {

namespace {

constexpr const char* surfaces = R"(
QMainWindow, QDockWidget > QWidget, QScrollArea[role="plain"], QScrollArea[role="plain"] > QWidget > QWidget
    { background: @surface; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QScrollArea[role="plain"] { border: none; }
QFrame[role="rule"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QToolTip { background: @tooltip; color: @tooltip_text; border: 1px solid @tooltip; padding: 4px 6px; }
QLabel[role="secondary"] { color: @text_secondary; font-size: 11px; }
QLabel[role="small"] { font-size: 12px; }
QLabel[role="quiet"] { color: @text_secondary; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[role="panel"] { font-size: 12px; font-weight: 600; color: @text_secondary; }
QLabel[role="error"] { color: @error_text; font-size: 11px; }
QWidget[role="header"] { background: @surface; border-bottom: 1px solid @line; }
QWidget[role="strip"] { background: @surface; border-top: 1px solid @line; }
QFrame[role="banner-error"] { background: @error_tint; border-bottom: 1px solid @line; }
QFrame[role="banner-warning"] { background: @warning_tint; border-bottom: 1px solid @line; }
QFrame[role="question"] { background: @surface_sunken; border: 1px solid @line; border-radius: 8px; }
QLabel[role="outcome"] { background: @info_tint; color: @text; border-radius: 6px; padding: 6px 8px; }
QFrame[role="banner-info"] { background: @info_tint; border-bottom: 1px solid @line; }
)";

constexpr const char* bars = R"(
QMenuBar { background: @surface; border-bottom: 1px solid @line; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; color: @text; }
QMenuBar::item:selected { background: @hover; }
QMenuBar::item:pressed { background: @pressed; }
QToolBar { background: @surface; border: none; border-bottom: 1px solid @line; padding: 4px 8px; spacing: 2px; }
QToolBar#headlineBar { border: none; padding: 0; margin: 0; spacing: 0; }
QToolBar::separator { background: @line; width: 1px; margin: 4px 6px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @pressed; }
QToolButton:focus { border-color: @focus_ring; }
QToolButton::menu-indicator { image: none; }
)";

constexpr const char* fields = R"(
QLineEdit { background: @surface; color: @text; border: 1px solid @line; border-radius: 4px; padding: 0 6px;
    min-height: 24px; selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit:hover { border-color: @strong_line; }
QLineEdit:focus { border-color: @focus_ring; }
QLineEdit:disabled { background: @surface_sunken; color: @text_disabled; }
QLineEdit[broken="true"] { border-color: @error_text; background: @error_tint; }
QLineEdit[role="name"] { font-size: 15px; font-weight: 600; border-color: transparent; padding: 0 1px; }
QLabel[role="name"] { font-size: 15px; font-weight: 600; }
QLineEdit[role="name"]:hover { border-color: @line; }
QLineEdit[role="name"]:focus { border-color: @focus_ring; }
QPlainTextEdit[role="field"] { background: @surface; color: @text; border: 1px solid @line; border-radius: 4px;
    padding: 0 2px; selection-background-color: @accent; selection-color: @on_accent; }
QPlainTextEdit[role="field"]:hover { border-color: @strong_line; }
QPlainTextEdit[role="field"]:focus { border-color: @focus_ring; }
QPlainTextEdit[role="field"][broken="true"] { border-color: @error_text; background: @error_tint; }
QPushButton[role="plain"] { background: @surface; color: @text; border: 1px solid @line; border-radius: 4px;
    padding: 0 10px; min-height: 24px; }
QPushButton[role="plain"][side="left"] { text-align: left; }
QPushButton[role="plain"]::menu-indicator { image: none; width: 0; }
QPushButton[role="plain"]:hover { background: @hover; border-color: @strong_line; }
QPushButton[role="plain"]:pressed { background: @pressed; }
QPushButton[role="plain"]:checked { background: @selection; border-color: @accent; }
QPushButton[role="plain"]:focus { border-color: @focus_ring; }
QPushButton[role="plain"]:disabled { color: @text_disabled; }
QPushButton[role="summary"] { background: @surface; border: none; border-top: 1px solid @line; text-align: left;
    padding: 6px 16px; color: @text_secondary; }
QPushButton[role="summary"]:hover { background: @hover; color: @text; }
QPushButton[role="summary"]:focus { color: @text; }
QPushButton[role="primary"] { background: @accent; color: @on_accent; border: 1px solid @accent; border-radius: 4px;
    padding: 0 14px; min-height: 24px; }
QPushButton[role="primary"]:hover { background: @accent_hover; }
QPushButton[role="primary"]:pressed { background: @accent_pressed; }
QPushButton[role="primary"]:focus { border-color: @text; }
QPushButton[role="primary"]:disabled { background: @surface; color: @text_disabled; border-color: @line; }
)";

constexpr const char* lists = R"(
QListWidget[role="plain"] { background: @surface; border: none; outline: none; padding: 4px; }
QListWidget[role="plain"]::item { padding: 4px 8px; border-radius: 4px; color: @text; }
QListWidget[role="plain"]::item:hover { background: @hover; }
QListWidget[role="plain"]::item:selected { background: @selection; color: @text; }
QTableView[role="plain"] { background: @surface; color: @text; border: none; outline: none;
    selection-background-color: @selection; selection-color: @text; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @text_secondary; border: none; border-bottom: 1px solid @line;
    padding: 2px 3px; font-size: 11px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @pressed; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @strong_line; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

}  // namespace

QString styleSheetTemplate() {
    return QString::fromUtf8(surfaces) + QString::fromUtf8(bars) + QString::fromUtf8(fields) +
           QString::fromUtf8(lists);
}

}  // namespace headroom::widgets
