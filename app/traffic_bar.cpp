#include "app/traffic_bar.h"

#include <QHBoxLayout>
#include <QLabel>

#include "app/traffic_slider.h"
#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/common/unit_field.h"

namespace headroom::app {

namespace {

const std::string parameter = "load_factor";

const catalog::ParamSpec* specOf(const catalog::Catalog& catalog) {
    return catalog::findSpec(catalog.recordParams("scenario"), parameter);
}

}  // namespace

TrafficBar::TrafficBar(widgets::Document& document, widgets::Look& look, QWidget* parent)
    : QWidget(parent),
      document_(document),
      slider_(new TrafficSlider(look, this)),
      field_(new widgets::UnitField(this)) {
    auto* label = new QLabel(tr("Traffic"), this);
    label->setProperty("role", QStringLiteral("quiet"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(slider_, 1);
    row->addWidget(field_);
    field_->setFixedWidth(88);
    field_->setObjectName(QStringLiteral("trafficFactor"));
    slider_->setObjectName(QStringLiteral("trafficSlider"));
    field_->setAccessibleName(tr("Traffic factor"));
    if (const auto* spec = specOf(document_.catalog())) {
        field_->setFormat({spec->unit, spec->minimum, spec->maximum, spec->step, spec->logarithmic, false});
        field_->setFallback(spec->defaultValue.number());
        setToolTip(QStringLiteral("<p>%1</p>").arg(widgets::toQt(spec->help).toHtmlEscaped()));
    }
    const auto begin = [this] { document_.openMark(tr("Set the traffic")); };
    connect(slider_, &TrafficSlider::gestureBegan, this, begin);
    connect(slider_, &TrafficSlider::gestureEnded, &document_, &widgets::Document::closeMark);
    connect(slider_, &TrafficSlider::factorChosen, this, &TrafficBar::set);
    connect(field_, &widgets::UnitField::gestureBegan, this, begin);
    connect(field_, &widgets::UnitField::gestureEnded, &document_, &widgets::Document::closeMark);
    connect(field_, &widgets::UnitField::entered, this, &TrafficBar::set);
    connect(field_, &widgets::UnitField::cleared, this, [this] { set(1); });
    connect(&document_, &widgets::Document::designChanged, this, &TrafficBar::refresh);
    connect(&document_, &widgets::Document::designReplaced, this, &TrafficBar::refresh);
    refresh();
}

void TrafficBar::refresh() {
    const catalog::ParamSpec* spec = specOf(document_.catalog());
    const double factor =
        spec != nullptr ? catalog::effective(*spec, document_.design().document().scenario).number(1) : 1;
    field_->setQuantity(factor);
    slider_->showFactor(factor);
}

void TrafficBar::set(double factor) {
    const auto done = document_.perform(tr("Set the traffic"), [&](model::Transaction& transaction) {
        return edit::setScenario(transaction, document_.catalog(), parameter, json::Value(factor));
    });
    if (!done) {
        field_->setBroken(true);
        emit refused(done.error());
        return;
    }
    refresh();
}

}  // namespace headroom::app
