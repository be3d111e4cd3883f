#include "widgets/common/document.h"

namespace headroom::widgets {

void Document::setSelection(const QSet<QString>& ids) {
    if (ids == selection_) {
        return;
    }
    selection_ = ids;
    emit selectionChanged();
}

}  // namespace headroom::widgets
