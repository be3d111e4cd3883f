#pragma once

#include <QString>

namespace headroom::widgets {

/// The style sheet with @token in the place of each colour. Parts of the window opt in by object name or by a
/// `role` property, so that dialogs keep what Fusion draws.
QString styleSheetTemplate();

}  // namespace headroom::widgets
