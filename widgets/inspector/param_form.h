#pragma once

#include <QObject>
#include <QVBoxLayout>
#include <functional>
#include <string>
#include <vector>

#include "widgets/common/document.h"
#include "widgets/common/look.h"
#include "widgets/inspector/field_row.h"
#include "widgets/inspector/subject.h"

namespace headroom::widgets {

/// The fields of a subject, made from its descriptors: built once for a shape, afterwards only filled. Every
/// change is one named step of the document.
class ParamForm : public QObject {
    Q_OBJECT

  public:
    /// Where the row of a parameter goes.
    using Place = std::function<QVBoxLayout*(const catalog::ParamSpec&)>;

    ParamForm(Document& document, Look& look, Subject subject, const Place& place, QObject* parent);

    /// Another subject of the same shape.
    void setSubject(Subject subject);
    [[nodiscard]] const Subject& subject() const { return subject_; }

    /// Shows what the design says now.
    void refresh();

    /// The row of a parameter; nullptr where there is none.
    [[nodiscard]] FieldRow* row(const std::string& path) const;

  private:
    struct Entry {
        std::string path;
        QString label;
        FieldRow* row;
    };

    void addRows(const std::vector<catalog::ParamSpec>& specs, const std::string& prefix, const Place& place);
    void addRow(const catalog::ParamSpec& spec, const std::string& path, ParamEditor* editor,
                const Place& place);
    void set(const Entry& entry, const json::Value& value);
    [[nodiscard]] QString stepName(const Entry& entry) const;

    Document& document_;
    Look& look_;
    Subject subject_;
    std::vector<Entry> entries_;
};

}  // namespace headroom::widgets
