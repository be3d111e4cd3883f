#pragma once

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// A connection made with the keyboard: Tab and arrows choose where it goes, Enter connects.
class KeyWireTool : public Tool {
  public:
    KeyWireTool(Board& board, const QString& from);

    bool key(const QKeyEvent& event) override;
    void paint(QPainter& painter) const override;

  private:
    void aim(const QString& target);
    void connectThem();
    [[nodiscard]] QPointF place() const;

    QString from_;
    QString target_;
    QString reason_;
};

}  // namespace headroom::widgets
