#include "widgets/common/document.h"

#include <utility>

namespace headroom::widgets {

void Document::setSelection(const QSet<QString>& ids) {
    if (ids == selection_) {
        return;
    }
    selection_ = ids;
    emit selectionChanged();
}

void Document::showMoment(std::optional<Moment> moment) {
    if (moment_ || moment) {
        moment_ = std::move(moment);
        emit momentChanged();
    }
}

}  // namespace headroom::widgets
