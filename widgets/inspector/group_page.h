#pragma once

#include "widgets/inspector/page.h"

namespace headroom::widgets {

class IdentityHeader;
class ParagraphEditor;

/// A region, zone, rack or note, or a selection of several sorts: what it is, and its name.
class GroupPage : public Page {
    Q_OBJECT

  public:
    GroupPage(InspectorContext& context, const QSet<QString>& selection, QWidget* parent);

    bool rebind(const QSet<QString>& selection) override;
    void refreshDesign() override;
    void refreshResults() override {}

  private:
    void setNote(const QString& text);
    [[nodiscard]] QString kindLabel(const std::string& kind) const;

    InspectorContext& context_;
    QSet<QString> selection_;
    IdentityHeader* header_;
    ParagraphEditor* note_;
};

}  // namespace headroom::widgets
