#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QTest>
#include <algorithm>

#include "tests/app/cli/cli_process.h"

using headroom::test::CliProcess;
using headroom::test::Ended;
using headroom::test::fileBytes;
using headroom::test::writeBytes;

namespace {

QStringList kindIds(const CliProcess& process) {
    QStringList ids;
    for (const QJsonValue& kind : QJsonDocument::fromJson(process.run({"kinds", "--json"}).out).array()) {
        ids.append(kind.toObject()["id"].toString());
    }
    return ids;
}

/// A folder is a kind.
QStringList shippedFolders() {
    return QDir(QStringLiteral(HEADROOM_SOURCE_DIR "/resources/kinds"))
        .entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
}

}  // namespace

class KindsTest : public QObject {
    Q_OBJECT

  private slots:
    void listsEveryFolder();
    void tellsParametersWithTheirRanges();
    void schemaIsASchema();
    void folderCopiedUnderANewIdIsAKind();
    void brokenFolderIsSaidAndLeftOut();
};

void KindsTest::listsEveryFolder() {
    QStringList ids = kindIds(CliProcess());
    std::sort(ids.begin(), ids.end());
    QCOMPARE(ids, shippedFolders());
    const Ended table = CliProcess().run({"kinds"});
    QCOMPARE(table.code, 0);
    QCOMPARE(table.out.count('\n'), ids.size() + 1);
    QVERIFY(ids.size() >= 28);
}

void KindsTest::tellsParametersWithTheirRanges() {
    const QJsonArray kinds = QJsonDocument::fromJson(CliProcess().run({"kinds", "--json"}).out).array();
    const auto service = std::find_if(kinds.begin(), kinds.end(), [](const QJsonValue& kind) {
        return kind.toObject()["id"].toString() == "service";
    });
    QVERIFY(service != kinds.end());
    const QJsonArray params = (*service).toObject()["params"].toArray();
    const auto instances = std::find_if(params.begin(), params.end(), [](const QJsonValue& param) {
        return param.toObject()["name"].toString() == "instances";
    });
    QVERIFY(instances != params.end());
    const QJsonObject param = (*instances).toObject();
    QCOMPARE(param["type"].toString(), "integer");
    QCOMPARE(param["min"].toDouble(), 1.0);
    QVERIFY(param["max"].toDouble() >= 1000);
    QVERIFY(param["default"].toDouble() >= 1);
}

void KindsTest::schemaIsASchema() {
    const Ended ended = CliProcess().run({"schema"});
    QCOMPARE(ended.code, 0);
    QVERIFY(ended.json()["$schema"].toString().contains("draft-07"));
    QVERIFY(ended.json()["properties"].toObject().contains("components"));
}

void KindsTest::folderCopiedUnderANewIdIsAKind() {
    QTemporaryDir home;
    const QString folder = home.filePath("headroom/kinds/edge_function");
    QVERIFY(QDir().mkpath(folder));
    const QString original = QStringLiteral(HEADROOM_SOURCE_DIR "/resources/kinds/service/");
    for (const char* name : {"kind.json", "icon.svg"}) {
        QVERIFY(QFile::copy(original + name, folder + "/" + name));
    }
    CliProcess process;
    process.set("XDG_DATA_HOME", home.path());

    QStringList ids = kindIds(process);
    QVERIFY(ids.removeOne("edge_function"));
    std::sort(ids.begin(), ids.end());
    QCOMPARE(ids, shippedFolders());

    const QByteArray before = headroom::test::smallDesign();
    QByteArray after = before;
    after.replace("\"service\"", "\"edge_function\"");
    QVERIFY(after != before);
    const Ended solved = process.run({"solve", "-", "--json"}, after);
    QCOMPARE(solved.error, QByteArray());
    QCOMPARE(solved.out, process.run({"solve", "-", "--json"}, before).out);

    const QString picture = home.filePath("out.svg");
    const Ended drawn = process.run({"export", "-", "--to", picture}, after);
    QCOMPARE(drawn.error, QByteArray());
    QCOMPARE(drawn.code, 0);
    QVERIFY(fileBytes(picture).size() > 1000);

    const Ended schema = process.run({"schema"});
    QVERIFY(schema.out.contains("edge_function"));
}

void KindsTest::brokenFolderIsSaidAndLeftOut() {
    QTemporaryDir home;
    QVERIFY(QDir().mkpath(home.filePath("headroom/kinds/broken")));
    writeBytes(home.filePath("headroom/kinds/broken/kind.json"), "{\"label\": ");
    const Ended ended = CliProcess().set("XDG_DATA_HOME", home.path()).run({"kinds"});
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.out.count('\n'), shippedFolders().size() + 1);
    QCOMPARE(ended.error.count('\n'), 1);
    QVERIFY2(ended.error.startsWith("headroom-cli: warning: "), ended.error.constData());
}

QTEST_GUILESS_MAIN(KindsTest)
#include "kinds_test.moc"
