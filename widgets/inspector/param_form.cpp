#include "widgets/inspector/param_form.h"

#include "widgets/common/text.h"
#include "widgets/inspector/object_switch.h"

namespace headroom::widgets {

using catalog::ParamSpec;
using catalog::ParamType;

namespace {

/// What went wrong, for the line under a field: the field itself says where.
QString lineOf(const Diagnostic& diagnostic) {
    Diagnostic here = diagnostic;
    here.where.clear();
    return toQt(here.line());
}

}  // namespace

ParamForm::ParamForm(Document& document, Look& look, Subject subject, const Place& place, QObject* parent)
    : QObject(parent), document_(document), look_(look), subject_(std::move(subject)) {
    addRows(subject_.specs(), {}, place);
    refresh();
}

void ParamForm::addRows(const std::vector<ParamSpec>& specs, const std::string& prefix, const Place& place) {
    for (const ParamSpec& spec : specs) {
        if (spec.hidden) {
            continue;
        }
        const std::string path = prefix + spec.name;
        if (spec.type != ParamType::object) {
            if (ParamEditor* editor = makeEditor(spec, document_, look_, nullptr)) {
                addRow(spec, path, editor, place);
            }
            continue;
        }
        if (spec.defaultValue.isNull()) {
            addRow(spec, path, new ObjectSwitch(spec, look_, nullptr), place);
        }
        addRows(spec.fields, path + "/", [&](const ParamSpec&) { return place(spec); });
    }
}

void ParamForm::addRow(const ParamSpec& spec, const std::string& path, ParamEditor* editor,
                       const Place& place) {
    QVBoxLayout* layout = place(spec);
    auto* row = new FieldRow(look_, toQt(spec.label), helpFor(spec, document_.catalog()), editor,
                             layout->parentWidget());
    row->setObjectName(toQt(path));
    layout->addWidget(row);
    const Entry entry{path, toQt(spec.label), row};
    entries_.push_back(entry);
    connect(editor, &ParamEditor::edited, this,
            [this, entry](const json::Value& value) { set(entry, value); });
    connect(editor, &ParamEditor::unreadable, row, &FieldRow::showError);
    connect(editor, &ParamEditor::reverted, row, &FieldRow::clearMessage);
    connect(editor, &ParamEditor::gestureBegan, this, [this, entry] { document_.openMark(stepName(entry)); });
    connect(editor, &ParamEditor::gestureEnded, &document_, &Document::closeMark);
    connect(row, &FieldRow::resetRequested, this, [this, entry] { set(entry, json::Value()); });
}

void ParamForm::set(const Entry& entry, const json::Value& value) {
    const Result<> done = document_.perform(stepName(entry), [&](model::Transaction& transaction) {
        return subject_.set(transaction, document_.catalog(), entry.path, value);
    });
    if (!done) {
        entry.row->showError(lineOf(done.error()));
        return;
    }
    entry.row->clearMessage();
    entry.row->show(subject_.state(document_.design(), entry.path));
}

QString ParamForm::stepName(const Entry& entry) const {
    const QString label = entry.label.left(1).toLower() + entry.label.mid(1);
    return tr("Set %1 of %2").arg(label, subject_.name(document_.design(), document_.catalog()));
}

void ParamForm::setSubject(Subject subject) {
    if (subject.records() != subject_.records()) {
        for (const Entry& entry : entries_) {
            entry.row->clearMessage();
        }
    }
    subject_ = std::move(subject);
    refresh();
}

void ParamForm::refresh() {
    const model::Design& design = document_.design();
    for (const Entry& entry : entries_) {
        const bool visible = subject_.visible(design, entry.path);
        if (visible == entry.row->isHidden()) {
            entry.row->setVisible(visible);
        }
        if (visible) {
            entry.row->show(subject_.state(design, entry.path));
        }
    }
}

FieldRow* ParamForm::row(const std::string& path) const {
    for (const Entry& entry : entries_) {
        if (entry.path == path) {
            return entry.row;
        }
    }
    return nullptr;
}

}  // namespace headroom::widgets
