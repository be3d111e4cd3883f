#include "widgets/inspector/insight_block.h"

#include <QEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/common/text.h"
#include "widgets/inspector/death_note.h"
#include "widgets/inspector/latency_split.h"
#include "widgets/inspector/section_stack.h"

namespace headroom::widgets {

InsightBlock::InsightBlock(InspectorContext& context, SectionStack& sections, bool asks, QObject* parent)
    : QObject(parent),
      context_(context),
      room_(sections.content(QStringLiteral("time"))),
      feed_(
          context.document, [this] { return seen(); }, this) {
    split(0)->showNone(tr("…"));
    if (!asks) {
        QVBoxLayout* layout = sections.content(QStringLiteral("death"));
        death_ = new DeathNote(context.document, context.look, layout->parentWidget());
        layout->addWidget(death_);
        death_->installEventFilter(this);
    }
    connect(&feed_, &InsightFeed::outdated, this, [this] { setStale(true); });
    connect(&feed_, &InsightFeed::arrived, this,
            [this](const std::shared_ptr<const Insight>& insight) { show(*insight); });
}

LatencySplit* InsightBlock::split(std::size_t place) {
    while (splits_.size() <= place) {
        auto* made = new LatencySplit(context_.look, room_->parentWidget());
        room_->addWidget(made);
        made->installEventFilter(this);
        splits_.push_back(made);
    }
    return splits_[place];
}

bool InsightBlock::seen() const {
    return splits_.front()->isVisible() || (death_ != nullptr && death_->isVisible());
}

bool InsightBlock::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show) {
        feed_.wake();
    }
    return QObject::eventFilter(watched, event);
}

void InsightBlock::show(const Insight& insight) {
    for (std::size_t i = 0; i < insight.times.size(); ++i) {
        const QString subject = toQt(insight.times[i].subject);
        const QString title = death_ != nullptr ? tr("Response, mean")
                                                : tr("%1, mean").arg(subject.section(QLatin1Char('.'), 1));
        split(i)->show(insight.times[i], title, context_.document);
        split(i)->setVisible(true);
    }
    for (std::size_t i = std::max<std::size_t>(1, insight.times.size()); i < splits_.size(); ++i) {
        splits_[i]->setVisible(false);
    }
    if (insight.times.empty()) {
        splits_.front()->showNone(tr("Nothing is answered here."));
    }
    if (death_ != nullptr) {
        death_->show(insight.death);
    }
    setStale(false);
}

void InsightBlock::setStale(bool stale) {
    for (LatencySplit* one : splits_) {
        one->setStale(stale);
    }
    if (death_ != nullptr) {
        death_->setStale(stale);
    }
}

}  // namespace headroom::widgets
