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

    void paletteOrder() {
        std::vector<std::string> ids;
        for (const Kind& kind : catalog_->kinds()) {
            ids.push_back(kind.id);
        }
        const std::vector<std::string> expected{"client", "load_balancer", "cdn",          "service",
                                                "worker", "cache",         "sql_database", "message_queue"};
        QCOMPARE(ids, expected);
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
                QCOMPARE(price->number(), catalog_->price(preset.price)->usdPerHour);
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

    void reservedNamesAreNotDeclared() {
        for (const Kind& kind : catalog_->kinds()) {
            for (const ParamSpec& spec : kind.params) {
                QVERIFY2(findSpec(catalog_->reservedParams("component"), spec.name) == nullptr,
                         spec.name.c_str());
            }
        }
        for (const std::string& kind : catalog_->connectionKinds()) {
            for (const ParamSpec& spec : catalog_->connectionParams(kind)) {
                QVERIFY2(findSpec(catalog_->reservedParams("connection"), spec.name) == nullptr,
                         spec.name.c_str());
            }
        }
    }

  private:
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
        for (const char* record : {"workload", "scenario", "group", "objective"}) {
            QVERIFY2(!catalog_->recordParams(record).empty(), record);
            visitAll(catalog_->recordParams(record), record, visit);
        }
    }

    std::unique_ptr<Catalog> catalog_;
};

QTEST_GUILESS_MAIN(ShippedTest)
#include "shipped_test.moc"
