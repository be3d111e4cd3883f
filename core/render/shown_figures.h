#pragma once

#include <QString>

#include "core/results/results.h"

namespace headroom::render {

/// What a card shows of an answer, as it is painted: two answers that look the same are equal, so that the
/// window paints only what a person would see change.
struct CardFigures {
    results::Status status = results::Status::ok;
    QString rate;           ///< empty: none
    QString latency;        ///< p99; or what piles up, what share fails, that nothing answers
    bool alarming = false;  ///< that is no latency
    int machines = 0;       ///< where their number is not the one that is set
    int bar = -1;           ///< thousandths of the track that are filled; below 0: no bar
    friend bool operator==(const CardFigures&, const CardFigures&) = default;
};

/// What a line shows of one.
struct WireFigures {
    double width = 1.5;  ///< to an eighth
    int failing = 0;     ///< per cent of the line that are dashes of failures, and of retries; 0: none
    int retrying = 0;
    bool flows = false;    ///< something travels along it
    bool severed = false;  ///< and nothing of it succeeds
    friend bool operator==(const WireFigures&, const WireFigures&) = default;
};

/// Nullptr: nothing is known.
CardFigures cardFigures(const results::ComponentResult* result);
WireFigures wireFigures(const results::ConnectionResult* result);

}  // namespace headroom::render
