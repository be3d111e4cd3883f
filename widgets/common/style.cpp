#include "widgets/common/style.h"

#include <QApplication>
#include <QHash>
#include <QRegularExpression>
#include <QStyle>
#include <QStyleFactory>

#include "core/render/figure_text.h"
#include "widgets/common/style_sheet.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using render::Theme;
using render::Token;

namespace {

void setAll(QPalette& palette, const Theme& theme) {
    palette.setColor(QPalette::Window, theme[Token::surface]);
    palette.setColor(QPalette::WindowText, theme[Token::text]);
    palette.setColor(QPalette::Base, theme[Token::surface]);
    palette.setColor(QPalette::AlternateBase, theme[Token::surface_sunken]);
    palette.setColor(QPalette::Text, theme[Token::text]);
    palette.setColor(QPalette::PlaceholderText, theme[Token::text_faint]);
    palette.setColor(QPalette::Button, theme[Token::surface]);
    palette.setColor(QPalette::ButtonText, theme[Token::text]);
    palette.setColor(QPalette::BrightText, theme[Token::on_accent]);
    palette.setColor(QPalette::ToolTipBase, theme[Token::tooltip]);
    palette.setColor(QPalette::ToolTipText, theme[Token::tooltip_text]);
    palette.setColor(QPalette::Highlight, theme[Token::accent]);
    palette.setColor(QPalette::HighlightedText, theme[Token::on_accent]);
    palette.setColor(QPalette::Link, theme[Token::accent_text]);
    palette.setColor(QPalette::LinkVisited, theme[Token::accent_text]);
    palette.setColor(QPalette::Light, theme[Token::surface_raised]);
    palette.setColor(QPalette::Midlight, theme[Token::hover]);
    palette.setColor(QPalette::Mid, theme[Token::line]);
    palette.setColor(QPalette::Dark, theme[Token::strong_line]);
    palette.setColor(QPalette::Shadow, theme[Token::strong_line]);
}

void setDisabled(QPalette& palette, const Theme& theme) {
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::PlaceholderText, QPalette::HighlightedText}) {
        palette.setColor(QPalette::Disabled, role, theme[Token::text_disabled]);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme[Token::pressed]);
}

}  // namespace

QPalette paletteOf(const Theme& theme) {
    QPalette palette;
    setAll(palette, theme);
    setDisabled(palette, theme);
    return palette;
}

QString styleSheetOf(const Theme& theme) {
    QHash<QString, QString> colors;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Token::count); ++i) {
        const auto token = static_cast<Token>(i);
        const auto form = theme[token].alpha() == 255 ? QColor::HexRgb : QColor::HexArgb;
        colors[toQt(render::tokenName(token))] = theme[token].name(form);
    }
    static const QRegularExpression placeholder(QStringLiteral("@([a-z_]+)"));
    const QString sheet = styleSheetTemplate();
    QString filled;
    qsizetype done = 0;
    for (auto at = placeholder.globalMatch(sheet); at.hasNext();) {
        const QRegularExpressionMatch match = at.next();
        filled += sheet.mid(done, match.capturedStart() - done);
        Q_ASSERT(colors.contains(match.captured(1)));
        filled += colors.value(match.captured(1));
        done = match.capturedEnd();
    }
    return filled + sheet.mid(done);
}

void applyStyle(QApplication& application, const Theme& theme) {
    if (application.style()->name() != QLatin1String("fusion")) {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("fusion")));
    }
    QApplication::setFont(render::interfaceFont(type::body));
    QApplication::setPalette(paletteOf(theme));
    application.setStyleSheet(styleSheetOf(theme));
}

}  // namespace headroom::widgets
