#pragma once

#include <QAction>
#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "app/actions.h"
#include "app/banner.h"
#include "app/file_commands.h"
#include "app/main_window.h"
#include "app/session.h"
#include "app/workspace.h"
#include "core/format/design_file.h"
#include "tests/app/fixture.h"
#include "widgets/canvas/canvas.h"

namespace headroom::tests {

/// A program with its windows, used as a person does: by events to the widgets, and by what is typed into
/// dialogs.
class WindowBench {
  public:
    explicit WindowBench(app::Session::CatalogPointer catalog = shippedCatalog())
        : workspace_(std::move(catalog), theme()) {
        window_ = workspace_.newWindow();
        window_->resize(1280, 720);
        settle();
    }

    app::Workspace& workspace() { return workspace_; }
    app::MainWindow& window() { return *window_; }
    app::Session& session() { return window_->session(); }
    widgets::Canvas& canvas() { return window_->canvas(); }
    const model::Design& design() { return session().design(); }

    /// Goes on with another window.
    void use(app::MainWindow* window) {
        window_ = window;
        settle();
    }

    static void settle() { QTest::qWait(30); }

    /// Waits for the answer to the present design.
    bool answered() {
        return QTest::qWaitFor([this] { return !session().stale(); }, 10000);
    }

    /// What a drag from the palette sends to the canvas.
    void drop(const char* kind, const QPoint& at) {
        QMimeData mime;
        mime.setData(QLatin1String(widgets::Canvas::kindMimeType), kind);
        QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&canvas(), &enter);
        QVERIFY(enter.isAccepted());
        QDragMoveEvent move(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&canvas(), &move);
        QDropEvent drop(QPointF(at), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&canvas(), &drop);
        settle();
    }

    /// Hovers a component, takes its right handle and lets go over another.
    void wire(const QString& from, const QString& to) {
        constexpr int right = 2;
        const auto geometry = canvas().geometryReport();
        const QPoint middle = geometry.components[from].center().toPoint();
        const QPoint handle = geometry.handles(from)[right].toPoint();
        const QPoint target = geometry.components[to].center().toPoint();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_));
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, middle);  // whatever was pressed elsewhere before
        QTest::mouseMove(&canvas(), middle);
        QTest::mouseMove(&canvas(), handle);
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, handle);
        QTest::mouseMove(&canvas(), (handle + target) / 2);
        QTest::mouseMove(&canvas(), target);
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, target);
        settle();
    }

    void press(const char* keys) {
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_));
        QTest::keySequence(window_, QKeySequence(QString::fromLatin1(keys)));
        settle();
    }

    /// An entry of a menu.
    void choose(const char* action) {
        window_->actions().action(QString::fromLatin1(action))->trigger();
        settle();
    }

    /// Types a path into the file dialog that is open and presses Return.
    void typePath(const QString& path) {
        const QPointer<QFileDialog> dialog(window_->findChild<QFileDialog*>());
        QVERIFY(dialog != nullptr && dialog->isVisible());
        auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        QVERIFY(name != nullptr);
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, path);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(dialog == nullptr);  // the window may have gone with it
        settle();
    }

    QMessageBox* question() const {
        auto* box = window_->findChild<QMessageBox*>();
        return box != nullptr && box->isVisible() ? box : nullptr;
    }

    /// Presses the button of the open question whose text begins so.
    void answer(const QString& beginning) {
        QVERIFY(question() != nullptr);
        for (QAbstractButton* button : question()->buttons()) {
            if (button->text().remove(QLatin1Char('&')).startsWith(beginning)) {
                QTest::mouseClick(button, Qt::LeftButton);
                settle();
                return;
            }
        }
        QFAIL("no such button");
    }

    QByteArray bytes() { return QByteArray::fromStdString(format::write(design())); }

  private:
    app::Workspace workspace_;
    app::MainWindow* window_ = nullptr;
};

}  // namespace headroom::tests
