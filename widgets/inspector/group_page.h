#pragma once

#include "widgets/inspector/page.h"
#include "widgets/inspector/param_form.h"

namespace headroom::widgets {

class IdentityHeader;
class ParagraphEditor;
class RoundTrips;
class SectionStack;

/// A region, zone, rack or note, or a selection of several sorts: what it is, its name, and for a frame alone
/// what holds for all that lies in it.
class GroupPage : public Page {
    Q_OBJECT

  public:
    GroupPage(InspectorContext& context, const QSet<QString>& selection, QWidget* parent);

    bool rebind(const QSet<QString>& selection) override;
    void refreshDesign() override;
    void refreshResults() override {}

  private:
    void setNote(const QString& text);
    /// The frame that is selected alone; empty where there is none.
    [[nodiscard]] Id frameOf(const QSet<QString>& selection) const;
    void buildForm(const Id& frame);
    [[nodiscard]] QString kindLabel(const std::string& kind) const;

    InspectorContext& context_;
    QSet<QString> selection_;
    IdentityHeader* header_;
    ParagraphEditor* note_;
    SectionStack* sections_;
    ParamForm* form_ = nullptr;         ///< of a frame alone
    RoundTrips* roundTrips_ = nullptr;  ///< likewise
};

}  // namespace headroom::widgets
