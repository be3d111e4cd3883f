#pragma once

#include <QWidget>
#include <vector>

#include "widgets/common/document.h"
#include "widgets/common/look.h"
#include "widgets/timeline/happening.h"

class QLabel;
class QHBoxLayout;
class QVBoxLayout;

namespace headroom::widgets {

class UnitField;

/// What happens to the design: each event with its beginning, its length and how much of it, which can be
/// changed, and a button that takes it away.
class EventList : public QWidget {
    Q_OBJECT

  public:
    EventList(Document& document, Look& look, QWidget* parent = nullptr);

    [[nodiscard]] const std::vector<Happening>& happenings() const { return happenings_; }
    /// Gives the event of that place these times.
    void setTimes(const Happening& event);

  signals:
    void refused(const headroom::Diagnostic& why);

  private:
    struct Field {
        std::string member;
        UnitField* editor = nullptr;
    };
    struct Row {
        QWidget* widget = nullptr;
        QLabel* what = nullptr;
        std::vector<Field> fields;
    };

    void refresh();
    void fill();
    void drop(std::size_t from);
    [[nodiscard]] bool fits(const Row& row, const Happening& happening) const;
    Row addRow(std::size_t place);
    QWidget* addHead(Row& row, std::size_t place);
    void addField(Row& row, QHBoxLayout& line, std::size_t place, const catalog::ParamSpec& spec);
    void perform(const QString& name, const Document::Edit& edit);
    void set(std::size_t place, const std::string& member, const json::Value& value);
    void remove(std::size_t place);

    Document& document_;
    Look& look_;
    QVBoxLayout* column_;
    QLabel* none_;
    std::vector<Row> rows_;
    std::vector<Happening> happenings_;
};

}  // namespace headroom::widgets
