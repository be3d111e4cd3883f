#pragma once

#include <tl/expected.hpp>

#include "core/base/diagnostic.h"

namespace headroom {

/// A value, or the diagnostic that says why there is none. Expected failures travel as values.
template <class T = void>
using Result = tl::expected<T, Diagnostic>;

/// `return failure(makeDiagnostic(...));`
inline tl::unexpected<Diagnostic> failure(Diagnostic diagnostic) {
    return tl::unexpected<Diagnostic>(std::move(diagnostic));
}

}  // namespace headroom
