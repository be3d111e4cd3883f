#include "core/model/transaction.h"

namespace headroom::model {

void Transaction::setDocument(Document document) {
    if (document == design().document()) {
        return;
    }
    ChangeSet one;
    one.documentBefore_ = std::make_shared<const Document>(design().document());
    one.documentAfter_ = std::make_shared<const Document>(std::move(document));
    editor_.setDocument(one.documentAfter_);
    changes_.append(one);
}

}  // namespace headroom::model
