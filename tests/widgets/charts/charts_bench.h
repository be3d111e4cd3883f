#pragma once

#include <QTest>
#include <memory>

#include "core/format/design_file.h"
#include "core/render/theme.h"
#include "tests/widgets/fake_document.h"
#include "widgets/charts/bar_page.h"
#include "widgets/charts/charts_panel.h"

namespace headroom::tests {

/// The charts of a design, used by mouse and keyboard.
class ChartsBench {
  public:
    explicit ChartsBench(QByteArray json) : look_(data(), *render::Theme::load(data(), "light")) {
        json.replace('\'', '"');
        auto kinds = catalog::Catalog::load(data());
        if (!kinds) {
            qFatal("%s", kinds.error().line().c_str());
        }
        catalog_ = std::make_shared<const catalog::Catalog>(std::move(*kinds));
        auto read = format::read(json.toStdString(), *catalog_);
        if (!read) {
            qFatal("%s", read.error().line().c_str());
        }
        document_ = std::make_unique<FakeDocument>(catalog_, std::move(read->design));
        panel_ = std::make_unique<widgets::ChartsPanel>(*document_, look_);
        panel_->resize(900, 240);
    }

    static std::string data() { return HEADROOM_SOURCE_DIR "/resources"; }

    FakeDocument& document() { return *document_; }
    widgets::Look& look() { return look_; }
    widgets::ChartsPanel& panel() { return *panel_; }
    const catalog::Catalog& catalog() { return *catalog_; }
    /// Shows a chart; false where it does not come.
    bool show(widgets::Chart chart) {
        panel_->setChart(chart);
        panel_->show();
        return QTest::qWaitForWindowExposed(panel_.get()) &&
               QTest::qWaitFor([&] { return panel_->page().hasData(); }, 10000);
    }
    widgets::BarPage& bars() { return dynamic_cast<widgets::BarPage&>(panel_->page()); }

    /// Without a file: what the CSV says.
    QList<QByteArrayList> csv() {
        QList<QByteArrayList> lines;
        for (const QByteArray& line : panel_->page().table().text().split('\n')) {
            if (!line.isEmpty()) {
                lines.append(line.trimmed().split(','));
            }
        }
        return lines;
    }

  private:
    widgets::Look look_;
    std::shared_ptr<const catalog::Catalog> catalog_;
    std::unique_ptr<FakeDocument> document_;
    std::unique_ptr<widgets::ChartsPanel> panel_;
};

/// `rps` a second into one machine of four workers of 25 ms, which can do 160, and a database behind it.
inline QByteArray twoTiers(const QByteArray& rps) {
    return "{'format': 'headroom.design', 'version': 1, 'components': ["
           "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': " +
           rps +
           "}]},"
           "{'id': 'web', 'kind': 'service', 'label': 'Web, \\\"first\\\" tier', 'x': 240, 'y': 0,"
           " 'params': {'instances': 1, 'workers': 4, 'service_time_ms': 25, 'price': 0.2}},"
           "{'id': 'db', 'kind': 'sql_database', 'label': 'Database', 'x': 480, 'y': 0, 'params': {'price': "
           "0.6, 'stored_bytes': 0}}],"
           " 'connections': ["
           "{'id': 'e1', 'from': 'users', 'to': 'web', 'kind': 'request', 'params': {'latency_ms': 0, "
           "'transfer_price': 0}},"
           "{'id': 'e2', 'from': 'web', 'to': 'db', 'kind': 'request', 'params': {'latency_ms': 0}}]}";
}

}  // namespace headroom::tests
