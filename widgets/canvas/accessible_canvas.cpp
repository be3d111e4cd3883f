#include "widgets/canvas/accessible_canvas.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>

#include "widgets/canvas/canvas.h"

namespace headroom::widgets {

namespace {

/// One component, as a list item whose text is its name.
class AccessibleCard : public QAccessibleInterface {
  public:
    AccessibleCard(Canvas& canvas, QString id) : canvas_(canvas), id_(std::move(id)) {}

    [[nodiscard]] bool isValid() const override { return canvas_.accessibleComponents().contains(id_); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(&canvas_);
    }
    [[nodiscard]] QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text what) const override {
        return what == QAccessible::Name ? canvas_.accessibleComponentName(id_) : QString();
    }
    void setText(QAccessible::Text /*what*/, const QString& /*text*/) override {}
    [[nodiscard]] QRect rect() const override {
        const QRect inside = canvas_.geometryReport().components.value(id_).toAlignedRect();
        return {canvas_.mapToGlobal(inside.topLeft()), inside.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = true;
        state.selected = canvas_.isComponentSelected(id_);
        return state;
    }

  private:
    Canvas& canvas_;
    QString id_;
};

class AccessibleCanvas : public QAccessibleWidget {
  public:
    explicit AccessibleCanvas(Canvas& canvas)
        : QAccessibleWidget(&canvas, QAccessible::List), canvas_(canvas) {}

    ~AccessibleCanvas() override {
        for (const QAccessible::Id card : std::as_const(cards_)) {
            QAccessible::deleteAccessibleInterface(card);
        }
    }

    [[nodiscard]] int childCount() const override {
        return static_cast<int>(canvas_.accessibleComponents().size());
    }

    [[nodiscard]] QAccessibleInterface* child(int index) const override {
        const QStringList ids = canvas_.accessibleComponents();
        return index >= 0 && index < ids.size() ? card(ids[index]) : nullptr;
    }

    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
        const QStringList ids = canvas_.accessibleComponents();
        for (qsizetype i = 0; i < ids.size(); ++i) {
            if (card(ids[i]) == child) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }

    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override {
        for (int i = 0; i < childCount(); ++i) {
            if (child(i)->rect().contains(x, y)) {
                return child(i);
            }
        }
        return nullptr;
    }

  private:
    QAccessibleInterface* card(const QString& id) const {
        const auto known = cards_.constFind(id);
        if (known != cards_.constEnd()) {
            return QAccessible::accessibleInterface(*known);
        }
        auto* made = new AccessibleCard(canvas_, id);  // owned by QAccessible from here on
        cards_.insert(id, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    Canvas& canvas_;
    mutable QHash<QString, QAccessible::Id> cards_;
};

QAccessibleInterface* makeInterface(const QString& /*className*/, QObject* object) {
    auto* canvas = qobject_cast<Canvas*>(object);
    return canvas != nullptr ? new AccessibleCanvas(*canvas) : nullptr;
}

}  // namespace

void installAccessibleCanvas() {
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    static_cast<void>(installed);
}

}  // namespace headroom::widgets
