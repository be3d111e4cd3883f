#pragma once

#include <QAbstractButton>
#include <QComboBox>
#include <QLineEdit>
#include <QTest>
#include <memory>

#include "core/base/numbers.h"
#include "core/format/design_file.h"
#include "core/render/theme.h"
#include "tests/widgets/fake_document.h"
#include "widgets/common/style.h"
#include "widgets/common/unit_field.h"
#include "widgets/inspector/field_row.h"
#include "widgets/inspector/inspector.h"

namespace headroom::tests {

/// An inspector on a design, used by keyboard and mouse only.
class InspectorBench {
  public:
    explicit InspectorBench(const QByteArray& json)
        : catalog_(load()), look_(data(), *render::Theme::load(data(), "light")) {
        auto read = format::read(json.toStdString(), *catalog_);
        if (!read) {
            qFatal("%s", read.error().line().c_str());
        }
        document_ = std::make_unique<FakeDocument>(catalog_, std::move(read->design));
        inspector_ = std::make_unique<widgets::Inspector>(*document_, look_);
        inspector_->resize(320, 1400);
        inspector_->show();
        inspector_->activateWindow();
    }

    static std::string data() { return HEADROOM_SOURCE_DIR "/resources"; }

    FakeDocument& document() const { return *document_; }
    widgets::Inspector& inspector() { return *inspector_; }

    /// Selects, and waits until the keyboard can go there.
    void select(const QSet<QString>& ids) {
        document_->setSelection(ids);
        QCoreApplication::processEvents();
    }

    /// The rows that a person sees, hidden sections and pages that are going away left out.
    QList<widgets::FieldRow*> rows() const {
        QList<widgets::FieldRow*> seen;
        for (auto* row : inspector_->findChildren<widgets::FieldRow*>()) {
            if (row->isVisible()) {
                seen.append(row);
            }
        }
        return seen;
    }

    widgets::FieldRow* row(const QString& path) const {
        for (auto* row : rows()) {
            if (row->objectName() == path) {
                return row;
            }
        }
        return nullptr;
    }

    /// Selects what stands in a field, types over it and presses Return.
    static void type(QLineEdit* field, const QString& text) {
        field->setFocus();
        field->selectAll();
        QTest::keyClick(field, Qt::Key_Backspace);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void type(const QString& path, const QString& text) { type(row(path)->findChild<QLineEdit*>(), text); }

  private:
    static std::shared_ptr<const catalog::Catalog> load() {
        static const auto catalog = std::make_shared<const catalog::Catalog>(*catalog::Catalog::load(data()));
        return catalog;
    }

    std::shared_ptr<const catalog::Catalog> catalog_;
    widgets::Look look_;
    std::unique_ptr<FakeDocument> document_;
    std::unique_ptr<widgets::Inspector> inspector_;
};

}  // namespace headroom::tests
