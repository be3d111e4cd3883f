#pragma once

#include <QUrl>
#include <memory>
#include <vector>

#include "widgets/inspector/figure_block.h"
#include "widgets/inspector/page.h"
#include "widgets/inspector/param_form.h"

class QPushButton;

namespace headroom::widgets {

class CallList;
class CapacityRow;
class FindingList;
class IdentityHeader;
class InsightBlock;
class LatencyTable;
class PresetButton;
class SectionStack;
class WorkloadBlock;

/// One component with its parameters, workloads and results, or several edited together.
class ComponentPage : public Page {
    Q_OBJECT

  public:
    ComponentPage(InspectorContext& context, const QSet<QString>& selection, QWidget* parent);
    ~ComponentPage() override;

    bool rebind(const QSet<QString>& selection) override;
    void refreshDesign() override;
    void refreshResults() override;
    QWidget* firstField() override;

  private:
    void bind(const QSet<QString>& selection);
    [[nodiscard]] QString shapeOf(const QSet<QString>& selection) const;
    void buildAbout();
    /// Where the component's link leads; empty unless that is a page of the web.
    [[nodiscard]] QUrl link() const;
    [[nodiscard]] std::shared_ptr<const model::Component> single() const;
    void buildResults();
    void buildInsight();
    void buildWorkloads();
    void refreshHeader();
    void showFigures(const results::ComponentResult* answer, bool stale);
    void rename(const QString& name);
    void addWorkload();

    InspectorContext& context_;
    QString shape_;
    std::vector<Id> ids_;
    IdentityHeader* header_;
    PresetButton* presets_;
    FindingList* findings_;
    SectionStack* sections_;
    ParamForm* form_ = nullptr;
    CapacityRow* capacity_ = nullptr;
    CallList* calls_ = nullptr;
    InsightBlock* insight_ = nullptr;
    QPushButton* openLink_ = nullptr;
    FigureRow* utilization_ = nullptr;
    FigureRow* availability_ = nullptr;
    LatencyTable* latency_ = nullptr;
    std::unique_ptr<FigureBlock<results::ComponentResult>> figures_;
    std::vector<WorkloadBlock*> workloads_;
};

}  // namespace headroom::widgets
