#pragma once

#include <QWidget>
#include <optional>

#include "core/engine/passes/what_if.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"

class QLabel;

namespace headroom::widgets {

class FigureRow;

/// What is left when a component dies with all its machines: how many requests are still answered, how fast,
/// and which workloads feel it.
class DeathNote : public QWidget {
    Q_OBJECT

  public:
    DeathNote(Document& document, Look& look, QWidget* parent = nullptr);

    void show(const std::optional<engine::WhatIf>& death);
    void setStale(bool stale);
    /// Who is hit, in words.
    [[nodiscard]] QString verdict() const;

  private:
    [[nodiscard]] QString wordsFor(const engine::WhatIf& death) const;
    void refreshSign();

    Document& document_;
    Look& look_;
    FigureRow* answered_;
    FigureRow* mean_;
    QLabel* sign_;
    QLabel* words_;
    bool grave_ = false;  ///< a single point of failure
};

}  // namespace headroom::widgets
