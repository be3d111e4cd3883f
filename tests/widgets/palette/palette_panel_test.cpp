#include "widgets/palette/palette_panel.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "widgets/common/section.h"
#include "widgets/palette/kind_tile.h"

using namespace headroom;
using namespace headroom::widgets;

class PalettePanelTest : public QObject {
    Q_OBJECT

    std::optional<catalog::Catalog> catalog_;
    std::unique_ptr<Look> look_;
    std::unique_ptr<PalettePanel> panel_;

    QLineEdit* search() const { return panel_->findChild<QLineEdit*>(QStringLiteral("paletteSearch")); }
    QString kindAt(qsizetype index) const {
        return QString::fromStdString(panel_->visibleTiles().value(index)->kind().id);
    }

  private slots:
    void init() {
        const std::string data = HEADROOM_SOURCE_DIR "/resources";
        catalog_ = *catalog::Catalog::load(data);
        look_ = std::make_unique<Look>(data, *render::Theme::load(data, "light"));
        panel_ = std::make_unique<PalettePanel>(*catalog_, *look_);
        panel_->resize(224, 640);
        panel_->show();
        QVERIFY(QTest::qWaitForWindowActive(panel_.get()));
    }

    void showsEveryKind() { QCOMPARE(panel_->visibleTiles().size(), qsizetype(catalog_->kinds().size())); }

    /// "WebSocket gateway" was cut to "WebSocket g…".
    void everyNameIsShownWhole() {
        for (const KindTile* tile : panel_->visibleTiles()) {
            QCOMPARE(tile->lines().join(QLatin1Char(' ')), tile->text());
        }
    }

    void typingAnywhereSearches() {
        panel_->visibleTiles().front()->setFocus();
        QTest::keyClick(panel_->visibleTiles().front(), Qt::Key_S);
        QTest::keyClick(search(), Qt::Key_Q);
        QTest::keyClick(search(), Qt::Key_L);
        QCOMPARE(search()->text(), QStringLiteral("sql"));
        QCOMPARE(kindAt(0), QStringLiteral("sql_database"));
    }

    void returnTakesTheFirstFind() {
        QSignalSpy chosen(panel_.get(), &PalettePanel::kindChosen);
        panel_->focusSearch();
        QTest::keyClicks(search(), QStringLiteral("redis"));
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("cache"));
    }

    void escapeShowsAllAgain() {
        panel_->focusSearch();
        QTest::keyClicks(search(), QStringLiteral("zzzz"));
        QCOMPARE(panel_->visibleTiles().size(), 0);
        QTest::keyClick(search(), Qt::Key_Escape);
        QCOMPARE(panel_->visibleTiles().size(), qsizetype(catalog_->kinds().size()));
    }

    void aDoubleClickChooses() {
        QSignalSpy chosen(panel_.get(), &PalettePanel::kindChosen);
        KindTile* tile = panel_->visibleTiles().value(2);
        QTest::mouseDClick(tile, Qt::LeftButton);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), QString::fromStdString(tile->kind().id));
    }

    void arrowsWalkTheTiles() {
        panel_->focusSearch();
        QTest::keyClick(search(), Qt::Key_Down);
        QVERIFY(panel_->visibleTiles().front()->hasFocus());
        QTest::keyClick(panel_->focusWidget(), Qt::Key_Right);
        QVERIFY(panel_->visibleTiles().value(1)->hasFocus());
        QTest::keyClick(panel_->focusWidget(), Qt::Key_Left);
        QTest::keyClick(panel_->focusWidget(), Qt::Key_Up);
        QVERIFY(search()->hasFocus());
    }

    void categoriesFold() {
        const qsizetype all = panel_->visibleTiles().size();
        Section* section = panel_->findChildren<Section*>().front();
        QTest::mouseClick(section->header(), Qt::LeftButton);
        QVERIFY(section->folded());
        QVERIFY(panel_->visibleTiles().size() < all);
    }
};

QTEST_MAIN(PalettePanelTest)
#include "palette_panel_test.moc"
