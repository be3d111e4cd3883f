#pragma once

#include <QWidget>

#include "widgets/inspector/page.h"

class QVBoxLayout;

namespace headroom::widgets {

/// The calls that a component makes, one after the other, to be put into another order. A click on one
/// selects its connection. Hidden where there are fewer than two.
class CallList : public QWidget {
    Q_OBJECT

  public:
    CallList(InspectorContext& context, QWidget* parent = nullptr);

    void setCaller(const Id& component);

  private:
    [[nodiscard]] std::vector<Id> calls() const;
    void addRow(const std::vector<Id>& ids, std::size_t place);
    QWidget* mover(const QString& icon, const QString& help, std::size_t from, std::size_t to, bool possible);
    void move(std::size_t from, std::size_t to);

    InspectorContext& context_;
    Id caller_;
    QStringList shown_;
    QVBoxLayout* column_;
    QList<QWidget*> rows_;
};

}  // namespace headroom::widgets
