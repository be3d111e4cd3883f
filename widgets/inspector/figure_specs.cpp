#include "widgets/inspector/figure_specs.h"

#include <QtGlobal>
#include <array>

namespace headroom::widgets {

using results::ComponentResult;
using results::ConnectionResult;
using results::SystemResult;
using results::WorkloadResult;

namespace {

// The marks for translation; the rows translate in the context "Figures".
#define T(text) QT_TRANSLATE_NOOP("Figures", text)

constexpr std::array componentTable{
    FigureSpec<ComponentResult>{"capacity", T("Arriving"),
                                T("Requests that reach this component, retries included."), Unit::per_second,
                                &ComponentResult::arrival_rps, true},
    FigureSpec<ComponentResult>{"capacity", T("Served"),
                                T("Requests that its workers finish, errors included."), Unit::per_second,
                                &ComponentResult::throughput_rps, true},
    FigureSpec<ComponentResult>{"capacity", T("Machines"),
                                T("Machines that autoscaling, or the scenario, has come to."), Unit::count,
                                &ComponentResult::instances, false},
    FigureSpec<ComponentResult>{"capacity", T("Waiting"),
                                T("Requests that wait for a worker, over all machines."), Unit::count,
                                &ComponentResult::queue_length, false},
    FigureSpec<ComponentResult>{"capacity", T("Slots in use"), T("Share of its slots that are taken."),
                                Unit::ratio, &ComponentResult::slot_utilization, false},
    FigureSpec<ComponentResult>{"capacity", T("Open connections"),
                                T("Connections that clients keep open to its machines."), Unit::count,
                                &ComponentResult::open_connections, false},
    FigureSpec<ComponentResult>{"capacity", T("Backlog"), T("Messages that wait to be consumed."),
                                Unit::count, &ComponentResult::backlog, false},
    FigureSpec<ComponentResult>{"capacity", T("Backlog grows"),
                                T("By so many a second more arrives than can be served."), Unit::per_second,
                                &ComponentResult::backlog_growth_rps, false},
    FigureSpec<ComponentResult>{"latency", T("Lag"), T("How long ago what is consumed now was published."),
                                Unit::seconds, &ComponentResult::lag_s, false},
    FigureSpec<ComponentResult>{"latency", T("Drains in"), T("Time until the backlog is gone."),
                                Unit::seconds, &ComponentResult::drain_s, false},
    FigureSpec<ComponentResult>{"reliability", T("Errors"),
                                T("Share of the requests answered here that fail."), Unit::ratio,
                                &ComponentResult::error_rate, true},
    FigureSpec<ComponentResult>{"reliability", T("Dropped"),
                                T("Requests rejected for room, and messages that are lost."),
                                Unit::per_second, &ComponentResult::dropped_rps, false},
    FigureSpec<ComponentResult>{"reliability", T("Taken back"),
                                T("Requests that their callers took out of the queue at their timeout."),
                                Unit::per_second, &ComponentResult::abandoned_rps, false},
    FigureSpec<ComponentResult>{"reliability", T("Dead letters"),
                                T("Messages put aside after they were delivered as often as they may be."),
                                Unit::per_second, &ComponentResult::dead_letter_rps, false},
    FigureSpec<ComponentResult>{"capacity", T("Kept"),
                                T("Bytes of events that are kept, read or not, over all copies."),
                                Unit::bytes, &ComponentResult::stored_bytes, false},
    FigureSpec<ComponentResult>{"behaviour", T("Hits"), T("Share of look-ups that find their key."),
                                Unit::ratio, &ComponentResult::hit_ratio, false},
    FigureSpec<ComponentResult>{"behaviour", T("Stale reads"), T("Share of reads that see an older value."),
                                Unit::ratio, &ComponentResult::stale_read_share, false},
    FigureSpec<ComponentResult>{"behaviour", T("Data grows"),
                                T("Bytes a second that writes bring, over all copies."),
                                Unit::bytes_per_second, &ComponentResult::storage_growth_bytes_per_s, false},
    FigureSpec<ComponentResult>{"behaviour", T("Between copies"),
                                T("Bytes a second that machines with the same data send each other."),
                                Unit::bytes_per_second, &ComponentResult::replication_bytes_per_s, false},
    FigureSpec<ComponentResult>{"behaviour", T("Conflicts"),
                                T("Share of the writes whose key another leader has just written, unseen."),
                                Unit::ratio, &ComponentResult::conflict_share, false},
    FigureSpec<ComponentResult>{"behaviour", T("Writes to disk"),
                                T("Bytes that reach a disk for one that is written: log, pages, merges."),
                                Unit::none, &ComponentResult::write_amplification, false},
    FigureSpec<ComponentResult>{"behaviour", T("Reads from disk"),
                                T("Pages or runs read for one row, with filters and inner nodes in memory."),
                                Unit::none, &ComponentResult::read_amplification, false},
    FigureSpec<ComponentResult>{"behaviour", T("Room on disk"),
                                T("Bytes on disk for one that is kept: half-full pages, older versions."),
                                Unit::none, &ComponentResult::space_amplification, false},
    FigureSpec<ComponentResult>{"behaviour", T("Disk writes"),
                                T("Bytes a second that reach disks, over all copies."),
                                Unit::bytes_per_second, &ComponentResult::disk_write_bytes_per_s, false},
    FigureSpec<ComponentResult>{"behaviour", T("Miss together"),
                                T("Requests that miss together when the hottest key expires: a stampede."),
                                Unit::none, &ComponentResult::stampede, false},
    FigureSpec<ComponentResult>{"cost", T("Cost"), T("All its machines for a month of 730 hours."),
                                Unit::usd_per_month, &ComponentResult::cost_usd_month, true}};

constexpr std::array connectionTable{
    FigureSpec<ConnectionResult>{"calls", T("Calls"), T("Attempts over this connection, retries included."),
                                 Unit::per_second, &ConnectionResult::rps, true},
    FigureSpec<ConnectionResult>{"calls", T("Retries"), T("Attempts that repeat a failed one."),
                                 Unit::per_second, &ConnectionResult::retry_rps, false},
    FigureSpec<ConnectionResult>{"reliability", T("Never answered"),
                                 T("Share of the attempts that are lost on the way."), Unit::ratio,
                                 &ConnectionResult::silent_share, false},
    FigureSpec<ConnectionResult>{"reliability", T("Errors"),
                                 T("Share of the calls that fail, as the caller sees it."), Unit::ratio,
                                 &ConnectionResult::error_rate, true},
    FigureSpec<ConnectionResult>{"calls", T("Data"), T("Bytes a second, there and back."),
                                 Unit::bytes_per_second, &ConnectionResult::bytes_per_s, false}};

constexpr std::array workloadTable{
    FigureSpec<WorkloadResult>{"load", T("Offered"), T("Requests a second at the present traffic."),
                               Unit::per_second, &WorkloadResult::offered_rps, true},
    FigureSpec<WorkloadResult>{"load", T("Goodput"), T("Requests that succeed within their deadline."),
                               Unit::per_second, &WorkloadResult::goodput_rps, true},
    FigureSpec<WorkloadResult>{"load", T("Errors"), T("Share that fails or comes late."), Unit::ratio,
                               &WorkloadResult::error_rate, true}};

constexpr std::array systemTable{
    FigureSpec<SystemResult>{"system", T("Offered"), T("Requests a second of all sources."), Unit::per_second,
                             &SystemResult::offered_rps, true},
    FigureSpec<SystemResult>{"system", T("Goodput"), T("Requests that succeed within their deadline."),
                             Unit::per_second, &SystemResult::goodput_rps, true},
    FigureSpec<SystemResult>{"system", T("Degraded"), T("Successes for which an optional call failed."),
                             Unit::per_second, &SystemResult::degraded_rps, false},
    FigureSpec<SystemResult>{"system", T("Errors"), T("Share of what finishes that failed or came late."),
                             Unit::ratio, &SystemResult::error_rate, true},
    FigureSpec<SystemResult>{"system", T("Cost"), T("All machines for a month of 730 hours."),
                             Unit::usd_per_month, &SystemResult::cost_usd_month, true}};

#undef T

}  // namespace

std::span<const FigureSpec<ComponentResult>> componentFigures() {
    return componentTable;
}

std::span<const FigureSpec<ConnectionResult>> connectionFigures() {
    return connectionTable;
}

std::span<const FigureSpec<WorkloadResult>> workloadFigures() {
    return workloadTable;
}

std::span<const FigureSpec<SystemResult>> systemFigures() {
    return systemTable;
}

}  // namespace headroom::widgets
