#include "widgets/common/style.h"

#include <QTest>

using namespace headroom;
using namespace headroom::widgets;

class StyleTest : public QObject {
    Q_OBJECT

    static render::Theme theme(const char* name) {
        auto theme = render::Theme::load(HEADROOM_SOURCE_DIR "/resources", name);
        Q_ASSERT(theme);
        return *theme;
    }

  private slots:
    void everyPlaceholderIsFilled() {
        for (const char* name : {"light", "dark"}) {
            QVERIFY(!styleSheetOf(theme(name)).contains(QLatin1Char('@')));
        }
    }

    void thePaletteIsCompleteAndReadable() {
        for (const char* name : {"light", "dark"}) {
            const QPalette palette = paletteOf(theme(name));
            const QPalette untouched;
            for (int role = 0; role < QPalette::NColorRoles; ++role) {
                if (role != QPalette::NoRole) {
                    QVERIFY2(palette.isBrushSet(QPalette::Active, static_cast<QPalette::ColorRole>(role)),
                             qPrintable(QString::number(role)));
                }
            }
            QVERIFY(palette.color(QPalette::Text) != palette.color(QPalette::Base));
            QVERIFY(palette.color(QPalette::Disabled, QPalette::Text) != palette.color(QPalette::Text));
        }
    }
};

QTEST_MAIN(StyleTest)
#include "style_test.moc"
