#include "core/model/design.h"

namespace headroom::model {

Design::Design() : document_(std::make_shared<const Document>()) {}

bool Design::hasId(std::string_view id) const {
    return components_.contains(id) || connections_.contains(id) || groups_.contains(id) ||
           notes_.contains(id);
}

bool operator==(const Design& a, const Design& b) {
    return a.components_ == b.components_ && a.connections_ == b.connections_ && a.groups_ == b.groups_ &&
           a.notes_ == b.notes_ && (a.document_ == b.document_ || *a.document_ == *b.document_);
}

}  // namespace headroom::model
