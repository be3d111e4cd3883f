#!/usr/bin/env bash
# The real program under a real X server, used with a real mouse and keyboard: drags two kinds from the palette,
# wires them, undoes, does it again, saves through the dialog, and looks at the file. Then a walk through the other
# gestures: splice, quick insert, create-and-connect, copy and paste, duplicate, delete,
# rename, align, frame. Last, something is broken, and the run of it is looked at moment by moment.
#   xvfb_window_test.sh HEADROOM DATA
# Exit 77 (skipped) where Xvfb, openbox or xdotool is missing.
set -euo pipefail
program=$1
data=$2
for tool in Xvfb openbox xdotool; do
    command -v "$tool" > /dev/null || { echo "skipped: no $tool"; exit 77; }
done

home=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done
    wait 2> /dev/null || true
    rm -rf "$home"
}
trap finish EXIT
fail() {
    echo "FAIL: $*"
    tail -40 "$home/out" || true
    exit 1
}

# A display number that is free is the server's own choice.
Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3> "$home/display" 2> /dev/null &
pids+=($!)
for _ in $(seq 100); do [ -s "$home/display" ] && break; sleep 0.1; done
[ -s "$home/display" ] || fail "Xvfb did not start"
export DISPLAY=":$(cat "$home/display")"
export QT_QPA_PLATFORM=xcb XDG_CONFIG_HOME=$home XDG_DATA_HOME=$home XDG_RUNTIME_DIR=$home HOME=$home
unset QT_SCALE_FACTOR WAYLAND_DISPLAY
openbox > /dev/null 2>&1 &
pids+=($!)
sleep 0.5
HEADROOM_REPORT_GEOMETRY=1 "$program" --data "$data" --theme light > "$home/out" 2>&1 &
pids+=($!)

# at_line PATTERN: the newest such line of the newest report, without its first words.
at_line() {
    grep "^GEOM $1 " "$home/out" | tail -1 | sed "s/^GEOM $1 //"
}
wait_for() {
    for _ in $(seq 100); do
        [ -n "$(at_line "$1")" ] && return 0
        sleep 0.1
    done
    fail "no line 'GEOM $1'"
}
drag() {
    xdotool mousemove "$1" "$2"
    sleep 0.2
    xdotool mousedown 1
    sleep 0.1
    for i in 1 2 3 4 5 6 7 8; do
        xdotool mousemove $(($1 + ($3 - $1) * i / 8)) $(($2 + ($4 - $2) * i / 8))
        sleep 0.04
    done
    sleep 0.2
    xdotool mouseup 1
    sleep 0.5
}

wait_for "kind service"
wait_for canvas
window=$(xdotool search --onlyvisible --name 'Headroom$' | head -1)
xdotool windowactivate --sync "$window"
sleep 0.5
read -r left top width height <<< "$(at_line canvas)"
row=$((top + height / 2))

read -r x y <<< "$(at_line 'kind client')"
drag "$x" "$y" $((left + width / 4)) "$row"
wait_for "component client-1"
read -r x y <<< "$(at_line 'kind service')"
drag "$x" "$y" $((left + width * 3 / 4)) "$row"
wait_for "component service-1"

wait_for "handle client-1 right"
sleep 0.4
read -r cx cy cw ch <<< "$(at_line 'component client-1')"
read -r sx sy sw sh <<< "$(at_line 'component service-1')"
read -r hx hy <<< "$(at_line 'handle client-1 right')"
xdotool mousemove $((cx + cw / 2)) $((cy + ch / 2))
sleep 0.3
drag "$hx" "$hy" $((sx + sw / 2)) $((sy + sh / 2))

save() {
    xdotool key --clearmodifiers ctrl+shift+s
    sleep 1
    xdotool key --clearmodifiers ctrl+a
    xdotool type --delay 15 "$1"
    xdotool key Return
    for _ in $(seq 50); do [ -s "$1" ] && return 0; sleep 0.1; done
    fail "$1 was not saved"
}
count() { grep -c "\"from\": \"client-1\"" "$1" || true; }

save "$home/wired.json"
grep -q '"kind": "client"' "$home/wired.json" || fail "the client is missing"
grep -q '"kind": "service"' "$home/wired.json" || fail "the service is missing"
[ "$(count "$home/wired.json")" = 1 ] || fail "one connection was drawn, the file has $(count "$home/wired.json")"
grep -q '"to": "service-1"' "$home/wired.json" || fail "the connection leads elsewhere"

xdotool key --clearmodifiers ctrl+z
sleep 0.5
save "$home/undone.json"
[ "$(count "$home/undone.json")" = 0 ] || fail "undo left the connection"
xdotool key --clearmodifiers ctrl+shift+z
sleep 0.5
save "$home/redone.json"
cmp "$home/wired.json" "$home/redone.json" || fail "redo is not what was undone"

centre() {
    read -r x y w h <<< "$(at_line "component $1")"
    echo $((x + w / 2)) $((y + h / 2))
}
click() {
    xdotool mousemove "$1" "$2"
    sleep 0.2
    xdotool click 1
    sleep 0.3
}
insert() {
    xdotool type --delay 15 "$1"
    sleep 0.3
    xdotool key Return
    wait_for "component $2"
}

# A component dropped on a connection goes in between.
read -r x y <<< "$(at_line 'kind load_balancer')"
drag "$x" "$y" $((left + width / 2)) "$row"
wait_for "component load_balancer-1"

# '/' inserts at the pointer.
xdotool mousemove $((left + width / 2)) $((top + height / 5))
sleep 0.2
xdotool key slash
sleep 0.3
insert sql sql_database-1

# A wire that ends on empty canvas asks what stands there.
xdotool mousemove $(centre service-1)
sleep 0.4
read -r hx hy <<< "$(at_line 'handle service-1 bottom')"
drag "$hx" "$hy" $((left + width * 3 / 4)) $((top + height * 4 / 5))
insert cache cache-1

# Copy and paste at the pointer, a name, and a second one that is deleted again.
click $(centre sql_database-1)
xdotool key --clearmodifiers ctrl+c
xdotool mousemove $((left + width / 4)) $((top + height * 4 / 5))
sleep 0.2
xdotool key --clearmodifiers ctrl+v
wait_for "component sql_database-2"
xdotool key F2
sleep 0.3
xdotool type --delay 15 Archive
xdotool key Return
sleep 0.3
xdotool key --clearmodifiers ctrl+d
wait_for "component sql_database-3"
xdotool key Delete
sleep 0.3

# Two that are selected come into one line by the menu of the keyboard: A*r*range, Align *T*op.
click $(centre sql_database-1)
xdotool keydown shift
click $(centre service-1)
xdotool keyup shift
xdotool key Menu
sleep 0.4
xdotool key r
sleep 0.3
xdotool key t
sleep 0.4
xdotool key Escape

click $(centre service-1)
xdotool key g
sleep 0.4
xdotool key Escape
save "$home/walked.json"
has() { [ "$(grep -c "$2" "$home/walked.json" || true)" = "$1" ] || fail "not $1 times in the file: $2"; }
has 1 '"from": "load_balancer-1"'
has 1 '"to": "load_balancer-1"'
has 1 '"to": "cache-1"'
has 2 '"kind": "sql_database"'
has 1 '"label": "Archive"'
height_of() { sed -n "/\"id\": \"$1\"/,/\"y\"/p" "$home/$2.json" | grep '"y"'; }
[ "$(height_of service-1 redone)" != "$(height_of service-1 walked)" ] || fail "nothing was aligned"
[ "$(height_of service-1 walked)" = "$(height_of sql_database-1 walked)" ] || fail "the two are not in one line"
has 1 '"kind": "region"'
has 1 '"group": "region-1"'

# All of the walk can be taken back, and what is then saved is what was saved before it.
for _ in $(seq 9); do
    xdotool key --clearmodifiers ctrl+z
    sleep 0.15
done
save "$home/back.json"
cmp "$home/redone.json" "$home/back.json" || fail "taking the walk back does not lead to where it began"

# A service is killed by its menu: *B*reak This, *K*ill It. That is an event in the file, is run at once, and goes
# away again.
click $(centre service-1)
xdotool key Menu
sleep 0.4
xdotool key b
sleep 0.3
xdotool key k
sleep 2
save "$home/killed.json"
grep -q '"type": "kill"' "$home/killed.json" || fail "there is no event in the file"
grep -q '"component": "service-1"' "$home/killed.json" || fail "another component was killed"

# The dead are seen on the drawing at the moment that is pressed on the timeline, arrows lead on, and Esc back. Pictures
# of before, during and after where they are asked for.
picture() {
    if [ -n "${HEADROOM_TEST_PICTURE:-}" ]; then
        import -window root "${HEADROOM_TEST_PICTURE%.png}-$1.png"
    fi
}
moment_is() {
    for _ in $(seq 50); do
        [[ "$(at_line moment)" == $1 ]] && return 0
        sleep 0.1
    done
    fail "the drawing shows '$(at_line moment)' instead of '$1'"
}
wait_for timeline
read -r tx ty tw th <<< "$(at_line timeline)"
for part in before:1/6:0:10 during:1/2:0:30 after:5/6:0:50; do
    IFS=: read -r name share minutes seconds <<< "$part"
    for _ in $(seq 60); do  # until so much is simulated
        click $((tx + tw * ${share%/*} / ${share#*/} + 2)) $((ty + th / 2))
        [[ "$(at_line moment)" == "$minutes:$seconds"* ]] && break
        sleep 0.5
    done
    moment_is "$minutes:$seconds of the simulation"
    picture "$name"
done
xdotool key Left
xdotool key Left
xdotool key Left
moment_is "0:4[789] of the simulation"
xdotool key space
sleep 1
xdotool key space
moment_is "0:5? of the simulation"
xdotool key Escape
moment_is none

click $(centre service-1)
xdotool key --clearmodifiers ctrl+z
sleep 0.3
save "$home/alive.json"
cmp "$home/back.json" "$home/alive.json" || fail "undo did not take the event back"
if [ -n "${HEADROOM_TEST_PICTURE:-}" ]; then
    import -window root "$HEADROOM_TEST_PICTURE"
fi
echo "PASS"
