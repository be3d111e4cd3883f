// The shipped URL shortener, drawn from nothing by mouse and keyboard alone.
#include <QComboBox>
#include <QPlainTextEdit>
#include <QTest>
#include <bit>
#include <cmath>

#include "core/base/numbers.h"
#include "core/catalog/param_spec.h"
#include "core/engine/solver/solve.h"
#include "tests/app/window_bench.h"
#include "widgets/common/text.h"
#include "widgets/common/unit_field.h"
#include "widgets/inspector/field_row.h"
#include "widgets/inspector/inspector.h"

using namespace headroom;
using namespace headroom::app;
using widgets::toQt;

class RebuildTest : public QObject {
    Q_OBJECT

    static constexpr QPoint origin{70, 120};  ///< where the shipped design's (0, 0) lies on the canvas

    tests::Home home_;
    std::unique_ptr<tests::WindowBench> bench_;
    model::Design shipped_;
    QHash<QString, QString> idOf_;  ///< of a shipped component -> of the drawn one

    QWidget& canvas() { return bench_->canvas(); }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&canvas(), key, modifiers);
    }
    void hover(const QPoint& at) {
        QMouseEvent move(QEvent::MouseMove, QPointF(at), canvas().mapToGlobal(QPointF(at)), Qt::NoButton,
                         Qt::NoButton, {});
        QApplication::sendEvent(&canvas(), &move);
    }
    void drag(const QPoint& from, const QPoint& to) {
        hover(from);
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, from);
        for (const double share : {0.3, 0.7, 1.0}) {
            const QPointF at = QPointF(from) + QPointF(to - from) * share;
            QMouseEvent move(QEvent::MouseMove, at, canvas().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                             {});
            QApplication::sendEvent(&canvas(), &move);
        }
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, to);
    }
    /// The field in which a name is typed is the only bare line edit on the canvas.
    void rename(const QString& name) {
        key(Qt::Key_F2);
        auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(field != nullptr);
        QTest::keyClicks(field, name);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void quickInsert(const QString& words, const QPoint& at) {
        hover(at);
        key(Qt::Key_Slash);
        QWidget* field = QApplication::focusWidget();
        QTest::keyClicks(field, words);
        QTest::keyClick(field, Qt::Key_Return);
    }

    void drawFrame(const model::Group& group) {
        quickInsert(group.kind.c_str(), {500, 400});
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        const model::Rect drawn = bench_->design().groups()[0].frame;
        const auto corner = [&](double x, double y) { return bench_->canvas().toView({x, y}).toPoint(); };
        const QPoint topLeft = origin + QPointF(group.frame.x, group.frame.y).toPoint();
        drag(corner(drawn.x, drawn.y), topLeft);
        drag(corner(drawn.x + drawn.w, drawn.y + drawn.h),
             topLeft + QPointF(group.frame.w, group.frame.h).toPoint());
        rename(toQt(group.label));
    }

    void drawComponents() {
        for (const auto& component : shipped_.components()) {
            const QPointF middle(component->position.x + 88, component->position.y + 36);
            bench_->drop(component->kind.c_str(), origin + middle.toPoint());
            QVERIFY(bench_->session().selection().size() == 1);
            idOf_[toQt(component->id)] = *bench_->session().selection().begin();
            rename(toQt(component->label));
        }
    }

    void drawConnections() {
        for (const auto& connection : shipped_.connections()) {
            bench_->wire(idOf_[toQt(connection->from)], idOf_[toQt(connection->to)]);
        }
    }

    /// The workload whose form holds a field; -1: none does.
    static int workloadOf(const QWidget& field, const model::Component* source) {
        for (const QWidget* widget = &field; widget != nullptr && source != nullptr;
             widget = widget->parentWidget()) {
            for (std::size_t i = 0; i < source->workloads.size(); ++i) {
                if (widget->objectName() == QStringLiteral("workload:") + toQt(source->workloads[i].id)) {
                    return static_cast<int>(i);
                }
            }
        }
        return -1;
    }

    widgets::FieldRow* row(const QString& path, int workload) {
        const auto source =
            bench_->design().components().find(bench_->session().selection().begin()->toStdString());
        for (auto* row : bench_->window().inspector().findChildren<widgets::FieldRow*>()) {
            if (row->isVisible() && row->objectName() == path && workloadOf(*row, source.get()) == workload) {
                return row;
            }
        }
        return nullptr;
    }

    /// Drives the field of a parameter until `reached`; the form may be built anew after each key.
    void enter(const QString& path, const json::Value& value, int workload,
               const std::function<bool()>& reached) {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);  // forms that are going away
        widgets::FieldRow* field = row(path, workload);
        QVERIFY2(field != nullptr, qPrintable(path));
        if (widgets::UnitField* number = field->editor()->unitField()) {
            number->setFocus();
            number->selectAll();
            QTest::keyClick(number, Qt::Key_Backspace);
            QTest::keyClicks(number, toQt(editableNumber(value.number(), number->format().unit)));
            QTest::keyClick(number, Qt::Key_Return);
        } else if (auto* choice = field->findChild<QComboBox*>()) {
            choice->setFocus();
            QTest::keyClick(choice, Qt::Key_Home);
            for (int i = 0; i < 20 && !reached(); ++i) {
                QTest::keyClick(row(path, workload)->findChild<QComboBox*>(), Qt::Key_Down);
            }
        } else if (auto* text = field->findChild<QLineEdit*>()) {
            text->setFocus();
            text->selectAll();
            QTest::keyClicks(text, toQt(value.text()));
            QTest::keyClick(text, Qt::Key_Return);
        } else {
            // Every choice of the buttons that stay down, one press apart from the last (a Gray code).
            const qsizetype buttons = field->editor()->findChildren<QAbstractButton*>().size();
            for (unsigned i = 1; i < (1U << buttons) && !reached(); ++i) {
                QTest::mouseClick(
                    row(path, workload)->editor()->findChildren<QAbstractButton*>()[std::countr_zero(i)],
                    Qt::LeftButton);
            }
        }
        QVERIFY2(reached(), qPrintable(path));
    }

    /// "users.redirect" is called otherwise in the drawing.
    json::Value withDrawnNames(const json::Value& value) const {
        if (!value.isArray()) {
            return value;
        }
        json::Array names;
        for (const json::Value& item : *value.array()) {
            const std::string name(item.text());
            names.push_back(item);
            for (const auto& source : shipped_.components()) {
                for (std::size_t i = 0; i < source->workloads.size(); ++i) {
                    if (name == source->id + "." + source->workloads[i].id) {
                        const Id id = idOf_[toQt(source->id)].toStdString();
                        names.back() = id + "." + bench_->design().components().find(id)->workloads[i].id;
                    }
                }
            }
        }
        return names;
    }

    using Specs = std::vector<catalog::ParamSpec>;

    /// Gives each setting of `wanted` that differs from what is there, as a person reads and types it.
    template <class Params>
    void enterAll(const Specs& specs, const json::Object& wanted, const Params& now, int workload = -1) {
        for (const auto& spec : specs) {
            const json::Value* value = wanted.find(spec.name);
            if (value == nullptr || spec.type == catalog::ParamType::idRef) {
                continue;  // what a call waits for has been inferred
            }
            const QString path = toQt(spec.name);
            if (spec.type == catalog::ParamType::object) {
                enter(path, *value, workload, [&] { return now().find(spec.name) != nullptr; });
                for (const auto& member : spec.fields) {
                    const json::Value* part = value->object()->find(member.name);
                    const auto there = [&] {
                        return catalog::effective(member, *now().find(spec.name)->object()) == *part;
                    };
                    if (part != nullptr && !there()) {
                        enter(path + QLatin1Char('/') + toQt(member.name), *part, workload, there);
                    }
                }
                continue;
            }
            const json::Value here = withDrawnNames(*value);
            const auto there = [&] { return catalog::effective(spec, now()) == here; };
            if (!there()) {
                enter(path, here, workload, there);
            }
        }
    }

    void select(const QPoint& at) {
        hover(at);
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at);
        QCoreApplication::processEvents();
    }

    void enterComponents() {
        const auto& catalog = *tests::shippedCatalog();
        for (const auto& component : shipped_.components()) {
            const QString id = idOf_[toQt(component->id)];
            const auto record = [this, id] { return bench_->design().components().find(id.toStdString()); };
            select(bench_->canvas().geometryReport().components[id].center().toPoint());
            enterAll(catalog.kind(component->kind)->params, component->params,
                     [&]() -> const json::Object& { return record()->params; });
            for (std::size_t i = 0; i < component->workloads.size(); ++i) {
                if (record()->workloads.size() == i) {
                    QTest::mouseClick(
                        bench_->window().inspector().findChild<QPushButton*>(QStringLiteral("addWorkload")),
                        Qt::LeftButton);
                }
                enterAll(
                    catalog.recordParams("workload"), component->workloads[i].params,
                    [&]() -> const json::Object& { return record()->workloads[i].params; },
                    static_cast<int>(i));
            }
        }
    }

    void enterConnections() {
        for (std::size_t i = 0; i < shipped_.connections().size(); ++i) {
            const model::Connection& wanted = shipped_.connections()[i];
            const Id id = bench_->design().connections()[i].id;
            select(bench_->canvas().geometryReport().connections[toQt(id)].toPoint());
            QCOMPARE(bench_->session().selection(), QSet<QString>{toQt(id)});
            enterAll(
                tests::shippedCatalog()->connectionParams(wanted.kind), wanted.params,
                [&]() -> const json::Object& { return bench_->design().connections().find(id)->params; });
        }
    }

    static void compare(const results::Figure& got, const results::Figure& wanted, const char* what) {
        QVERIFY2(got.has_value() == wanted.has_value(), what);
        // The same formulas on the same numbers; ids order some sums otherwise.
        QVERIFY2(!got || std::abs(*got - *wanted) <= 1e-9 * std::abs(*wanted), what);
    }

  private slots:
    void theUrlShortenerDrawnByHandAnswersAsTheShippedOne() {
        auto read = format::readFile(HEADROOM_SOURCE_DIR "/designs/url-shortener/design.json",
                                     *tests::shippedCatalog());
        QVERIFY(read.has_value());
        shipped_ = std::move(read->design);
        bench_ = std::make_unique<tests::WindowBench>();
        bench_->window().resize(1720, 1040);
        bench_->settle();
        bench_->window().activateWindow();
        canvas().setFocus();

        drawFrame(shipped_.groups()[0]);
        drawComponents();
        drawConnections();
        QCOMPARE(bench_->design().connections().size(), shipped_.connections().size());
        enterComponents();
        enterConnections();
        QVERIFY(!QTest::currentTestFailed());
        QVERIFY(bench_->answered());

        for (const auto& component : shipped_.components()) {
            const bool member = bench_->design()
                                    .components()
                                    .find(idOf_[toQt(component->id)].toStdString())
                                    ->group.has_value();
            QCOMPARE(member, component->group.has_value());
        }
        const results::Results wanted = engine::solve(shipped_, *tests::shippedCatalog());
        const results::Results& got = *bench_->session().results();
        compare(got.system.goodput_rps, wanted.system.goodput_rps, "goodput");
        compare(got.system.latency_ms.p99, wanted.system.latency_ms.p99, "p99");
        compare(got.system.latency_ms.mean, wanted.system.latency_ms.mean, "mean");
        compare(got.system.error_rate, wanted.system.error_rate, "errors");
        compare(got.system.cost_usd_month, wanted.system.cost_usd_month, "cost");
        compare(got.system.availability, wanted.system.availability, "availability");
        for (const auto& [id, result] : wanted.components) {
            const auto& drawn = got.components.at(idOf_[toQt(id)].toStdString());
            compare(drawn.arrival_rps, result.arrival_rps, id.c_str());
            compare(drawn.utilization, result.utilization, id.c_str());
            compare(drawn.response_ms.p99, result.response_ms.p99, id.c_str());
        }
    }

    void cleanup() { bench_.reset(); }
};

QTEST_MAIN(RebuildTest)
#include "rebuild_test.moc"
