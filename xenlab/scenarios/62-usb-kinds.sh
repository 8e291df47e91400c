# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Other kinds of USB devices of dom0 in a Linux guest: a keyboard and a tablet, a serial adapter, and a network adapter with
# two configurations of two interfaces each.
# seconds: 600

xenbay_up
usb_plug keys usb-kbd 5
usb_plug tablet usb-tablet 6
qmp chardev-add "{\"id\":\"line\",\"backend\":{\"type\":\"socket\",\"data\":{\"addr\":{\"type\":\"unix\",\"data\":{\"path\":\"$RUN/line.sock\"}},\"server\":true,\"wait\":false}}}" >/dev/null
at_end "qmp chardev-remove '{\"id\":\"line\"}' >/dev/null 2>&1"
usb_plug adapter usb-serial 7 ',"chardev":"line","always-plugged":true'
qmp netdev_add '{"type":"hubport","id":"wire","hubid":7}' >/dev/null
at_end "qmp netdev_del '{\"id\":\"wire\"}' >/dev/null 2>&1"
usb_plug ether usb-net 8 ',"netdev":"wire","mac":"52:54:00:12:34:99"'

usb_guest one
one=$(guest_id one)
port=0
for name in keys tablet adapter ether; do
  usb_give "$one" $((++port)) $name
  usb_reaches one $name
done

event_of() {
  guest_sh one "for e in /sys/class/input/event*; do grep -q '$1' \$e/device/name 2>/dev/null && basename \$e; done; true"
}
retry_until 30 eval 'test -n "$(event_of "QEMU USB Keyboard")" -a -n "$(event_of "QEMU USB Tablet")"' || fail "the guest has both input devices"
keyboard=$(event_of "QEMU USB Keyboard") tablet=$(event_of "QEMU USB Tablet")
guest_sh one "for e in $keyboard $tablet; do (exec cat /dev/input/\$e >/tmp/\$e) >/dev/null 2>&1 & done; sleep 1"
for key in h e l l o; do
  for down in true false; do
    qmp input-send-event "{\"events\":[{\"type\":\"key\",\"data\":{\"down\":$down,\"key\":{\"type\":\"qcode\",\"data\":\"$key\"}}}]}" >/dev/null
  done
done
qmp input-send-event '{"events":[{"type":"abs","data":{"axis":"x","value":1234}},{"type":"abs","data":{"axis":"y","value":4321}}]}' >/dev/null
# Without repetitions: on a busy machine a key is down for longer than Linux waits.
read_events() { guest_sh one "od -An -v -tu2 -w24 /tmp/$1 | awk '\$9 == $2 && \$11 != 2 { print \$10, \$11 }'" | paste -sd ,; }
hello="35 1,35 0,18 1,18 0,38 1,38 0,38 1,38 0,24 1,24 0"
retry_until 30 eval '[[ $(read_events "$keyboard" 1) == "$hello" ]]' || fail "keys arrive: $(read_events "$keyboard" 1)"
echo "ok: keys of a USB keyboard arrive in the guest"
retry_until 30 eval '[[ $(read_events "$tablet" 3) == "0 1234,1 4321" ]]' || fail "a place arrives: $(read_events "$tablet" 3)"
echo "ok: a place of a USB tablet arrives in the guest"

# 16 KiB each way through the serial adapter. One connection for both: when it closes, the emulator drops what it has not read.
head -c 12288 /dev/urandom | base64 -w 0 >"$RUN/line.out"
retry_until 30 guest_sh one 'test -c /dev/ttyUSB0' || fail "the guest has the serial adapter"
guest_sh one 'stty -F /dev/ttyUSB0 115200 raw -echo; (head -c 16384 /dev/ttyUSB0 >/tmp/line) >/dev/null 2>&1 & sleep 1'
timeout 300 socat "OPEN:$RUN/line.out,rdonly,ignoreeof!!CREATE:$RUN/line.in" "UNIX-CONNECT:$RUN/line.sock" &
reader=$!
at_end "kill $reader 2>/dev/null"
retry_until 60 guest_sh one 'test $(wc -c </tmp/line) = 16384' || fail "16 KiB come through the serial adapter: $(guest_sh one 'wc -c </tmp/line')"
expect_equal "what the guest reads from the serial adapter" "$(md5sum <"$RUN/line.out")" "$(guest_sh one 'md5sum </tmp/line')"
GUEST_SECONDS=120 guest_sh one 'cat /tmp/line >/dev/ttyUSB0'
retry_until 60 eval '[[ $(stat -c %s "$RUN/line.in") == 16384 ]]' || fail "16 KiB come back: $(stat -c %s "$RUN/line.in")"
kill $reader 2>/dev/null || true
expect_equal "what the guest writes to the serial adapter" "$(md5sum <"$RUN/line.out")" "$(md5sum <"$RUN/line.in")"
rm -f "$RUN"/line.{in,out}

# A composite device: Linux chooses one of its two configurations, and its driver takes both interfaces.
retry_until 30 guest_sh one 'cd /sys/bus/usb/drivers; ls -d cdc_ether/*:* rndis_host/*:* 2>/dev/null | grep .' || true
found=$(guest_sh one 'for s in /sys/bus/usb/devices/*/serial; do test "$(cat $s)" = ether && d=${s%/serial}; done
  cat $d/bNumConfigurations $d/bNumInterfaces; for i in $d/*:*; do basename $(readlink $i/driver); done; cat $d/*:*/net/*/address' | paste -sd ' ')
expect_match "two interfaces of a network adapter, and its address" "^2 +2 (cdc_ether cdc_ether|rndis_host rndis_host) ..:54:00:12:34:99$" "$found"

for name in keys tablet adapter ether; do usb_give "$one" "$port"; port=$((port - 1)); done
retry_until 30 usb_driven_by keys usbhid || fail "the keyboard comes back to dom0"
retry_until 30 usb_driven_by tablet usbhid || fail "the tablet comes back to dom0"
guest_destroy one
