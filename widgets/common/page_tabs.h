#pragma once

#include <QWidget>
#include <utility>
#include <vector>

class QToolButton;

namespace headroom::widgets {

class Look;

/// The line above pages of which one is seen: a tab for each, saving what is seen, and hiding. Serves as the
/// title of a dock: dragging it moves the dock.
class PageTabs : public QWidget {
    Q_OBJECT

  public:
    struct Tab {
        QString text;
        QString objectName;
    };
    /// A tool beside the tabs: its name as an object, and what it does.
    struct Tool {
        QString objectName;
        QString label;
    };
    PageTabs(const std::vector<Tab>& tabs, const Tool& save, const Tool& hide, Look& look,
             QWidget* parent = nullptr);

    void showPage(std::size_t page);
    [[nodiscard]] QSize sizeHint() const override { return {480, 32}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 32}; }

  signals:
    /// A person wants to see this one.
    void pageWanted(std::size_t page);
    void hideWanted();
    /// "png", "svg" or "csv".
    void saveWanted(const QString& suffix);

  protected:
    /// Before the one that hides.
    QToolButton* insertTool(const Tool& tool);
    void setSaving(bool possible);

  private:
    QToolButton* makeTool(const Tool& tool);
    void addTab(const Tab& tab);
    void fillSaveMenu();
    void paintIcons();

    Look& look_;
    std::vector<QToolButton*> tabs_;
    QToolButton* save_;
    QToolButton* hide_;
};

}  // namespace headroom::widgets
