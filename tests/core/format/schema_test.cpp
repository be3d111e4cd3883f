#include <rapidcheck.h>

#include <QtTest/QtTest>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "core/format/design_file.h"
#include "core/json/reader.h"
#include "core/json/writer.h"

using namespace headroom;

namespace {

namespace fs = std::filesystem;

const std::string dataFolder = HEADROOM_SOURCE_DIR "/tests/data/";

/// What a schema cannot say: that ids are unique, that references lead somewhere, that groups form no ring.
bool beyondSchema(const std::string& code) {
    const std::vector<std::string> codes{"id-duplicate",       "workload-duplicate", "end-dangling",
                                         "reference-dangling", "group-dangling",     "group-cycle"};
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

/// A place in a document: the steps down to it.
using Way = std::vector<std::size_t>;

void collectWays(const json::Value& value, const Way& way, std::vector<Way>& out) {
    out.push_back(way);
    const std::size_t children = value.isArray()    ? value.array()->size()
                                 : value.isObject() ? value.object()->size()
                                                    : 0;
    for (std::size_t i = 0; i < children; ++i) {
        Way next = way;
        next.push_back(i);
        const json::Value& child =
            value.isArray() ? (*value.array())[i] : value.object()->members()[i].second;
        collectWays(child, next, out);
    }
}

/// `value` with what lies at `way` replaced, or removed where `by` is nullopt.
json::Value changedAt(const json::Value& value, std::span<const std::size_t> way,
                      const std::optional<json::Value>& by) {
    if (way.empty()) {
        return by.value_or(value);
    }
    const bool removes = way.size() == 1 && !by;
    if (value.isArray()) {
        json::Array items = *value.array();
        const auto at = static_cast<std::ptrdiff_t>(way.front());
        removes ? static_cast<void>(items.erase(items.begin() + at))
                : static_cast<void>(items[way.front()] = changedAt(items[way.front()], way.subspan(1), by));
        return items;
    }
    json::Object object = *value.object();
    const auto [name, child] = value.object()->members()[way.front()];
    removes ? static_cast<void>(object.erase(name)) : object.set(name, changedAt(child, way.subspan(1), by));
    return object;
}

/// Values that are wrong almost anywhere, and right in some places.
std::vector<json::Value> strangeValues() {
    return {nullptr,
            true,
            -1,
            0,
            1,
            2,
            0.5,
            -0.25,
            7.25,
            100000,
            1000001,
            1e300,
            -1e300,
            "",
            "web",
            "zone",
            "read",
            "Web Server",
            "e1",
            "zone-a",
            "users.browse",
            "kill",
            "gamma",
            "service",
            "request",
            std::string(65, 'a'),
            std::string(300, 'x'),
            json::Array(),
            json::Array{"read"},
            json::Array{1, 2},
            json::Object(),
            json::Object{{"id", "x"}},
            json::Object{{"id", "n2"}, {"kind", "service"}}};
}

}  // namespace

class SchemaTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
        QVERIFY(loaded);
        catalog_ = std::make_unique<catalog::Catalog>(std::move(*loaded));
        const auto document = nlohmann::json::parse(json::write(format::schema(*catalog_)));
        valijson::SchemaParser(valijson::SchemaParser::kDraft7)
            .populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema_);
    }

    void saysWhatItIs() {
        const json::Value schema = format::schema(*catalog_);
        QCOMPARE(schema.object()->find("$schema")->text(),
                 std::string_view("http://json-schema.org/draft-07/schema#"));
        const auto instances = json::resolve(
            schema, *json::Pointer::parse("/properties/components/items/allOf/3/then/properties/params/"
                                          "properties/instances"));
        QVERIFY(instances);
        QVERIFY((*instances)->object()->find("description")->text().size() > 20);
        QCOMPARE((*instances)->object()->find("maximum")->number(), 100000.0);
    }

    void agreesOnGoodFiles() {
        for (const char* name : {"one_of_each.json", "spec_example.json"}) {
            const auto value = json::parseFile(dataFolder + "format/" + name);
            QVERIFY(value);
            const auto loaded = format::fromJson(*value, *catalog_);
            QVERIFY2(loaded, loaded ? "" : loaded.error().line().c_str());
            QVERIFY2(schemaAccepts(*value), name);
        }
    }

    void agreesOnBrokenFiles() {
        int compared = 0;
        for (const auto& entry : fs::directory_iterator(dataFolder + "broken")) {
            const auto value = json::parseFile(entry.path().string());
            if (!value) {
                continue;  // not JSON, so no schema is asked
            }
            const auto loaded = format::fromJson(*value, *catalog_);
            QVERIFY(!loaded);
            if (!beyondSchema(loaded.error().code)) {
                QVERIFY2(!schemaAccepts(*value), entry.path().filename().c_str());
                ++compared;
            }
        }
        QVERIFY(compared >= 50);
    }

    void agreesOnWhateverIsChanged() {
        const json::Value first = *json::parseFile(dataFolder + "format/one_of_each.json");
        const json::Value second = *json::parseFile(dataFolder + "format/spec_example.json");
        const std::vector<json::Value> strange = strangeValues();
        int refused = 0;
        int accepted = 0;
        const bool holds = rc::check("schema and reader agree", [&] {
            const json::Value& start = **rc::gen::element(&first, &second);
            std::vector<Way> ways;
            collectWays(start, {}, ways);
            const Way way = *rc::gen::elementOf(ways);
            const bool removes = *rc::gen::weightedElement<bool>({{4, false}, {1, true}});
            const auto by = removes
                                ? std::optional<json::Value>()
                                : std::optional(strange[*rc::gen::inRange<std::size_t>(0, strange.size())]);
            const json::Value changed = changedAt(start, way, by);
            const auto loaded = format::fromJson(changed, *catalog_);
            if (!loaded && beyondSchema(loaded.error().code)) {
                return;
            }
            ++(loaded ? accepted : refused);
            if (schemaAccepts(changed) != loaded.has_value()) {
                RC_LOG() << (loaded ? "the schema refuses "
                                    : loaded.error().line() + " but the schema accepts ")
                         << json::write(changed);
                RC_FAIL("disagree");
            }
        });
        QVERIFY(holds);
        // Both sides were met.
        QVERIFY(refused > 10 && accepted > 5);
    }

  private:
    bool schemaAccepts(const json::Value& value) {
        const auto document = nlohmann::json::parse(json::write(value));
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        return validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
    }

    std::unique_ptr<catalog::Catalog> catalog_;
    valijson::Schema schema_;
};

QTEST_GUILESS_MAIN(SchemaTest)
#include "schema_test.moc"
