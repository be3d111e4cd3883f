#include <QtTest/QtTest>
#include <filesystem>
#include <fstream>

#include "core/catalog/catalog.h"

using namespace headroom;
using catalog::Catalog;

namespace {

namespace fs = std::filesystem;

const std::string shipped = HEADROOM_SOURCE_DIR "/resources";

void put(const fs::path& path, std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

}  // namespace

/// Folders of kinds, a person's own among them, and data that is not as it should be.
class LoaderTest : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        directory_ = std::make_unique<QTemporaryDir>();
        root_ = directory_->path().toStdString();
    }

    void aCopiedFolderIsANewKind() {
        fs::create_directory(root_ + "/kinds");
        fs::copy(shipped + "/kinds/cache", root_ + "/kinds/near-cache", fs::copy_options::recursive);
        const auto catalog = Catalog::load(shipped, {root_ + "/kinds"});
        QVERIFY(catalog);
        QVERIFY(catalog->problems().empty());
        const catalog::Kind* original = catalog->kind("cache");
        const catalog::Kind* copy = catalog->kind("near-cache");
        QVERIFY(original != nullptr && copy != nullptr);
        QCOMPARE(copy->label, original->label);
        QCOMPARE(copy->params.size(), original->params.size());
        QCOMPARE(copy->iconPath, root_ + "/kinds/near-cache/icon.svg");
        QCOMPARE(catalog->behaviorOfKind("near-cache"), catalog->behaviorOfKind("cache"));
    }

    void theFolderNameCountsAndNotTheId() {
        put(root_ + "/kinds/mine/kind.json",
            "{'id': 'cache', 'label': 'Mine', 'category': 'cache', 'behavior': 'cache'}");
        const auto catalog = Catalog::load(shipped, {root_ + "/kinds"});
        QVERIFY(catalog->kind("mine") != nullptr);
        QCOMPARE(catalog->kind("cache")->label, std::string("Cache"));
    }

    void anOwnKindReplacesAShippedOne() {
        put(root_ + "/kinds/service/kind.json",
            "{'label': 'My service', 'category': 'compute', 'behavior': 'station', "
            "'params': {'workers': {'default': 3, 'max': 30, 'label': 'Ovens', 'hidden': true}}}");
        const auto catalog = Catalog::load(shipped, {root_ + "/kinds"});
        QVERIFY(catalog);
        const catalog::Kind* kind = catalog->kind("service");
        QCOMPARE(kind->label, std::string("My service"));
        const catalog::ParamSpec* workers = findSpec(kind->params, "workers");
        QCOMPARE(workers->defaultValue.number(), 3.0);
        QCOMPARE(workers->maximum, 30.0);
        QCOMPARE(workers->label, std::string("Ovens"));
        QVERIFY(workers->hidden);
        // What is not overridden stays the behaviour's.
        QCOMPARE(workers->minimum, 1.0);
        QCOMPARE(std::count_if(catalog->kinds().begin(), catalog->kinds().end(),
                               [](const catalog::Kind& other) { return other.id == "service"; }),
                 std::ptrdiff_t{1});
    }

    void aMissingIconFallsBack() {
        put(root_ + "/kinds/mine/kind.json", "{'label': 'Mine', 'category': 'cache', 'behavior': 'cache'}");
        const auto catalog = Catalog::load(shipped, {root_ + "/kinds"});
        QCOMPARE(catalog->kind("mine")->iconPath, shipped + "/icons/placeholder.svg");
        QVERIFY(fs::exists(catalog->kind("mine")->iconPath));
    }

    void brokenOwnKindsAreLeftOut_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("line");
        const auto row = [](const char* name, const char* folder, const char* kind, const char* line) {
            QTest::newRow(name) << folder << kind << line;
        };
        const char* head = "'label': 'L', 'category': 'cache', 'behavior': 'cache'";
        const auto with = [&](const char* rest) { return QString("{%1, %2}").arg(head, rest).toStdString(); };
        row("no JSON", "mine", "{",
            "ROOT/kinds/mine/kind.json, line 1, column 2: this is not valid JSON (it ends too early); this "
            "kind is left out");
        row("a list", "mine", "[]", "ROOT/kinds/mine/kind.json: found a list; this kind is left out");
        row("no label", "mine", "{'category': 'cache', 'behavior': 'cache'}",
            "ROOT/kinds/mine/kind.json#: there is no 'label'; this kind is left out");
        row("unknown behaviour", "mine", "{'label': 'L', 'category': 'cache', 'behavior': 'oracle'}",
            "ROOT/kinds/mine/kind.json#: there is no behaviour 'oracle'; this kind is left out");
        row("unknown category", "mine", "{'label': 'L', 'category': 'toys', 'behavior': 'cache'}",
            "ROOT/kinds/mine/kind.json#: there is no category 'toys'; this kind is left out");
        row("unknown parameter", "mine", with("'params': {'wrokers': {'default': 3}}").c_str(),
            "ROOT/kinds/mine/kind.json#: there is no parameter 'wrokers'; this kind is left out");
        row("override of the type", "mine", with("'params': {'workers': {'type': 'text'}}").c_str(),
            "ROOT/kinds/mine/kind.json#/params/workers: 'type' means nothing here; this kind is left out");
        row("default out of range", "mine", with("'params': {'workers': {'default': 0}}").c_str(),
            "ROOT/kinds/mine/kind.json#/params/workers/default: found 0; this kind is left out");
        row("unknown source", "mine", with("'params': {'workers': {'source': 'hearsay'}}").c_str(),
            "ROOT/kinds/mine/kind.json#: there is no source 'hearsay'; this kind is left out");
        row("unknown price", "mine", with("'price': 'corner.shop'").c_str(),
            "ROOT/kinds/mine/kind.json#: there is no price 'corner.shop'; this kind is left out");
        row("preset out of range", "mine",
            with("'presets': [{'id': 'p', 'label': 'P', 'params': {'workers': 0}}]").c_str(),
            "ROOT/kinds/mine/kind.json#/presets/p/workers: found 0; this kind is left out");
        row("history that means nothing", "mine",
            with("'history': [{'revision': 1, 'params': {'wings': 2}}]").c_str(),
            "ROOT/kinds/mine/kind.json#: there is no parameter 'wings'; this kind is left out");
        row("misspelt member", "mine", with("'colour': 'red'").c_str(),
            "ROOT/kinds/mine/kind.json#: 'colour' means nothing here; this kind is left out");
        row("a folder that is no id", "My Kind", with("'tags': []").c_str(),
            "ROOT/kinds/My Kind: 'My Kind' is not a valid id of a kind; this kind is left out");
    }

    void brokenOwnKindsAreLeftOut() {
        QFETCH(QString, folder);
        QFETCH(QString, kind);
        QFETCH(QString, line);
        put(root_ + "/kinds/" + folder.toStdString() + "/kind.json", kind.toStdString());
        const auto catalog = Catalog::load(shipped, {root_ + "/kinds"});
        QVERIFY(catalog);
        QCOMPARE(catalog->problems().size(), std::size_t{1});
        QCOMPARE(catalog->problems()[0].severity, Severity::warning);
        QCOMPARE(QString::fromStdString(catalog->problems()[0].line()).replace(root_.c_str(), "ROOT"), line);
        QVERIFY(catalog->kind("mine") == nullptr);
        QVERIFY(catalog->kind("service") != nullptr);
    }

    void foldersThatAreNoKinds() {
        fs::create_directories(root_ + "/kinds/.git");
        put(root_ + "/kinds/README.md", "hello");
        fs::create_directories(root_ + "/kinds/empty");
        const auto catalog = Catalog::load(shipped, {root_ + "/kinds", root_ + "/nowhere"});
        QVERIFY(catalog);
        QCOMPARE(catalog->problems().size(), std::size_t{1});
        QCOMPARE(catalog->problems()[0].text, std::string("there is no kind.json in this folder"));
    }

    void brokenDataIsAnError_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("line");
        QTest::newRow("sources") << "sources.json"
                                 << "{}"
                                 << "ROOT/data/sources.json: found an object; expected a list";
        QTest::newRow("no sources")
            << "sources.json"
            << ""
            << "ROOT/data/sources.json: the file is empty; a design file holds one JSON object";
        QTest::newRow("source of a price")
            << "prices/aws.json"
            << "{'prices': [{'id': 'a', 'label': 'A', 'usd_per_hour': 1, 'source': 'x'}]}"
            << "ROOT/data/prices/aws.json#/a: there is no source 'x'; one of the ids in sources.json";
        QTest::newRow("two prices of one name")
            << "prices/other.json"
            << "{'prices': [{'id': 'aws.alb', 'label': 'A', 'usd_per_hour': 1, 'source': 'convention'}]}"
            << "ROOT/data/prices/other.json#: 'aws.alb' is declared twice; keep one of the two";
        QTest::newRow("like nothing") << "behaviors/store.json"
                                      << "{'label': 'Store', 'params': [{'like': 'station/wings'}]}"
                                      << "ROOT/data/behaviors/store.json#: there is no declaration "
                                         "'station/wings'; one of file/name of a full "
                                         "declaration";
        QTest::newRow("like no file")
            << "behaviors/store.json"
            << "{'label': 'Store', 'params': [{'like': 'wings'}]}"
            << "ROOT/data/behaviors/store.json#: there is no declaration 'wings'; one of file/name of a full "
               "declaration";
        QTest::newRow("source of a parameter") << "records/scenario.json"
                                               << "{'params': [{'name': 'a', 'type': 'bool', 'source': 'x'}]}"
                                               << "ROOT/data/records/scenario.json#/params/a: there is no "
                                                  "source 'x'; one of the ids in sources.json";
        QTest::newRow("shipped kind") << "kinds/service/kind.json"
                                      << "{'label': 'S'}"
                                      << "ROOT/data/kinds/service/kind.json#: there is no 'category'; add it";
    }

    void brokenDataIsAnError() {
        QFETCH(QString, file);
        QFETCH(QString, text);
        QFETCH(QString, line);
        fs::copy(shipped, root_ + "/data", fs::copy_options::recursive);
        put(root_ + "/data/" + file.toStdString(), text.toStdString());
        const auto catalog = Catalog::load(root_ + "/data");
        QVERIFY(!catalog);
        QCOMPARE(QString::fromStdString(catalog.error().line()).replace(root_.c_str(), "ROOT"), line);
    }

    void aFolderThatIsNotThere() {
        const auto catalog = Catalog::load(root_ + "/nothing");
        QVERIFY(!catalog);
        QVERIFY(!catalog.error().line().empty());
    }

    void oldDefaults() {
        catalog::Kind kind;
        kind.revision = 4;
        kind.history = {
            {1, json::Object{{"a", 1}}}, {2, json::Object{{"a", 2}, {"b", 5}}}, {3, json::Object{{"c", 7}}}};
        QVERIFY((kind.defaultsAt(1) == json::Object{{"a", 1}, {"b", 5}, {"c", 7}}));
        QVERIFY((kind.defaultsAt(2) == json::Object{{"a", 2}, {"b", 5}, {"c", 7}}));
        QVERIFY((kind.defaultsAt(3) == json::Object{{"c", 7}}));
        QVERIFY(kind.defaultsAt(4).empty());
    }

  private:
    std::unique_ptr<QTemporaryDir> directory_;
    std::string root_;
};

QTEST_GUILESS_MAIN(LoaderTest)
#include "loader_test.moc"
