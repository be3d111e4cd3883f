#include "widgets/player/narration.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QWheelEvent>

#include "widgets/common/style.h"

namespace headroom::widgets {

using render::Token;

Narration::Narration(Look& look, QWidget* parent) : QTextBrowser(parent), look_(look) {
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Narration"));
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    connect(&look_, &Look::changed, this, &Narration::restyle);
    restyle();
}

void Narration::setText(const QString& markdown) {
    if (markdown != markdown_) {
        markdown_ = markdown;
        restyle();
    }
}

void Narration::restyle() {
    QFont body = font();
    body.setPixelSize(type::body);
    document()->setDefaultFont(body);
    QPalette inks = palette();
    inks.setColor(QPalette::Base, Qt::transparent);
    inks.setColor(QPalette::Text, look_.color(Token::text));
    inks.setColor(QPalette::Link, look_.color(Token::accent_text));
    setPalette(inks);
    document()->setMarkdown(markdown_, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownNoHTML) |
                                           QTextDocument::MarkdownDialectCommonMark);
    spread();
    fitHeight();
}

/// Lines with air between them, and paragraphs a line apart.
void Narration::spread() {
    constexpr int lineHeight = 145;
    constexpr int paragraphGap = 10;
    QTextCursor cursor(document());
    // The palette is the style sheet's to change; ink that belongs to the text stays.
    QTextCharFormat ink;
    ink.setForeground(look_.color(Token::text));
    cursor.select(QTextCursor::Document);
    cursor.mergeCharFormat(ink);
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        format.setLineHeight(lineHeight, QTextBlockFormat::ProportionalHeight);
        format.setTopMargin(0);
        format.setBottomMargin(block.next().isValid() ? paragraphGap : 0);
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
    }
    cursor.clearSelection();
    moveCursor(QTextCursor::Start);
}

void Narration::fitHeight() {
    document()->setTextWidth(viewport()->width());
    setFixedHeight(qRound(document()->size().height()) + 2);
}

QSize Narration::sizeHint() const {
    return {280, height()};
}

void Narration::resizeEvent(QResizeEvent* event) {
    QTextBrowser::resizeEvent(event);
    fitHeight();
}

void Narration::wheelEvent(QWheelEvent* event) {
    event->ignore();  // what surrounds it scrolls
}

QVariant Narration::loadResource(int, const QUrl&) {
    return {};
}

}  // namespace headroom::widgets
