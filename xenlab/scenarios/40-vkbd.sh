# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A Linux guest's keyboard, pointer and touch screen: all that Linux's driver knows, seen by programs in the guest; text on
# a terminal; and a real keyboard of dom0 that is plugged in, grabbed, and unplugged.
# seconds: 600

# What a program of the guest reads from an input device from now on, and has read.
capture() { input_look one "$1" >/dev/null; }

captured() { input_look one "$1" | cut -f 2; }

xenbay_up
guest_create one
id=$(guest_id one)
xenbay attach "$id/vkbd/0" width=1024 height=768 feature-multi-touch=1 multi-touch-num-contacts=10
xenbay attach "$id/vkbd/1" feature-abs-pointer=0
backend_state "$id" vkbd 0 4
backend_state "$id" vkbd 1 4
input_devices one 5
keyboard=$(input_device one "Xen Virtual Keyboard" 0)
pointer=$(input_device one "Xen Virtual Pointer" 0)
mouse=$(input_device one "Xen Virtual Pointer" 1)
screen=$(input_device one "Xen Virtual Multi-touch" 0)
echo "keyboard $keyboard, pointer $pointer, mouse $mouse, touch screen $screen"
expect_match "the guest asked for places" 1 "$(dom0 xenstore-read "/local/domain/$id/device/vkbd/0/request-abs-pointer")"

# Text as a program on a terminal reads it; first, as the keys below are typed into the terminal too.
text='The quick brown fox, 0123456789: ~!@#$%^&*()_+{}|:"<>?`-=[]\;./ jumps.'
guest_sh one 'stty -F /dev/tty1 -echo; (read -r line </dev/tty1; echo "$line" >/tmp/typed) >/dev/null 2>&1 & sleep 0.5'
xenbay type --pause 20 --enter "$id/vkbd/0" "$text" >/dev/null
retry_until 20 guest_sh one 'test -s /tmp/typed' || fail "a line comes"
expect_equal "typed text arrives on the guest's terminal" "$text" "$(guest_sh one 'cat /tmp/typed')"
expect "a character that the layout has not is refused" dom0 "! $XENBAY/bin/xenbay type $id/vkbd/0 'é' 2>/dev/null"

# Every key of the keyboard, in the order of their codes.
capture "$keyboard"
keys=() wanted=
for ((code = 1; code < 240; code++)); do
  keys+=("$(printf 0x%x "$code")")
  wanted+="1 $code 1"$'\n'"1 $code 0"$'\n'
done
xenbay key --pause 20 "$id/vkbd/0" "${keys[@]}" >/dev/null
expect_equal "239 keys arrive with their codes" "${wanted%$'\n'}" "$(captured "$keyboard")"

capture "$keyboard"
xenbay key --down "$id/vkbd/0" shift a a a >/dev/null
xenbay key --up "$id/vkbd/0" a shift >/dev/null
expect_equal "modifiers and repetitions" "1 42 1,1 30 1,1 30 2,1 30 2,1 30 0,1 42 0" "$(captured "$keyboard" | paste -sd ,)"

capture "$pointer"
xenbay pointer "$id/vkbd/0" at=0,0 pause=50 at=512,384/press=left pause=50 release=left pause=50 click=right pause=50 click=middle \
  pause=50 click=side pause=50 click=extra pause=50 click=forward pause=50 click=back pause=50 click=task pause=50 \
  wheel=1 pause=50 wheel=-2 pause=50 at=1023,767 >/dev/null
expect_equal "places, eight buttons and the wheel" \
  "3 0 512,3 1 384,1 272 1,1 272 0,1 273 1,1 273 0,1 274 1,1 274 0,1 275 1,1 275 0,1 276 1,1 276 0,1 277 1,1 277 0,1 278 1,1 278 0,1 279 1,1 279 0,2 8 1,2 8 -2,3 0 1023,3 1 767" \
  "$(captured "$pointer" | paste -sd ,)"

capture "$mouse"
xenbay pointer "$id/vkbd/1" by=5,-3 pause=50 click=left pause=50 by=-1000,1000 pause=50 wheel=-1 >/dev/null
expect_equal "a mouse moves" "2 0 5,2 1 -3,1 272 1,1 272 0,2 0 -1000,2 1 1000,2 8 -1" "$(captured "$mouse" | paste -sd ,)"

# Ten fingers go down, move and are lifted: each has its slot and its place.
capture "$screen"
down='' move='' up=''
for ((finger = 0; finger < 10; finger++)); do
  down+="/down=$finger,$((finger * 100)),$((finger * 50))"
  move+="/move=$finger,$((finger * 100 + 7)),$((finger * 50 + 9))"
  up+="/up=$finger"
done
xenbay touch "$id/vkbd/0" "${down#/}" pause=100 "${move#/}" pause=100 "${up#/}" pause=100 >/dev/null
wanted=
for ((finger = 0; finger < 10; finger++)); do wanted+="$finger: 1 down, 1 up, at $((finger * 100 + 7)),$((finger * 50 + 9))"$'\n'; done
expect_equal "ten fingers, each with its slot and its last place" "${wanted%$'\n'}" "$(captured "$screen" | awk '
  $1 != 3 { next }
  $2 == 47 { slot = $3 }
  $2 == 57 { if ($3 < 0) up[slot + 0]++; else down[slot + 0]++ }
  $2 == 53 { x[slot + 0] = $3 }
  $2 == 54 { y[slot + 0] = $3 }
  END { for (i = 0; i < 10; i++) printf "%d: %d down, %d up, at %d,%d\n", i, down[i], up[i], x[i], y[i] }')"

# A keyboard that is plugged into dom0.
dom0 'modprobe -a evdev usbhid hid-generic'
qmp device_add '{"driver":"usb-kbd","id":"vkbdkeys","bus":"usb.0"}' >/dev/null
at_end 'qmp device_del "{\"id\":\"vkbdkeys\"}" >/dev/null 2>&1'
plugged() { xenbay focus | grep -m 1 'USB Keyboard'; }
retry_until 40 plugged || fail "the keyboard is offered: $(xenbay focus)"
source=$(plugged | cut -f 1)
expect_match "it is the host's" 'host$' "$(plugged)"
# evtest says of a device that another program has grabbed that it has no events for anybody else.
grabbed() { dom0 "timeout 2 evtest /dev/input/$source </dev/null | grep -q 'grabbed by another'"; }
expect "and dom0 reads it" eval "! grabbed"
xenbay focus "$source" "$id/vkbd/0" >/dev/null
retry_until 10 grabbed || fail "dom0 reads it no more while the guest has it"
capture "$keyboard"
send_key() {
  qmp input-send-event "{\"events\":[{\"type\":\"key\",\"data\":{\"down\":$2,\"key\":{\"type\":\"qcode\",\"data\":\"$1\"}}}]}" >/dev/null
}
chord() {
  local down
  for down in true false; do
    send_key ctrl "$down"
    send_key ctrl_r "$down"
  done
}
tap() {
  send_key "$1" true
  send_key "$1" false
}
for key in h e l l o; do tap "$key"; done
# Both Control keys take it back to dom0, which gets the next key alone, and give it to the guest again.
sleep 1
chord
retry_until 10 eval 'xenbay focus | grep -q "host (hot key)"' || fail "the hot key takes the keyboard back"
expect "dom0 reads it again" eval "! grabbed"
tap x
sleep 1
chord
goes_to_guest() { plugged | grep -q "$id/vkbd/0$"; }
retry_until 10 goes_to_guest || fail "the hot key gives the keyboard again"
tap y
sleep 1
send_key ctrl true
sleep 2
qmp device_del '{"id":"vkbdkeys"}' >/dev/null
gone() { ! xenbay focus | grep -q 'USB Keyboard'; }
retry_until 20 gone || fail "the unplugged keyboard is not offered any more"
told=$(captured "$keyboard")
expect_equal "its keys arrive while the guest has it, and what was held when it was unplugged is released" \
  "1 35 1,1 35 0,1 18 1,1 18 0,1 38 1,1 38 0,1 38 1,1 38 0,1 24 1,1 24 0,1 29 1,1 29 0,1 21 1,1 21 0,1 29 1,1 29 0" \
  "$(grep -v ' 2$' <<<"$told" | paste -sd ,)"
expect_match "what was held was repeated until then" $'1 29 1\n(1 29 2\n)+1 29 0$' "$told"

guest_destroy one
xenbay_none() { ! xenbay devices --json | grep -q "\"$id/"; }
retry_until 10 xenbay_none || fail "its devices go with the guest"
