#pragma once

#include <QString>
#include <vector>

#include "widgets/timeline/happening.h"

namespace headroom::widgets {

/// A part of a run.
struct Phase {
    QString name;
    double fromS = 0;
    double toS = 0;
};

/// Before the first event, from its beginning to the end of the last, and after; "all" where nothing happens.
/// Parts without length are left out.
std::vector<Phase> phasesOf(const std::vector<Happening>& happenings, double runS);

}  // namespace headroom::widgets
