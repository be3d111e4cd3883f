#include <QFile>
#include <QSet>
#include <QXmlStreamReader>
#include <QtTest/QtTest>

#include "core/catalog/catalog.h"

using namespace headroom;
using namespace headroom::catalog;

/// What is shipped in resources/ keeps its own promises.
class ShippedTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        auto loaded = Catalog::load(HEADROOM_SOURCE_DIR "/resources");
        QVERIFY2(loaded, loaded ? "" : loaded.error().line().c_str());
        catalog_ = std::make_unique<Catalog>(std::move(*loaded));
    }

    void nothingIsLeftOut() {
        for (const Diagnostic& problem : catalog_->problems()) {
            QFAIL(problem.line().c_str());
        }
    }

    /// Kinds stand by category, in the order of categories.json, and no two of a category claim one place.
    void paletteOrder() {
        const auto place = [this](const Kind& kind) {
            const auto& all = catalog_->categories();
            return std::pair(std::find(all.begin(), all.end(), kind.category) - all.begin(), kind.order);
        };
        const std::vector<Kind>& kinds = catalog_->kinds();
        QVERIFY(kinds.size() >= 8);
        QCOMPARE(kinds.front().id, std::string("client"));
        for (std::size_t i = 1; i < kinds.size(); ++i) {
            QVERIFY2(place(kinds[i - 1]) < place(kinds[i]), kinds[i].id.c_str());
        }
    }

    /// A palette's icon is one ink on nothing: any other colour would not follow the theme.
    void everyIconIsDrawnInTheInk() {
        for (const Kind& kind : catalog_->kinds()) {
            QFile file(QString::fromStdString(kind.iconPath));
            QVERIFY2(file.open(QIODevice::ReadOnly), kind.iconPath.c_str());
            QVERIFY2(kind.iconPath.find("/kinds/" + kind.id + "/icon.svg") != std::string::npos,
                     kind.id.c_str());
            const auto strokes = inkUsed(file.readAll());
            QVERIFY2(strokes > 0, kind.id.c_str());
        }
    }

    void everyDefaultHasASource() {
        forEachSpec([](const ParamSpec& spec, const std::string& where) {
            const bool part = spec.type == ParamType::object || spec.required;
            if (!spec.defaultValue.isNull() && !part && spec.source.empty()) {
                QFAIL((where + " has a default and no source").c_str());
            }
        });
    }

    void everySourceIsKnown() {
        forEachSpec([this](const ParamSpec& spec, const std::string& where) {
            if (!spec.source.empty() && catalog_->source(spec.source) == nullptr) {
                QFAIL((where + " names the unknown source " + spec.source).c_str());
            }
        });
    }

    void everyParameterIsExplained() {
        forEachSpec([](const ParamSpec& spec, const std::string& where) {
            QVERIFY2(!spec.label.empty() && spec.label != spec.name, where.c_str());
            QVERIFY2(spec.help.size() > 10, where.c_str());
        });
    }

    void everyEmptyFieldSaysWhatItMeans() {
        forEachSpec([](const ParamSpec& spec, const std::string& where) {
            if (spec.defaultValue.isNull() && !spec.required) {
                QVERIFY2(!spec.placeholder.empty(), where.c_str());
            }
        });
    }

    void everyPriceSaysWhereItIsFrom() {
        for (const Kind& kind : catalog_->kinds()) {
            if (!kind.price.empty()) {
                const Price* price = catalog_->price(kind.price);
                QVERIFY(price != nullptr);
                QVERIFY(price->usdPerHour > 0 && !price->sourceText.empty() && !price->date.empty());
            }
            QVERIFY2(!kind.help.empty() && !kind.tags.empty(), kind.id.c_str());
        }
    }

    void aMachinesPriceIsThePublishedOne() {
        // Published: EC2 m6i.large 0.096, ALB 0.0225, cache.r6g.large 0.206, db.r6g.large 0.225, mq.m5.xlarge
        // 0.576.
        QCOMPARE(priceOf("service"), 0.096);
        QCOMPARE(priceOf("load_balancer"), 0.0225);
        QCOMPARE(priceOf("cache"), 0.206);
        QCOMPARE(priceOf("sql_database"), 0.225);
        QCOMPARE(priceOf("message_queue"), 0.576);
    }

    void presetsCarryTheirPrice() {
        for (const Kind& kind : catalog_->kinds()) {
            for (const Preset& preset : kind.presets) {
                const json::Value* price = preset.params.find("price");
                QVERIFY2(price != nullptr, preset.id.c_str());
                const Price* hourly = catalog_->price(preset.price);
                if (hourly == nullptr) {
                    // Paid by the request only.
                    const json::Value* request = preset.params.find("request_price");
                    QCOMPARE(price->number(), 0.0);
                    QVERIFY2(request != nullptr && request->number() > 0, preset.id.c_str());
                    continue;
                }
                QCOMPARE(price->number(), hourly->usdPerHour);
            }
        }
    }

    void kindsOverrideTheirBehaviour() {
        const ParamSpec* stationTime = findSpec(catalog_->behavior("station")->params, "service_time_ms");
        const ParamSpec* workerTime = findSpec(catalog_->kind("worker")->params, "service_time_ms");
        QCOMPARE(stationTime->defaultValue.number(), 5.0);
        QCOMPARE(workerTime->defaultValue.number(), 50.0);
        QCOMPARE(workerTime->maximum, stationTime->maximum);
    }

  private:
    /// Elements of a well-formed SVG that paint with the ink; -1 where something else is painted or used.
    static int inkUsed(const QByteArray& svg) {
        QXmlStreamReader in(svg);
        int inked = 0;
        while (!in.atEnd()) {
            in.readNext();
            if (!in.isStartElement()) {
                continue;
            }
            static const QSet<QString> shapes{"svg", "g", "path", "circle", "ellipse", "rect"};
            if (!shapes.contains(in.name().toString()) || in.attributes().hasAttribute("style")) {
                return -1;
            }
            if (in.name() == QLatin1String("svg") &&
                in.attributes().value("viewBox") != QLatin1String("0 0 24 24")) {
                return -1;
            }
            for (const char* paint : {"fill", "stroke", "color"}) {
                const QString colour = in.attributes().value(QLatin1String(paint)).toString();
                if (colour == QLatin1String("#1B1F24")) {
                    ++inked;
                } else if (!colour.isEmpty() && colour != QLatin1String("none")) {
                    return -1;
                }
            }
        }
        return in.hasError() ? -1 : inked;
    }

    double priceOf(const char* kind) const {
        return catalog_->price(catalog_->kind(kind)->price)->usdPerHour;
    }

    template <class Visit>
    void visitAll(const std::vector<ParamSpec>& specs, const std::string& where, Visit visit) const {
        for (const ParamSpec& spec : specs) {
            const std::string here = where + "/" + spec.name;
            // The item of a list is explained by the list.
            if (spec.name != "item") {
                visit(spec, here);
            }
            visitAll(spec.fields, here, visit);
        }
    }

    template <class Visit>
    void forEachSpec(Visit visit) const {
        for (const Kind& kind : catalog_->kinds()) {
            visitAll(kind.params, kind.id, visit);
        }
        for (const std::string& kind : catalog_->connectionKinds()) {
            visitAll(catalog_->connectionParams(kind), kind, visit);
        }
        for (const char* record : {"workload", "scenario", "group", "objective", "component"}) {
            QVERIFY2(!catalog_->recordParams(record).empty(), record);
            visitAll(catalog_->recordParams(record), record, visit);
        }
    }

    std::unique_ptr<Catalog> catalog_;
};

QTEST_GUILESS_MAIN(ShippedTest)
#include "shipped_test.moc"
