// Pictures as files: what stands in them, not how many bytes they have.
#include <QImage>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "core/edit/edits.h"
#include "core/layout/design_layout.h"
#include "core/render/export.h"
#include "core/render/shown_figures.h"

using namespace headroom;

namespace {

struct Drawn {
    model::Design design;
    results::Results results;
};

void must(const Result<>& done) {
    if (!done) {
        qFatal("%s", done.error().line().c_str());
    }
}

/// Users, a hot service, a saturated database, a worker that is down.
Drawn drawn(const catalog::Catalog& catalog) {
    model::Transaction transaction{model::Design()};
    const std::vector<std::pair<std::string, model::Point>> parts{{"client", {0, 0}},
                                                                  {"service", {240, 0}},
                                                                  {"sql_database", {480, 0}},
                                                                  {"message_queue", {240, 160}},
                                                                  {"worker", {480, 160}}};
    for (const auto& [kind, place] : parts) {
        edit::addComponent(transaction, catalog, kind, place).value();
    }
    must(edit::rename(transaction, "service-1", "Shortener"));
    must(edit::setParam(transaction, catalog, "service-1", "instances", 4));
    edit::connect(transaction, catalog, "client-1", "service-1").value();
    edit::connect(transaction, catalog, "service-1", "sql_database-1").value();
    edit::connect(transaction, catalog, "service-1", "message_queue-1").value();
    edit::connect(transaction, catalog, "message_queue-1", "worker-1").value();
    edit::addNote(transaction, {0, 160, 200, 80}, "**Why**: see the text").value();
    edit::addGroup(transaction, catalog, "zone", {220, -40, 460, 300}).value();
    Drawn out{transaction.design(), {}};
    const auto set = [&](const Id& id, double rps, double utilization, results::Status status) {
        auto& component = out.results.components[id];
        component.arrival_rps = rps;
        component.utilization = utilization;
        component.status = status;
        component.response_ms.p99 = 38.2;
        component.backlog_growth_rps = 120;
    };
    set("service-1", 1240, 0.8, results::Status::hot);
    set("sql_database-1", 900, 1, results::Status::saturated);
    set("worker-1", 10, 0.1, results::Status::down);
    out.results.connections["request-1"].rps = 1240;
    return out;
}

/// The colour in the middle of the bar of a component's card.
QColor barColor(const QImage& image, const Drawn& scene, const Id& id, double scale, double margin) {
    const layout::DesignLayout layout(scene.design);
    const layout::Rect bounds = layout.bounds();
    const layout::Rect card = layout::cardRect(*scene.design.components().find(id));
    const double x = (card.x + 40 - std::floor(bounds.x - margin)) * scale;
    const double y = (card.y + card.h - 7 - std::floor(bounds.y - margin)) * scale;
    return image.pixelColor(static_cast<int>(x), static_cast<int>(y));
}

}  // namespace

class ExportTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        auto loaded = catalog::loadInstalled();
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().line().c_str());
        catalog_ = std::move(*loaded);
        scene_ = drawn(catalog_);
        QVERIFY(folder_.isValid());
    }

    void barsCarryTheirState() {
        for (const char* name : {"light", "dark"}) {
            const render::Theme theme = themeNamed(name);
            const QImage image = render::pictureImage(source(theme));
            QCOMPARE(barColor(image, scene_, "service-1", 2, 24), theme[render::Token::state_hot]);
            QCOMPARE(barColor(image, scene_, "sql_database-1", 2, 24), theme[render::Token::state_saturated]);
        }
    }

    void withoutNumbersThereIsNoBar() {
        const render::Theme theme = themeNamed("light");
        render::ExportOptions options;
        options.numbers = false;
        const QImage image = render::pictureImage(source(theme), options);
        QCOMPARE(barColor(image, scene_, "service-1", 2, 24), theme[render::Token::surface]);
    }

    void anSvgIsXmlAndHoldsTheNames() {
        const render::Theme theme = themeNamed("light");
        const auto bytes = render::pictureBytes(render::PictureFormat::svg, source(theme));
        QVERIFY(bytes.has_value());
        QXmlStreamReader reader(*bytes);
        QString text;
        QSize size;
        while (!reader.atEnd()) {
            if (reader.readNext() == QXmlStreamReader::StartElement &&
                reader.name() == QLatin1String("svg")) {
                size = QSize(reader.attributes().value("width").toInt(),
                             reader.attributes().value("height").toInt());
            } else if (reader.isCharacters()) {
                text += reader.text();
            }
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        // In pixels, not in rounded millimetres: the same as a PNG's at scale 1.
        QCOMPARE(size, render::pictureImage(source(theme), {true, 1, 24}).size());
        QVERIFY(text.contains("Shortener"));
        QVERIFY(!text.contains("At 0:25"));
        // Figures lie on a fixed advance, digit by digit.
        QVERIFY(text.remove(QRegularExpression(QStringLiteral("[\\s\u00a0]"))).contains("p9938.2ms"));
    }

    /// What the numbers are of stands above the drawing, which gets no smaller by that.
    void aCaptionStandsAboveAll() {
        const render::Theme theme = themeNamed("light");
        render::ExportOptions options;
        options.caption = QStringLiteral("At 0:25 of the simulation");
        const auto svg = render::pictureBytes(render::PictureFormat::svg, source(theme), options);
        QVERIFY(svg.has_value() && svg->contains("At 0:25 of the simulation"));
        const QImage plain = render::pictureImage(source(theme));
        const QImage image = render::pictureImage(source(theme), options);
        const int more = image.height() - plain.height();
        QCOMPARE(image.width(), plain.width());
        QVERIFY(more > 20);
        QCOMPARE(image.copy(0, image.height() - 200, image.width(), 200),
                 plain.copy(0, plain.height() - 200, plain.width(), 200));
    }

    /// Autoscaling has come to another number than the four that are set.
    void cardsShowHowManyMachinesThereAre() {
        const auto shown = [&] {
            const auto svg = render::pictureBytes(render::PictureFormat::svg, source(themeNamed("light")));
            return QString::fromUtf8(svg.value_or(QByteArray()));
        };
        QVERIFY(shown().contains(QStringLiteral("\u00d7\u20094")));
        scene_.results.components["service-1"].instances = 7;
        QVERIFY(shown().contains(QStringLiteral("\u00d7\u20097")));
        QVERIFY(!shown().contains(QStringLiteral("\u00d7\u20094")));
        scene_.results.components["service-1"].instances.reset();
    }

    void aLineIsSeveredWhenNothingComesThrough() {
        results::ConnectionResult result;
        result.rps = 100;
        QVERIFY(!render::wireFigures(&result).severed);
        result.silent_share = 1;
        QVERIFY(render::wireFigures(&result).severed);
        result.silent_share = 0.4;
        QVERIFY(!render::wireFigures(&result).severed && render::wireFigures(&result).failing > 0);
        result.rps = 0;
        result.silent_share = 1;
        QVERIFY(!render::wireFigures(&result).severed);
    }

    void aPdfIsOnePageOfTheRightSize() {
        const render::Theme theme = themeNamed("light");
        const auto bytes = render::pictureBytes(render::PictureFormat::pdf, source(theme));
        QVERIFY(bytes.has_value());
        QVERIFY(bytes->startsWith("%PDF-1."));
        const QSizeF pixels = render::pictureImage(source(theme), {true, 1, 24}).size();
        const QString box = QString("/MediaBox [0 0 %1").arg(pixels.width() * 0.75);
        QVERIFY2(bytes->contains(box.toUtf8().left(18)), qPrintable(box));
    }

    void filesAreWrittenWhole() {
        const render::Theme theme = themeNamed("dark");
        const std::string path = folder_.filePath("out.PNG").toStdString();
        QVERIFY(render::exportPicture(path, source(theme)));
        QImage image(QString::fromStdString(path));
        QVERIFY(!image.isNull());
        QCOMPARE(image.pixelColor(2, 2), theme[render::Token::canvas]);
    }

    void failuresAreOneLine() {
        const render::Theme theme = themeNamed("light");
        QCOMPARE(render::exportPicture("x.bmp", source(theme)).error().code,
                 std::string("picture-format-unknown"));
        const std::string nowhere = folder_.filePath("no/such/folder/x.png").toStdString();
        QCOMPARE(render::exportPicture(nowhere, source(theme)).error().code,
                 std::string("picture-not-written"));
    }

    void anEmptyDesignIsAPictureToo() {
        const render::Theme theme = themeNamed("light");
        const model::Design empty;
        const render::PictureSource nothing{empty, catalog_, nullptr, theme};
        QVERIFY(!render::pictureImage(nothing).isNull());
        QVERIFY(!render::thumbnail(source(theme), QSize(168, 104), 2).isNull());
    }

  private:
    render::Theme themeNamed(const char* name) const {
        return render::Theme::load(catalog_.dataDirectory(), name).value();
    }
    render::PictureSource source(const render::Theme& theme) const {
        return {scene_.design, catalog_, &scene_.results, theme};
    }

    catalog::Catalog catalog_;
    Drawn scene_;
    QTemporaryDir folder_;
};

QTEST_MAIN(ExportTest)
#include "export_test.moc"
