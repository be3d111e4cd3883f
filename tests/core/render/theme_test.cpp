#include "core/render/theme.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace headroom;
using namespace headroom::render;

namespace {

const std::string data = HEADROOM_SOURCE_DIR "/resources";

Theme shipped(const char* name) {
    return *Theme::load(data, name);
}

/// Relative luminance after WCAG 2.1.
double luminance(const QColor& color) {
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT

    /// A data directory whose theme "own" is the light one with `from` replaced by `to`.
    static Result<Theme> withReplaced(const QByteArray& from, const QByteArray& to) {
        const QTemporaryDir directory;
        QDir(directory.path()).mkdir("themes");
        QFile shippedFile(QString::fromStdString(data + "/themes/light.json"));
        QFile own(directory.filePath("themes/own.json"));
        if (!shippedFile.open(QIODevice::ReadOnly) || !own.open(QIODevice::WriteOnly)) {
            qFatal("cannot copy a theme");
        }
        QByteArray text = shippedFile.readAll();
        text.replace(from, to);
        own.write(text);
        own.close();
        return Theme::load(directory.path().toStdString(), "own");
    }

  private slots:
    void bothShippedThemesAreComplete() {
        QVERIFY(!shipped("light").isDark());
        QVERIFY(shipped("dark").isDark());
        QCOMPARE(shipped("light")[Token::canvas], QColor("#F7F8FA"));
        QCOMPARE(shipped("dark")[Token::text], QColor("#E8EAED"));
    }

    void textIsReadableAndLinesAreSeen() {
        for (const char* name : {"light", "dark"}) {
            const Theme theme = shipped(name);
            for (const Token ground : {Token::surface, Token::canvas, Token::note}) {
                QVERIFY(contrast(theme[Token::text], theme[ground]) >= 4.5);
                QVERIFY(contrast(theme[Token::text_secondary], theme[ground]) >= 4.5);
            }
            for (const Token seen : {Token::strong_line, Token::wire, Token::state_ok, Token::state_hot,
                                     Token::state_saturated, Token::state_down, Token::accent}) {
                QVERIFY2(contrast(theme[seen], theme[Token::surface]) >= 3, tokenName(seen).data());
                QVERIFY2(contrast(theme[seen], theme[Token::canvas]) >= 3, tokenName(seen).data());
            }
        }
    }

    void aMissingTokenIsRefusedByName() {
        const auto theme = withReplaced("\"wire_dot\"", "\"wire_spot\"");
        QVERIFY(!theme);
        QCOMPARE(theme.error().code, std::string("theme-token-missing"));
        QVERIFY(theme.error().line().find("wire_dot") != std::string::npos);
    }

    void whatIsNoColourIsRefused() {
        const auto theme = withReplaced("\"#2F6FED\"", "\"blue\"");
        QVERIFY(!theme);
        QCOMPARE(theme.error().code, std::string("theme-no-colour"));
    }

    void brokenAndAbsentFilesAreRefused() {
        QCOMPARE(withReplaced("{", "[").error().code, std::string("theme-not-json"));
        QCOMPARE(Theme::load(data, "sepia").error().code, std::string("theme-unreadable"));
    }

    void categoriesFallBackToOther() {
        const Theme theme = shipped("light");
        QVERIFY(theme.category("edge") != theme.category("other"));
        QCOMPARE(theme.category("no such thing"), theme.category("other"));
        QCOMPARE(theme.categoryTint("no such thing"), theme.categoryTint("other"));
    }

    void heatRunsFromEndToEnd() {
        const Theme theme = shipped("light");
        QCOMPARE(theme.heat(0), QColor("#00224E"));
        QCOMPARE(theme.heat(1), QColor("#FEE838"));
        QCOMPARE(theme.heat(7), theme.heat(1));
        QCOMPARE(theme.heat(0.5), QColor("#7D7C78"));  // the fifth of nine
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
