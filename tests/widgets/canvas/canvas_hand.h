#pragma once

#include <QApplication>
#include <QDragEnterEvent>
#include <QFrame>
#include <QLineEdit>
#include <QMimeData>
#include <QTest>
#include <QWheelEvent>
#include <memory>

#include "core/layout/geometry.h"
#include "tests/widgets/history_document.h"
#include "widgets/canvas/canvas.h"
#include "widgets/common/text.h"

namespace headroom::tests {

/// A canvas of 1200 x 800 on an empty design, and a hand that acts on it by events only.
class CanvasHand {
  protected:
    void open() {
        static const auto catalog = std::make_shared<const catalog::Catalog>(
            catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources").value());
        document_ = std::make_unique<HistoryDocument>(catalog);
        canvas_ = std::make_unique<widgets::Canvas>(
            *document_, *render::Theme::load(HEADROOM_SOURCE_DIR "/resources", "light"));
        canvas_->setMotion(false);
        canvas_->resize(1200, 800);
        canvas_->show();
        QVERIFY(QTest::qWaitForWindowExposed(canvas_.get()));
        canvas_->activateWindow();
        canvas_->setFocus();
    }

    void close() {
        canvas_.reset();
        document_.reset();
    }

    QString drop(const char* kind, const QPoint& at) {
        const std::size_t before = design().components().size();
        QMimeData data;
        data.setData(widgets::Canvas::kindMimeType, kind);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas_.get(), &enter);
        if (!enter.isAccepted()) {
            return {};
        }
        QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas_.get(), &move);
        QDropEvent drop(QPointF(at), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas_.get(), &drop);
        return design().components().size() > before
                   ? widgets::toQt(design().components()[design().components().size() - 1].id)
                   : QString();
    }

    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
        hover(from);
        QTest::mousePress(canvas_.get(), Qt::LeftButton, modifiers, from);
        dragOn(from, to, modifiers);
        QTest::mouseRelease(canvas_.get(), Qt::LeftButton, modifiers, to);
    }

    /// Moves with the button held; the release is the caller's.
    void dragOn(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
        for (const double share : {0.2, 0.6, 1.0}) {
            const QPointF at = QPointF(from) + QPointF(to - from) * share;
            QMouseEvent move(QEvent::MouseMove, at, canvas_->mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                             modifiers);
            QApplication::sendEvent(canvas_.get(), &move);
        }
    }

    void hover(const QPoint& at) {
        QMouseEvent move(QEvent::MouseMove, QPointF(at), canvas_->mapToGlobal(QPointF(at)), Qt::NoButton,
                         Qt::NoButton, {});
        QApplication::sendEvent(canvas_.get(), &move);
    }

    void click(const QPoint& at, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(canvas_.get(), Qt::LeftButton, modifiers, at);
    }

    void wire(const QString& from, const QString& to) {
        hover(cardCenter(from));  // shows the handles
        drag(canvas_->geometryReport().handles(from)[2].toPoint(), cardCenter(to));
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(canvas_.get(), key, modifiers);
    }

    void wheel(const QPoint& at, int angle, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(at, canvas_->mapToGlobal(QPointF(at)), {}, {0, angle}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(canvas_.get(), &event);
    }

    const model::Design& design() const { return document_->design(); }
    model::Point place(const QString& id) const {
        return design().components().find(id.toStdString())->position;
    }
    QPoint cardCenter(const QString& id) const {
        return canvas_->geometryReport().components.value(id).center().toPoint();
    }
    QSet<QString> selection() const { return document_->selection(); }
    std::size_t steps() const { return document_->history().done().size(); }
    bool popupIsOpen() const {
        const auto* popup = canvas_->findChild<QFrame*>(QStringLiteral("quickInsert"));
        return popup != nullptr && popup->isVisible();
    }
    /// Types into the search field of the popup and ends with `last`.
    void choose(const QString& words, Qt::Key last = Qt::Key_Return) {
        auto* field = canvas_->findChild<QFrame*>(QStringLiteral("quickInsert"))->findChild<QLineEdit*>();
        QTest::keyClicks(field, words);
        QTest::keyClick(field, last);
    }

    std::unique_ptr<HistoryDocument> document_;
    std::unique_ptr<widgets::Canvas> canvas_;
};

}  // namespace headroom::tests
