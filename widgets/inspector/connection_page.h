#pragma once

#include <memory>
#include <vector>

#include "widgets/inspector/figure_block.h"
#include "widgets/inspector/page.h"
#include "widgets/inspector/param_form.h"

namespace headroom::widgets {

class FindingList;
class IdentityHeader;
class LatencyTable;
class SectionStack;

/// One connection with what it carries, or several edited together.
class ConnectionPage : public Page {
    Q_OBJECT

  public:
    ConnectionPage(InspectorContext& context, const QSet<QString>& selection, QWidget* parent);
    ~ConnectionPage() override;

    bool rebind(const QSet<QString>& selection) override;
    void refreshDesign() override;
    void refreshResults() override;
    QWidget* firstField() override;

  private:
    void showFigures(const results::Results& results);
    [[nodiscard]] std::vector<RecordRef> recordsOf(const QSet<QString>& selection) const;
    [[nodiscard]] QString endName(const Id& component) const;
    [[nodiscard]] bool isComputed(const Id& connection) const;

    InspectorContext& context_;
    IdentityHeader* header_;
    FindingList* findings_;
    SectionStack* sections_;
    ParamForm* form_ = nullptr;
    LatencyTable* latency_ = nullptr;
    std::unique_ptr<FigureBlock<results::ConnectionResult>> figures_;
};

}  // namespace headroom::widgets
