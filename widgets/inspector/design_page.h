#pragma once

#include <memory>

#include "widgets/inspector/figure_block.h"
#include "widgets/inspector/page.h"
#include "widgets/inspector/param_form.h"

namespace headroom::widgets {

class FindingList;
class IdentityHeader;
class LatencyTable;
class SectionStack;

/// Nothing is selected: the design as a whole, its scenario and the answer for the system.
class DesignPage : public Page {
    Q_OBJECT

  public:
    DesignPage(InspectorContext& context, QWidget* parent);
    ~DesignPage() override;

    bool rebind(const QSet<QString>& selection) override;
    void refreshDesign() override;
    void refreshResults() override;
    QWidget* firstField() override;

  private:
    InspectorContext& context_;
    IdentityHeader* header_;
    FindingList* findings_;
    SectionStack* sections_;
    ParamForm* form_;
    std::unique_ptr<FigureBlock<results::SystemResult>> figures_;
    LatencyTable* latency_;
};

}  // namespace headroom::widgets
