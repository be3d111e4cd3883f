#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/engine/passes/what_if.h"
#include "core/results/explanation.h"
#include "widgets/common/background.h"
#include "widgets/common/document.h"

namespace headroom::widgets {

/// What there is to know of one component beyond its figures.
struct Insight {
    std::vector<results::Explanation> times;  ///< of its response, or of each of its workloads
    std::optional<engine::WhatIf> death;      ///< what is left without it; none for what only asks
};

/// Finds that out on a thread of its own, a moment after the last answer to an edit, and gives up at once
/// when the next edit comes: no edit waits for it.
class InsightFeed : public QObject {
    Q_OBJECT

  public:
    /// `wanted`: whether anybody would see it now.
    InsightFeed(Document& document, std::function<bool()> wanted, QObject* parent = nullptr);

    void setComponent(const Id& component);
    /// It is wanted from now on.
    void wake();

  signals:
    void arrived(const std::shared_ptr<const headroom::widgets::Insight>& insight);
    /// What arrived is no longer true.
    void outdated();

  private:
    struct Question {
        model::Design design;
        Id component;
    };

    void outdate();
    void ask();

    Document& document_;
    std::function<bool()> wanted_;
    Id component_;
    bool known_ = false;  ///< or about to be
    QTimer pause_;
    Background<Insight, Question> background_;
};

}  // namespace headroom::widgets
