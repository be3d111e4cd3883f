#pragma once

namespace headroom::widgets {

/// Makes every canvas tell screen readers its components: their names, places and which is selected. To be
/// called before the first one is shown; calling it again does nothing.
void installAccessibleCanvas();

}  // namespace headroom::widgets
