# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A VNC viewer's keys and pointer go to one of two guests. They go to the other by a hot key in mid-gesture, and by a command:
# neither guest gets input that was meant for the other, and no key stays down in either.
# seconds: 400

socket=/run/xenbay/focus.sock
xenbay_up
xenbay_config org.xenbay.vnc-focus.cfg name=focus socket=$socket
at_end 'xenbay_config org.xenbay.vnc-focus.cfg'
guest_start one
guest_start two
for guest in one two; do
  guest_ready "$guest"
  xenbay attach "$(guest_id "$guest")/vkbd/0" width=800 height=600
  input_devices "$guest" 2
done
one=$(guest_id one) two=$(guest_id two)

# told GUEST: what programs of a guest have read from its keyboard and its pointer since the last time.
told() { input_look "$1" "$(input_device "$1" "Xen Virtual Keyboard" 0)" "$(input_device "$1" "Xen Virtual Pointer" 0)" | cut -f 2 | paste -sd ,; }

goes_to() { xenbay focus | grep -q "^vnc-focus.*$1/vkbd/0\$"; }

told one >/dev/null
told two >/dev/null
retry_until 60 xenbay focus vnc-focus "$one/vkbd/0" || fail "the viewer's input goes to the first"
# a; then Shift, s and a button stay down while Control and ScrollLock give the viewer's input to the next guest; there b and a click.
vnc_play $socket 'tap 1e' 'point 100 50' 'down 2a 1f' 'point 101 50 1' 'down 1d 46' 'up 46 1d 1f 2a' 'point 101 50' 'tap 30' 'point 7 8 4' 'point 7 8'
expect "the hot key gives it to the second" goes_to "$two"
expect_equal "the first guest is told of all before the hot key, and that everything is released" \
  "1 30 1,1 30 0,1 42 1,1 31 1,1 29 1,1 29 0,1 31 0,1 42 0,3 0 100,3 1 50,3 0 101,1 272 1,1 272 0" "$(told one)"
expect_equal "the second only of what came after" "1 48 1,1 48 0,3 0 101,3 1 50,3 0 7,3 1 8,1 273 1,1 273 0" "$(told two)"

expect "a command gives it to the first again" xenbay focus vnc-focus "$one/vkbd/0"
vnc_play $socket 'tap 20'
expect "and to nobody" xenbay focus vnc-focus host
vnc_play $socket 'tap 21'
expect_equal "the first gets its key" "1 32 1,1 32 0" "$(told one)"
expect_equal "the second gets nothing" "" "$(told two)"
guest_destroy one
guest_destroy two
