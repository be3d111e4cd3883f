// From a key press in the inspector to the end of painting; prints one JSON object. See README.md.
#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QKeyEvent>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "app/charts_dock.h"
#include "app/main_window.h"
#include "app/session.h"
#include "app/workspace.h"
#include "core/catalog/catalog.h"
#include "core/format/design_file.h"
#include "core/json/writer.h"
#include "core/model/transaction.h"
#include "widgets/charts/chart_page.h"
#include "widgets/common/unit_field.h"
#include "widgets/inspector/inspector.h"

namespace {

using namespace headroom;

constexpr int edits = 200;
constexpr int warmUp = 20;
constexpr double goalMs = 8;
constexpr int patienceMs = 5000;

/// Notes when a window has last been painted.
class Watch : public QApplication {
  public:
    Watch(int& argc, char** argv) : QApplication(argc, argv) { clock_.start(); }

    bool notify(QObject* receiver, QEvent* event) override {
        const bool paints = event->type() == QEvent::UpdateRequest;
        const bool answer = QApplication::notify(receiver, event);
        if (paints) {
            paintedAt_ = clock_.nsecsElapsed();
        }
        return answer;
    }

    [[nodiscard]] qint64 now() const { return clock_.nsecsElapsed(); }
    [[nodiscard]] qint64 paintedAt() const { return paintedAt_; }

  private:
    QElapsedTimer clock_;
    qint64 paintedAt_ = 0;
};

[[noreturn]] void giveUp(const char* why) {
    std::fprintf(stderr, "edit_latency: %s\n", why);
    std::exit(1);
}

model::Component component(const std::string& id, const std::string& kind, double x, double y) {
    model::Component out;
    out.id = id;
    out.kind = kind;
    out.position = {x, y};
    return out;
}

model::Connection request(model::Transaction& to, const std::string& from, const std::string& target) {
    model::Connection out;
    out.id = "e-" + std::to_string(to.design().connections().size());
    out.from = from;
    out.to = target;
    out.kind = "request";
    return out;
}

/// Clients, a balancer, and six services, each with a cache and a database: 20 components, 19 connections.
model::Design twentyComponents() {
    model::Transaction made{model::Design()};
    model::Component users = component("users", "client", 0, 360);
    users.workloads = {{"browse", json::Object{{"rps", 9000}, {"deadline_ms", 500}}},
                       {"post", json::Object{{"op", "write"}, {"rps", 300}}}};
    made.put(users);
    made.put(component("balancer", "load_balancer", 272, 360));
    made.put(request(made, "users", "balancer"));
    for (int i = 0; i < 6; ++i) {
        const std::string n = std::to_string(i);
        const double y = 144.0 * i;
        made.put(component("web-" + n, "service", 544, y));
        made.put(component("cache-" + n, "cache", 816, y));
        made.put(component("db-" + n, "sql_database", 1088, y));
        made.put(request(made, "balancer", "web-" + n));
        made.put(request(made, "web-" + n, "cache-" + n));
        model::Connection onMiss = request(made, "web-" + n, "db-" + n);
        onMiss.params = json::Object{{"when", "on_miss"}};
        made.put(onMiss);
    }
    return made.design();
}

void press(QWidget& field, int key, const QString& text = {}, Qt::KeyboardModifiers modifiers = {}) {
    QKeyEvent down(QEvent::KeyPress, key, modifiers, text);
    QCoreApplication::sendEvent(&field, &down);
    QKeyEvent up(QEvent::KeyRelease, key, modifiers, text);
    QCoreApplication::sendEvent(&field, &up);
}

/// Handles events until `done` holds and nothing is left to do at once.
template <class Done>
void settle(const Watch& watch, Done done) {
    const qint64 start = watch.now();
    bool busy = true;
    while (busy || !done()) {
        busy = QCoreApplication::eventDispatcher()->processEvents(QEventLoop::AllEvents);
        QCoreApplication::sendPostedEvents();
        if (watch.now() - start > patienceMs * qint64{1000000}) {
            giveUp("an edit was not painted");
        }
    }
}

/// One measured key press: an arrow, or Return behind a number that was typed before.
double edit(const Watch& watch, app::Session& session, widgets::UnitField& field, int number) {
    const bool typed = number % 2 == 1;
    if (typed) {
        press(field, Qt::Key_A, {}, Qt::ControlModifier);
        const QString digits = QString::number(5 + number / 2 * 5 % 17);  // never what is there
        for (const QChar digit : digits) {
            press(field, Qt::Key_0 + digit.digitValue(), digit);
        }
        settle(watch, [] { return true; });
    }
    const auto before = session.results();
    const qint64 start = watch.now();
    press(field, typed ? Qt::Key_Return : Qt::Key_Up);
    settle(watch,
           [&] { return !session.stale() && session.results() != before && watch.paintedAt() > start; });
    return static_cast<double>(watch.paintedAt() - start) * 1e-6;
}

widgets::UnitField& instancesField(const app::MainWindow& window) {
    for (widgets::UnitField* field : window.inspector().findChildren<widgets::UnitField*>()) {
        if (field->accessibleName() == QLatin1String("Instances")) {
            return *field;
        }
    }
    giveUp("the inspector has no field for the instances");
}

/// The smallest measured value that at least `share` of all do not exceed.
double quantile(const std::vector<double>& sorted, double share) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

json::Object summary(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return {{"p50", quantile(times, 0.5)}, {"p95", quantile(times, 0.95)}, {"max", times.back()}};
}

void print(const model::Design& design, const std::vector<double>& times, const json::Object& withCharts) {
    const json::Object answer{
        {"edits", static_cast<std::int64_t>(times.size())},
        {"components", static_cast<std::int64_t>(design.components().size())},
        {"connections", static_cast<std::int64_t>(design.connections().size())},
        {"goal_ms", goalMs},
        {"latency_ms", summary(times)},
        {"with_charts", withCharts},
    };
    std::fputs(json::write(answer).c_str(), stdout);
}

std::vector<double> measure(const Watch& watch, app::MainWindow& window) {
    app::Session& session = window.session();
    settle(watch, [&] { return !session.stale() && !session.results()->components.empty(); });
    session.setSelection({QStringLiteral("web-0")});
    settle(watch, [] { return true; });
    widgets::UnitField& field = instancesField(window);
    field.setFocus();
    std::vector<double> times;
    for (int i = 0; i < warmUp + edits; ++i) {
        const double ms = edit(watch, session, field, i);
        if (i >= warmUp) {
            times.push_back(ms);
        }
    }
    return times;
}

}  // namespace

int main(int argc, char** argv) {
    const QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());  // nobody's settings are read or changed
    Watch watch(argc, argv);
    auto kinds = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
    auto light = render::Theme::load(HEADROOM_SOURCE_DIR "/resources", "light");
    if (!kinds || !light) {
        giveUp("the resources cannot be read");
    }
    app::Workspace workspace(std::make_shared<const catalog::Catalog>(std::move(*kinds)), std::move(*light));
    const QString path = home.filePath("twenty.json");
    const model::Design design = twentyComponents();
    if (!format::save(path.toStdString(), design)) {
        giveUp("the design cannot be written");
    }
    app::MainWindow& window = *workspace.openFile(path);
    window.resize(1600, 900);
    window.show();
    window.activateWindow();
    window.charts().hide();
    const std::vector<double> alone = measure(watch, window);
    json::Object withCharts;
    for (std::size_t i = 0; i < widgets::chartCount; ++i) {
        const auto chart = static_cast<widgets::Chart>(i);
        window.charts().reveal(chart);
        settle(watch, [&] { return window.charts().panel().page().hasData(); });
        withCharts.set(widgets::ChartsPanel::fileStem(chart).toStdString(), summary(measure(watch, window)));
    }
    print(design, alone, withCharts);
    return window.session().save(path) ? 0 : 1;  // unsaved, it would ask before it closes
}
