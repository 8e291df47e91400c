# shellcheck shell=bash
# One guest with two keyboards and pointers, one served by QEMU and one by us, to which one session of a VNC viewer is played:
# programs in the guest read the same from both, but for what docs/parity.md tells.
# seconds: 900

# look: has the guest keep what a program reads from each device from now on, and prints what it has read since the last time,
# one "WHO⇥TYPE CODE VALUE" an event. Keyboard and pointer are devices of their own; ends of frames are left out.
look() {
  guest_sh one "cd /tmp
    for device in a:${keyboards[0]} a:${pointers[0]} b:${keyboards[1]} b:${pointers[1]}; do
      who=\${device%:*} device=\${device#*:}
      if test -e \$device.pid; then
        kill \$(cat \$device.pid)
        od -An -v -tu2 -w24 \$device | awk -v who=\$who '{ v = \$11 + 65536 * \$12; if (v > 2147483647) v -= 4294967296
          if (\$9 || \$10) printf \"%s\t%d %d %d\n\", who, \$9, \$10, v }'
      fi
      (exec cat /dev/input/\$device >\$device) >/dev/null 2>&1 & echo \$! >\$device.pid
    done"
}

# event_devices NAME: the device files of a name, QEMU's (vkbd/0) first.
event_devices() {
  guest_sh one "awk -v name='$1' -F '\"' '/^N:/ { n = \$2 } /^P:/ { split(\$0, p, \"vkbd/\") } /^H:/ && n == name {
    for (i = split(\$0, w, /[ =]/); i; i--) if (w[i] ~ /^event/) print p[2], w[i] }' /proc/bus/input/devices | sort | cut -d ' ' -f 2"
}

# play LINE…: plays lines of a session (dom0/vnc-play) to both.
play() {
  local server
  for server in 127.0.0.1:5900 /run/xenbay/parity.sock; do
    printf '%s\n' "$@" | dom0_stdin "timeout 60 /run/xenlab/vnc-play $server" || fail "$server is played to"
  done
}

# part WHAT LINE…: plays a part of the session and keeps what the guest was told.
part() {
  play "${@:2}"
  told "$1"
}

told() { look | sed "s/^/$1\t/" >>"$RUN/input"; }

xenbay_up
# While our daemon stands still, xl starts a QEMU that takes its picture's keyboard; else ours would be first.
pid=$(xenbay_pid)
at_end "dom0 kill -CONT $pid"
dom0 kill -STOP "$pid"
guest_create one 'vfb=["vnc=1,vnclisten=127.0.0.1,vncunused=1"]'
id=$(guest_id one)
backend_state "$id" vkbd 0 4
dom0 kill -CONT "$pid"
xenbay_config org.xenbay.vnc-parity.cfg name=parity socket=/run/xenbay/parity.sock
at_end 'xenbay_config org.xenbay.vnc-parity.cfg'
xenbay attach "$id/vinput/1" width=800 height=600
backend_state "$id" vinput 1 4
expect_match "QEMU serves the first" QEMU "$(xenbay explain "$id/vkbd/0")"
retry_until 10 xenbay focus vnc-parity "$id/vinput/1" || fail "our source goes to our device"
push "$LAB/dom0/vnc-play" /run/xenlab
rm -f "$RUN/input"
retry_until 20 guest_sh one 'test $(grep -c "Xen Virtual" /proc/bus/input/devices) = 4' || fail "the guest has its devices"
mapfile -t keyboards < <(event_devices "Xen Virtual Keyboard")
mapfile -t pointers < <(event_devices "Xen Virtual Pointer")
look >/dev/null

part "every key of a PC's keyboard" "tap $(printf '%02x ' {1..83} 86 87 88)" \
  'tap 9c 9d a0 ae b0 b5 b7 b8 c6 c7 c8 c9 cb cd cf d0 d1 d2 d3 db dc dd de df e3'
part "keys of Brazilian, Japanese and Korean keyboards" 'tap 59 5b 70 71 72 73 77 79 7b 7d 7e'
part "keys for programs" 'tap 64 65 85 86 87 8c 90 99 9e a1 a2 a4 b2 bc c1 e6 e7 e8 e9 ea eb ec ed f5 f8'
part "keys F13 to F24" 'tap 5d 5e 5f 55 83 f7 84 5a 74 f9 6d 6f'
part "modifiers and repetitions" 'down 2a 1e 1e 1e' 'up 1e 2a' 'down 1d b8 10' 'up 10 b8 1d'
part "places" 'point 0 0' 'point 1 1' 'point 400 300' 'point 401 299' 'point 798 598' 'point 799 599'
part "a button where the pointer is" 'point 799 599 1' 'point 799 599 0' 'point 799 599 4' 'point 799 599 0' 'point 799 599 2' 'point 799 599'
part "the wheel" 'point 799 599 8' 'point 799 599' 'point 799 599 10' 'point 799 599'
part "a button at another place" 'point 0 0 1' 'point 0 0'
part "a fourth button" 'point 0 0 80' 'point 0 0'
part "a viewer that leaves in mid-gesture" 'point 0 0 1' 'down 2a 1e'
part "after it" 'point 0 0' 'tap 30'
# 52 of our events and more of QEMU's, while there is room for 51.
dom0 xl pause one
play 'tap 02 03 04 05 06 07 08 09 0a 0b' "$(for i in {1..12}; do echo point 0 0 1; echo point 0 0; done)" 'tap 1e 1f 20 21'
dom0 xl unpause one
told "a guest that stands still"

expect_equal "the session was played" "13 parts" "$(cut -f 1 "$RUN/input" | uniq | wc -l) parts"
python3 "$LAB/lib/input_parity.py" "$RUN/input" | tee "$RUN/differences"
# docs/parity.md has a table row for each: | part of the session | QEMU | ours | why |
documented=$(sed -nE '/^## Input/,$s/^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| [^|]+ \|$/\1 | \2 | \3/p' "$LAB/../docs/parity.md" | grep -vE '^(part|---)')
expect_equal "the differences are those of docs/parity.md" "$(sort <<<"$documented")" "$(sort "$RUN/differences")"
guest_destroy one
