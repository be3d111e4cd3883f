#include <array>

#include "core/edit/support.h"

namespace headroom::edit {

namespace {

constexpr std::array<MessageTemplate, 34> messages{{
    {"id-taken", "the id '{id}' is taken or not valid",
     "use 1 to 64 of a-z, 0-9, _ and - that no other record has"},
    {"no-component", "there is no component '{id}'", "name a component of this design"},
    {"no-connection", "there is no connection '{id}'", "name a connection of this design"},
    {"no-group", "there is no group '{id}'", "name a group of this design"},
    {"no-record", "there is no '{id}' in this design", "name a component, connection, group or note"},
    {"no-workload", "there is no workload '{id}' here", "name a workload of this source"},
    {"no-kind", "there is no kind '{kind}'", "the palette lists the kinds"},
    {"no-preset", "there is no preset '{preset}'", "there is {present}"},
    {"no-parameter", "there is no setting '{name}' here", "there is {present}"},
    {"unknown-kind", "{name} is of a kind that is not known here", "install its kind to change its settings"},
    {"takes-no-calls", "{name} takes no requests: it is where they start", "draw the connection out of it"},
    {"makes-no-calls", "{name} answers by itself and calls nothing", "draw the connection towards it"},
    {"kinds-do-not-fit", "{from} and {to} cannot be joined in this direction", "{present}"},
    {"to-itself", "{name} makes no calls to itself", "draw the connection to another component"},
    {"no-connection-kind", "'{kind}' is no kind of connection between {from} and {to}", "use {present}"},
    {"not-a-source", "{name} is no source of requests", "add workloads to a component that is"},
    {"no-capacity", "{name} has no capacity of its own",
     "set it on a component with workers and a service time"},
    {"capacity-range", "a capacity of {found} cannot be reached",
     "type a rate above 0 that the ranges of workers and service time allow"},
    {"group-within-itself", "{name} cannot lie within itself", "choose another group"},
    {"no-group-kind", "there is no kind of group '{kind}'", "use region, zone or rack"},
    {"frame-size", "a frame needs a finite place and a size above 0", "give x, y, w and h"},
    {"size-fixed", "{name} has the size of all cards", "resize a frame, a note, a plain box or a text"},
    {"no-edit", "there is no edit '{name}'", "there is {present}"},
    {"argument-missing", "'{name}' needs {type} '{argument}'", "add it to the edit"},
    {"place-too-far", "that lies farther out than a drawing reaches", "stay within a thousand million units"},
    {"text-too-long", "the text is too long or is no valid text", "use at most {most} characters"},
    {"fragment-empty", "there is nothing in it that could be placed", "choose components, frames or notes"},
    {"no-edge", "there is no edge '{edge}'", "use left, center, right, top, middle or bottom"},
    {"no-axis", "there is no direction '{axis}'", "use horizontal or vertical"},
    {"no-event", "there is no event number {place} in this scenario", "count the events from 0"},
    {"too-few", "that takes at least {least} components, frames or notes", "choose more"},
    {"splice-own-end", "{name} is already an end of this connection", "drop another component on it"},
    {"splice-does-not-fit", "{name} cannot stand between {from} and {to}: {reason}",
     "drop a component that takes requests and passes them on"},
    {"replace-does-not-fit", "{name} cannot become a {kind}: {reason}",
     "remove the connection with {other} first, or turn it round"},
}};

}  // namespace

tl::unexpected<Diagnostic> refuse(std::string_view code, std::string where, MessageArguments arguments) {
    return failure(makeDiagnostic(messages, code, std::move(where), std::move(arguments)));
}

}  // namespace headroom::edit
