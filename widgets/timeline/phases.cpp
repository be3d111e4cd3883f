#include "widgets/timeline/phases.h"

#include <QCoreApplication>
#include <algorithm>

namespace headroom::widgets {

std::vector<Phase> phasesOf(const std::vector<Happening>& happenings, double runS) {
    double begin = runS;
    double end = 0;
    for (const Happening& happening : happenings) {
        begin = std::min(begin, happening.atS);
        end = std::max(end, happening.endS(runS));
    }
    std::vector<Phase> phases;
    const auto add = [&](const char* name, double from, double to) {
        if (to > from) {
            phases.push_back({QCoreApplication::translate("Phases", name), from, to});
        }
    };
    if (happenings.empty() || begin >= runS) {
        add(QT_TRANSLATE_NOOP("Phases", "all"), 0, runS);
    } else {
        add(QT_TRANSLATE_NOOP("Phases", "before"), 0, begin);
        add(QT_TRANSLATE_NOOP("Phases", "during"), begin, end);
        add(QT_TRANSLATE_NOOP("Phases", "after"), end, runS);
    }
    return phases;
}

}  // namespace headroom::widgets
