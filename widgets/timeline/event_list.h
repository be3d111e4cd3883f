#pragma once

#include <QWidget>
#include <vector>

#include "widgets/common/document.h"
#include "widgets/common/look.h"
#include "widgets/timeline/happening.h"

class QLabel;
class QVBoxLayout;

namespace headroom::widgets {

class UnitField;

/// What happens to the design: each event with its beginning and its length, which can be changed, and a
/// button that takes it away.
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
    struct Row {
        QWidget* widget = nullptr;
        QLabel* what = nullptr;
        UnitField* at = nullptr;
        UnitField* length = nullptr;
    };

    void refresh();
    void fill();
    Row addRow(std::size_t place);
    UnitField* addTime(QWidget& line, const QString& label, std::size_t place, const char* member);
    void perform(const QString& name, const Document::Edit& edit);
    void setTime(std::size_t place, const char* member, const json::Value& value);
    void remove(std::size_t place);

    Document& document_;
    Look& look_;
    QVBoxLayout* column_;
    QLabel* none_;
    std::vector<Row> rows_;
    std::vector<Happening> happenings_;
};

}  // namespace headroom::widgets
