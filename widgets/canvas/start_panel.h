#pragma once

#include <QList>
#include <QWidget>

#include "core/render/theme.h"
#include "widgets/canvas/canvas.h"

class QHBoxLayout;
class QLabel;

namespace headroom::widgets {

/// What an empty canvas shows: one sentence, and pictures of designs to start from.
class StartPanel : public QWidget {
    Q_OBJECT

  public:
    StartPanel(const render::Theme& theme, QWidget* parent);

    void setTheme(const render::Theme& theme);
    void setStarters(const QList<Starter>& starters);
    /// Puts it into the middle of `room`: the sentence wraps, and as many pictures are shown as there is room
    /// for beside each other.
    void fitInto(const QSize& room);

    static constexpr QSize pictureSize{168, 104};

  signals:
    void chosen(const QString& id);

  private:
    void restyle();

    render::Theme theme_;
    QLabel* sentence_;
    QHBoxLayout* row_;
    QList<QWidget*> cards_;  ///< all of one width
};

}  // namespace headroom::widgets
