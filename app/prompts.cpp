#include "app/prompts.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include "app/settings.h"

namespace headroom::app {

namespace {

const QString folderKey = QStringLiteral("files/folder");
const QString unsavedName = QStringLiteral("unsavedPrompt");

}  // namespace

void askAboutUnsaved(QWidget& window, const QString& title,
                     const std::function<void(UnsavedAnswer)>& answered) {
    if (auto* open = window.findChild<QMessageBox*>(unsavedName)) {
        open->raise();
        return;
    }
    auto* box = new QMessageBox(QMessageBox::Warning, QMessageBox::tr("Unsaved changes"),
                                QMessageBox::tr("Save the changes to “%1”?").arg(title),
                                QMessageBox::NoButton, &window);
    box->setObjectName(unsavedName);
    box->setInformativeText(QMessageBox::tr("They are lost if you do not."));
    QPushButton* save = box->addButton(QMessageBox::Save);
    QPushButton* discard = box->addButton(QMessageBox::tr("&Don’t Save"), QMessageBox::DestructiveRole);
    box->setEscapeButton(box->addButton(QMessageBox::Cancel));
    box->setDefaultButton(save);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(box, &QMessageBox::finished, &window, [box, save, discard, answered] {
        const QAbstractButton* clicked = box->clickedButton();
        box->setObjectName({});  // the next question may come before this one is deleted
        answered(clicked == save      ? UnsavedAnswer::save
                 : clicked == discard ? UnsavedAnswer::discard
                                      : UnsavedAnswer::cancel);
    });
    box->open();
}

void askToRevert(QWidget& window, const QString& title, const std::function<void()>& agreed) {
    auto* box = new QMessageBox(QMessageBox::Warning, QMessageBox::tr("Revert"),
                                QMessageBox::tr("Go back to the saved “%1”?").arg(title),
                                QMessageBox::NoButton, &window);
    box->setInformativeText(QMessageBox::tr("What was changed since is lost, and cannot be undone."));
    QPushButton* revert = box->addButton(QMessageBox::tr("&Revert"), QMessageBox::DestructiveRole);
    QPushButton* cancel = box->addButton(QMessageBox::Cancel);
    box->setEscapeButton(cancel);
    box->setDefaultButton(cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(box, &QMessageBox::finished, &window, [box, revert, agreed] {
        if (box->clickedButton() == revert) {
            agreed();
        }
    });
    box->open();
}

void askForFile(QWidget& window, const FileQuestion& question,
                const std::function<void(const QString&)>& chosen) {
    auto* dialog =
        new QFileDialog(&window, question.title, settings().value(folderKey).toString(), question.filter);
    dialog->setObjectName(question.save ? QStringLiteral("saveDialog") : QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(question.save ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(question.save ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setDefaultSuffix(question.suffix);
    if (!question.proposal.isEmpty()) {
        const QFileInfo proposal(question.proposal);
        if (proposal.isAbsolute()) {
            dialog->setDirectory(proposal.absolutePath());
        }
        dialog->selectFile(proposal.fileName());
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, &window, [chosen](const QString& path) {
        if (const QFileInfo file(path); file.dir().exists()) {
            settings().setValue(folderKey, file.absolutePath());
        }
        chosen(path);
    });
    dialog->open();
}

}  // namespace headroom::app
