// Every field that the inspector shows moves some figure of the answer: a setting that does nothing would be
// a promise that is not kept.
#include <QTest>

#include "tests/widgets/inspector/fixture.h"
#include "widgets/common/toggle.h"

using namespace headroom;
using namespace headroom::widgets;

namespace {

/// A network of the behaviours that depend on each other, with a look-aside cache, a choice between two ways,
/// two targets behind the balancer, calls that are sent together, errors that are retried, and queues that
/// are consumed. The load has just risen, for what autoscaling makes of that. `rate` is that of the readers.
QByteArray network(double rate) {
    return QByteArray(
               R"({"format": "headroom.design", "version": 1, "scenario": {"load_factor": 1, "view_at_s": 10,
    "load": [{"at_s": 0, "factor": 1}, {"at_s": 9, "factor": 1.5}],
    "events": [{"type": "kill", "component": "four", "instances": 1, "at_s": 0},
      {"type": "kill", "component": "db", "instances": 1, "at_s": 5},
      {"type": "partition", "between": ["east", "west"], "at_s": 0}]},
  "groups": [{"id": "east", "kind": "region", "x": 0, "y": 0, "w": 1, "h": 1},
    {"id": "west", "kind": "region", "x": 0, "y": 0, "w": 1, "h": 1}],
  "components": [
    {"id": "users", "kind": "client", "x": 0, "y": 0, "params": {"rps": 100}, "workloads": [
      {"id": "browse", "op": "read", "rps": RATE, "connections": 1000, "deadline_ms": 80, "priority": 1, "clients": {"count": 50}, "keys": {"count": 200000, "zipf": 0.8, "missing_share": 0.1}},
      {"id": "search", "op": "read", "rps": 50, "arrival": "bursty", "keys": {"space": "posts", "count": 200000, "zipf": 0.8}},
      {"id": "post", "op": "write", "share": 0.5, "deadline_ms": 200, "keys": {"space": "posts", "count": 200000, "zipf": 0.8}}]},
    {"id": "crowd", "kind": "client", "x": 0, "y": 0, "workloads": [
      {"id": "shop", "users": 20, "think_time_ms": 500, "keys": {"space": "posts", "count": 200000, "zipf": 0.8}}]},
    {"id": "edge", "kind": "cdn", "x": 0, "y": 0, "params": {"memory_bytes": 10000000, "slow_share": 0.1}},
    {"id": "lb", "kind": "load_balancer", "x": 0, "y": 0, "params": {"slow_share": 0.1}},
    {"id": "web", "kind": "service", "x": 0, "y": 0, "params": {"instances": 2, "service_cv": 1.5, "slow_share": 0.01}},
    {"id": "spare", "kind": "service", "x": 0, "y": 0,
      "params": {"instances": 3, "service_time_ms": 8, "error_rate": 0.6}},
    {"id": "memory", "kind": "cache", "x": 0, "y": 0, "params": {"memory_bytes": 20000000, "instances": 2, "ttl_ms": 600000, "slow_share": 0.1}},
    {"id": "db", "kind": "sql_database", "x": 0, "y": 0, "params": {"replicas": 2, "slow_share": 0.1}},
    {"id": "teller", "kind": "service", "x": 0, "y": 0, "group": "east", "params": {}},
    {"id": "ledger", "kind": "sql_database", "x": 0, "y": 0,
      "params": {"replicas": 1, "placement": ["east", "west"]}},
    {"id": "archive", "kind": "sql_database", "x": 0, "y": 0, 
      "params": {"shards": 3, "replication": "leaderless"}},
    {"id": "drawing", "kind": "load_balancer", "x": 0, "y": 0, "params": {"policy": "power_of_two",
      "health": {"interval_ms": 5000, "misses": 3}}},
    {"id": "ring", "kind": "load_balancer", "x": 0, "y": 0, "params": {"policy": "consistent_hash"}},
    {"id": "five", "kind": "service", "x": 0, "y": 0, "params": {"instances": 5, "workers": 1, "service_time_ms": 5}},
    {"id": "three", "kind": "service", "x": 0, "y": 0, "params": {"instances": 3, "workers": 1, "service_time_ms": 5}},
    {"id": "door", "kind": "rate_limiter", "x": 0, "y": 0,
      "params": {"limit_rps": 300, "burst": 20, "priority_reserve": 0.2, "slow_share": 0.1}},
    {"id": "four", "kind": "service", "x": 0, "y": 0, "params": {"instances": 4, "workers": 1, "service_time_ms": 5}},
    {"id": "elastic", "kind": "service", "x": 0, "y": 0,
      "params": {"workers": 1, "autoscale": {"min": 2, "max": 10, "target": 0.6, "delay_s": 120}}},
    {"id": "jobs", "kind": "message_queue", "x": 0, "y": 0, "params": {"instances": 3, "slow_share": 0.1}},
    {"id": "events", "kind": "message_queue", "x": 0, "y": 0, "params": {"error_rate": 0.6, "max_length": 2, "retention_s": 2, "max_receives": 3}},
    {"id": "mailer", "kind": "worker", "x": 0, "y": 0, "params": {"slow_share": 0.1, "error_rate": 0.1}}],
  "connections": [
    {"id": "to-edge", "from": "users", "to": "edge", "kind": "request"},
    {"id": "to-lb", "from": "edge", "to": "lb", "kind": "request"},
    {"id": "to-web", "from": "lb", "to": "web", "kind": "request"},
    {"id": "to-spare", "from": "lb", "to": "spare", "kind": "request", "params": {"retries": 1}},
    {"id": "to-drawing", "from": "users", "to": "drawing", "kind": "request"},
    {"id": "shopping", "from": "crowd", "to": "drawing", "kind": "request"},
    {"id": "to-ring", "from": "users", "to": "ring", "kind": "request"},
    {"id": "to-five", "from": "ring", "to": "five", "kind": "request"},
    {"id": "to-door", "from": "users", "to": "door", "kind": "request", "params": {"required": false}},
    {"id": "to-three", "from": "door", "to": "three", "kind": "request", "params": {"timeout_ms": 30}},
    {"id": "to-teller", "from": "users", "to": "teller", "kind": "request", "params": {"required": false}},
    {"id": "to-elastic", "from": "users", "to": "elastic", "kind": "request", "params": {"required": false}},
    {"id": "to-ledger", "from": "teller", "to": "ledger", "kind": "request"},
    {"id": "to-four", "from": "drawing", "to": "four", "kind": "request"},
    {"id": "look-up", "from": "web", "to": "memory", "kind": "request"},
    {"id": "miss", "from": "web", "to": "db", "kind": "request", "params": {"when": "on_miss"}},
    {"id": "one-way", "from": "spare", "to": "db", "kind": "request", "params": {"choice": "pick", "weight": 3}},
    {"id": "other-way", "from": "spare", "to": "archive", "kind": "request", "params": {"choice": "pick"}},
    {"id": "notify", "from": "web", "to": "jobs", "kind": "publish",
      "params": {"ops": ["write"], "mode": "parallel"}},
    {"id": "notify-both", "from": "web", "to": "events", "kind": "publish",
      "params": {"ops": ["write"], "mode": "parallel"}},
    {"id": "notify-here", "from": "spare", "to": "jobs", "kind": "publish", "params": {"choice": "topic"}},
    {"id": "notify-there", "from": "spare", "to": "events", "kind": "publish", 
      "params": {"choice": "topic", "retries": 1}},
    {"id": "consume", "from": "jobs", "to": "mailer", "kind": "request"},
    {"id": "consume-events", "from": "events", "to": "mailer", "kind": "request"},
    {"id": "file", "from": "mailer", "to": "db", "kind": "request", "params": {"mode": "parallel"}},
    {"id": "file-away", "from": "mailer", "to": "archive", "kind": "request", "params": {"mode": "parallel"}}]})")
        .replace("RATE", QByteArray::number(rate));
}

/// One component of the kind between clients and three machines that work on what it passes on, if it does.
QByteArray chain(const QString& kind, double rate, const QByteArray& params) {
    const tests::InspectorBench bench(network(400));
    const catalog::Behavior* behavior = bench.document().catalog().behaviorOfKind(kind.toStdString());
    const auto& starts = behavior->produces;
    const bool passesOn = std::find(starts.begin(), starts.end(), "request") != starts.end();
    const QByteArray behind = R"(, {"id": "on", "from": "here", "to": "behind", "kind": "request"})";
    // A failover needs a leader that has died.
    const QByteArray death = R"("scenario": {"view_at_s": 10, "events": [
      {"type": "kill", "component": "here", "instances": 1, "at_s": 5}]}, )";
    // And what happens to a store whose machines are parted, two groups that are.
    const QByteArray partition = R"("scenario": {"view_at_s": 10, "events": [
      {"type": "partition", "between": ["east", "west"], "at_s": 5}]},
    "groups": [{"id": "east", "kind": "region", "x": 0, "y": 0, "w": 1, "h": 1},
      {"id": "west", "kind": "region", "x": 0, "y": 0, "w": 1, "h": 1}], )";
    const bool parted = params.contains("placement");
    return QByteArray(R"({"format": "headroom.design", "version": 1, SCENARIO"components": [
    {"id": "users", "kind": "client", "x": 0, "y": 0, PLACE"workloads": [
      {"id": "browse", "op": "read", "rps": RATE, "clients": {"count": 40}, "connections": 500,
        "keys": {"count": 1000}},
      {"id": "post", "op": "write", "rps": RATE, "priority": 1, "clients": {"count": 40}}]},
    {"id": "here", "kind": "KIND", "x": 0, "y": 0, "params": {PARAMS}},
    {"id": "behind", "kind": "service", "x": 0, "y": 0, "params": {"instances": 3}}],
  "connections": [{"id": "in", "from": "users", "to": "here", "kind": "request"}BEHIND]})")
        .replace("RATE", QByteArray::number(rate))
        .replace("KIND", kind.toUtf8())
        .replace("PARAMS", params)
        .replace("SCENARIO", parted ? partition : (params.contains("failover_ms") ? death : QByteArray()))
        .replace("PLACE", parted ? QByteArray(R"("group": "east", )") : QByteArray())
        .replace("BEHIND", passesOn ? behind : QByteArray());
}

/// What a kind has to be set to for some of its fields to matter.
QList<QByteArray> settingsOf(const QString& kind) {
    const tests::InspectorBench bench(network(400));
    const bool stores = bench.document().catalog().behaviorOfKind(kind.toStdString())->stores;
    const auto& params = bench.document().catalog().kind(kind.toStdString())->params;
    const bool retains = catalog::findSpec(params, "retention_s") != nullptr;
    const QByteArray slow = R"("slow_share": 0.1)";
    const QByteArray copies =
        slow + R"(, "shards": 4, "replication": "single_leader", "replicas": 2, "read_from": "any")";
    const QByteArray orphans = copies + R"(, "failover_ms": 20000)";
    const QByteArray tree = copies + R"(, "storage_engine": "btree")";
    const QByteArray levels = copies + R"(, "storage_engine": "lsm", "stored_bytes": 1000000000000)";
    const QByteArray parted = slow + R"(, "replicas": 2, "placement": ["east", "west"])";
    const QByteArray quorums = slow + R"(, "shards": 4, "replication": "leaderless")";
    if (retains) {
        return {slow, slow + R"(, "retention_s": 86400)"};
    }
    return stores ? QList<QByteArray>{slow, copies, orphans, tree, levels, parted, quorums}
                  : QList<QByteArray>{slow};
}

bool sameAnswer(const results::Results& a, const results::Results& b) {
    return a.system == b.system && a.workloads == b.workloads && a.components == b.components &&
           a.connections == b.connections;
}

/// What to type into a number field to see it do something.
QStringList otherNumbers(const UnitField& field) {
    const QuantityFormat& format = field.format();
    const double now = field.quantity().value_or(field.placeholderText().toDouble());
    QStringList texts;
    for (const double value : {now * 2, now / 2, now + 1, now - 1, 0.5, 1.0, 3.0, 20.0, 500.0, 1e5, 1e9}) {
        const double wanted = format.whole ? std::round(value) : value;
        if (wanted >= format.minimum && wanted <= format.maximum && wanted != now) {
            texts.append(QString::fromStdString(editableNumber(wanted, format.unit)));
        }
    }
    return texts;
}

}  // namespace

class EveryFieldTest : public QObject {
    Q_OBJECT

    std::unique_ptr<tests::InspectorBench> bench_;
    std::shared_ptr<const results::Results> before_;

    bool moved() const { return !sameAnswer(*bench_->document().results(), *before_); }

    /// Back to the design as it was read, with the same selection.
    FieldRow* again(const QString& holder, const QString& path) {
        bench_->document().undoAll();
        QCoreApplication::processEvents();
        for (FieldRow* row : bench_->rows()) {
            if (row->objectName() == path && holderOf(*row) == holder) {
                return row;
            }
        }
        return nullptr;
    }

    /// Workloads have fields of the same names: which of them a row belongs to.
    static QString holderOf(const FieldRow& row) {
        for (const QWidget* widget = row.parentWidget(); widget != nullptr; widget = widget->parentWidget()) {
            if (widget->objectName().startsWith(QLatin1String("workload:"))) {
                return widget->objectName();
            }
        }
        return {};
    }

    bool numberMoves(const QString& holder, const QString& path) {
        const QStringList texts = otherNumbers(*again(holder, path)->editor()->unitField());
        for (const QString& text : texts) {
            tests::InspectorBench::type(again(holder, path)->editor()->unitField(), text);
            if (moved()) {
                return true;
            }
        }
        return false;
    }

    bool choiceMoves(const QString& holder, const QString& path) {
        const int count = again(holder, path)->findChild<QComboBox*>()->count();
        for (int i = 0; i < count; ++i) {
            auto* box = again(holder, path)->findChild<QComboBox*>();
            box->setFocus();
            QTest::keyClick(box, Qt::Key_Home);
            for (int step = 0; step < i; ++step) {
                QTest::keyClick(box, Qt::Key_Down);
            }
            if (moved()) {
                return true;
            }
        }
        return false;
    }

    bool buttonsMove(const QString& holder, const QString& path) {
        const auto count = again(holder, path)->editor()->findChildren<QAbstractButton*>().size();
        for (qsizetype i = 0; i < count; ++i) {
            QTest::mouseClick(again(holder, path)->editor()->findChildren<QAbstractButton*>()[i],
                              Qt::LeftButton);
            if (moved()) {
                return true;
            }
        }
        return false;
    }

    bool textMoves(const QString& holder, const QString& path) {
        for (const char* text : {"pick", "shared", "posts"}) {
            tests::InspectorBench::type(again(holder, path)->findChild<QLineEdit*>(),
                                        QString::fromLatin1(text));
            if (moved()) {
                return true;
            }
        }
        return false;
    }

    bool fieldMoves(const QString& holder, const QString& path) {
        FieldRow* row = again(holder, path);
        if (row == nullptr) {
            return false;
        }
        if (row->editor()->unitField() != nullptr) {
            return numberMoves(holder, path);
        }
        if (row->findChild<QComboBox*>() != nullptr) {
            return choiceMoves(holder, path);
        }
        if (row->findChild<QLineEdit*>() != nullptr) {
            return textMoves(holder, path);
        }
        return buttonsMove(holder, path);
    }

    /// What a field is called in the report. Workloads are of one form, whatever their ids.
    static QString nameOf(const QString& holder, const QString& path) {
        return holder.isEmpty() ? path : QStringLiteral("workload ") + path;
    }

    struct Fields {
        QSet<QString> seen;
        QSet<QString> moving;
    };

    /// Tries every field that is seen while `id` is selected.
    void tryFields(const QString& id, Fields& fields) {
        bench_->document().undoAll();
        bench_->select(id.isEmpty() ? QSet<QString>() : QSet<QString>{id});
        before_ = bench_->document().results();
        QList<QPair<QString, QString>> rows;
        for (const FieldRow* row : bench_->rows()) {
            if (row->parentWidget()->parentWidget()->objectName() == QLatin1String("about")) {
                continue;  // words for the reader
            }
            rows.append({holderOf(*row), row->objectName()});
        }
        for (const auto& [holder, path] : rows) {
            const QString name = nameOf(holder, path);
            fields.seen.insert(name);
            if (!fields.moving.contains(name) && fieldMoves(holder, path)) {
                fields.moving.insert(name);
            }
        }
    }

    /// A row for each kind of record, with the ids of all that are of it.
    template <class Record>
    static void addForms(const model::Table<Record>& records) {
        QMap<QString, QStringList> forms;
        for (const auto& record : records) {
            forms[QString::fromStdString(record->kind)].append(QString::fromStdString(record->id));
        }
        for (auto form = forms.begin(); form != forms.end(); ++form) {
            QTest::newRow(qPrintable(form.key())) << form.value();
        }
    }

    /// A field may need a neighbour (a weight needs an alternative), light traffic, or so much that queues
    /// grow, to show what it does: it has to on some record of its form.
    void tryForm(const QStringList& ids) {
        Fields fields;
        for (const double rate : {400.0, 20000.0}) {
            bench_ = std::make_unique<tests::InspectorBench>(network(rate));
            for (const QString& id : ids) {
                tryFields(id, fields);
            }
        }
        QVERIFY(!fields.seen.isEmpty());
        const QSet<QString> idle = fields.seen - fields.moving;
        const QStringList names(idle.begin(), idle.end());
        QVERIFY2(idle.isEmpty(), qPrintable(names.join(QStringLiteral(", "))));
    }

  private slots:
    void ofEveryComponent_data() {
        QTest::addColumn<QStringList>("ids");
        QTest::newRow("design") << QStringList{QString()};
        addForms(tests::InspectorBench(network(400)).document().design().components());
    }
    void ofEveryComponent() {
        QFETCH(QStringList, ids);
        tryForm(ids);
    }

    void ofEveryConnection_data() {
        QTest::addColumn<QStringList>("ids");
        addForms(tests::InspectorBench(network(400)).document().design().connections());
    }
    void ofEveryConnection() {
        QFETCH(QStringList, ids);
        tryForm(ids);
    }

    void ofEveryOtherKind_data() {
        QTest::addColumn<QString>("kind");
        bench_ = std::make_unique<tests::InspectorBench>(network(400));
        QSet<QString> used;
        for (const auto& component : bench_->document().design().components()) {
            used.insert(QString::fromStdString(component->kind));
        }
        for (const catalog::Kind& kind : bench_->document().catalog().kinds()) {
            if (const QString id = QString::fromStdString(kind.id); !used.contains(id)) {
                QTest::newRow(qPrintable(id)) << id;
            }
        }
    }

    void ofEveryOtherKind() {
        QFETCH(QString, kind);
        Fields fields;
        for (const QByteArray& settings : settingsOf(kind)) {
            for (const double rate : {40.0, 480.0, 100000.0}) {
                bench_ = std::make_unique<tests::InspectorBench>(chain(kind, rate, settings));
                tryFields(QStringLiteral("here"), fields);
            }
        }
        const QSet<QString> idle = fields.seen - fields.moving;
        const QStringList names(idle.begin(), idle.end());
        QVERIFY2(idle.isEmpty(), qPrintable(names.join(QStringLiteral(", "))));
    }
};

QTEST_MAIN(EveryFieldTest)
#include "every_field_test.moc"
