# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One guest with two keyboards and pointers, one served by QEMU and one by us, to which one session of a VNC viewer is played:
# programs in the guest read the same from both, but for what docs/parity.md tells.
# seconds: 900

# play LINE…: plays a part of the session to both.
play() {
  vnc_play 127.0.0.1:5900 "$@"
  vnc_play /run/xenbay/viewer.sock "$@"
}

# told PART: keeps what the guest was told since the last time; a is QEMU, b is us.
told() {
  look | sed -E -e "s/^(${keyboards[0]}|${pointers[0]})	/a	/" -e "s/^(${keyboards[1]}|${pointers[1]})	/b	/" \
    -e "s/^/$1	/" >>"$RUN/input"
}

look() { GUEST_SECONDS=200 input_look one "${keyboards[@]}" "${pointers[@]}"; }

xenbay_up
# xl starts a QEMU that takes its picture's keyboard.
xenbay_stands_still
guest_create one 'vfb=["vnc=1,vnclisten=127.0.0.1,vncunused=1"]'
id=$(guest_id one)
backend_state "$id" vkbd 0 4
xenbay_goes_on
xenbay_config org.xenbay.vnc-viewer.cfg name=viewer socket=/run/xenbay/viewer.sock
at_end 'xenbay_config org.xenbay.vnc-viewer.cfg'
xenbay attach "$id/vinput/1" width=800 height=600
backend_state "$id" vinput 1 4
expect_match "QEMU serves the first" QEMU "$(xenbay explain "$id/vkbd/0")"
retry_until 60 xenbay focus vnc-viewer "$id/vinput/1" || fail "our source goes to our device"
input_devices one 4
for number in 0 1; do
  keyboards+=("$(input_device one "Xen Virtual Keyboard" "$number")")
  pointers+=("$(input_device one "Xen Virtual Pointer" "$number")")
done
rm -f "$RUN/input"
look >/dev/null

# NumLock is pressed twice: QEMU's VNC server presses it by itself when it is on and a key of its block comes.
play "tap $(printf '%02x ' {1..69} {69..83} 86 87 88)" \
  'tap 9c 9d a0 ae b0 b5 b7 b8 c6 c7 c8 c9 cb cd cf d0 d1 d2 d3 db dc dd de df e3' \
  'tap 59 5b 70 71 72 73 77 79 7b 7d 7e 64 65 85 86 87 8c 90 99 9e a1 a2 a4 b2 bc c1 e6 e7 e8 e9 ea eb ec ed f5 f8' \
  'down 2a 1e 1e 1e' 'up 1e 2a' 'down 1d b8 10' 'up 10 b8 1d'
told "keys, modifiers and repetitions"
play 'tap 5d 5e 5f 55 83 f7 84 5a 74 f9 6d 6f'
told "F13 to F24"
play 'point 0 0' 'point 1 1' 'point 400 300' 'point 401 299' 'point 798 598' 'point 799 599'
told "places"
play 'point 799 599 1' 'point 799 599 0' 'point 799 599 4' 'point 799 599 0' 'point 799 599 2' 'point 799 599' \
  'point 799 599 8' 'point 799 599' 'point 799 599 10' 'point 799 599'
told "buttons and the wheel"
play 'point 0 0 1' 'point 0 0'
told "a button at another place"
play 'point 0 0 80' 'point 0 0'
told "a fourth button"
play 'point 0 0 1' 'down 2a 1e'
told "a viewer that leaves in mid-gesture"
play 'point 0 0' 'tap 30'
told "the next viewer"
# 52 of our events and more of QEMU's, while there is room for 51.
dom0 xl pause one
play 'tap 02 03 04 05 06 07 08 09 0a 0b' "$(for i in {1..12}; do echo point 0 0 1; echo point 0 0; done)" 'tap 1e 1f 20 21'
dom0 xl unpause one
told "a guest that stands still"

expect_equal "all parts were told" 9 "$(cut -f 1 "$RUN/input" | uniq | wc -l)"
python3 "$LAB/lib/input_parity.py" "$RUN/input" | tee "$RUN/differences"
# docs/parity.md has a table row for each: | part of the session | QEMU | ours | why |
documented=$(sed -nE '/^## Input/,$s/^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| [^|]+ \|$/\1 | \2 | \3/p' "$LAB/../docs/parity.md" |
  sed -E '/^(part|---)/d')
expect_equal "the differences are those of docs/parity.md" "$(sort <<<"$documented")" "$(sort "$RUN/differences")"
guest_destroy one
