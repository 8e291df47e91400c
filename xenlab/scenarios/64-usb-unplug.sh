# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# USB devices that come and go: plugged into a guest and pulled out a hundred times; pulled out of dom0 in the middle of a
# transfer, and plugged in again; the guest destroyed in the middle of one. Nothing is left, and the disk works in dom0.
# seconds: 1500

rounds=${USB_ROUNDS:-100}
xenbay_up
usb_disk stick 16M 5
retry_until 20 usb_driven_by stick usb-storage || fail "dom0's driver has the disk"
usb_guest one
one=$(guest_id one)
path=$(usb_path stick)
node=/local/domain/0/backend/qusb/$one/0/port/1

# In dom0 for all rounds, as each of a hundred commands from here takes a while.
usb_give "$one" 1 stick
usb_reaches one stick
held=$(xenbay_holds)
start=$(now)
dom0 "for ((i = 0; i < $rounds; i++)); do
    xenstore-write $node ''
    n=0; until test \"\$(basename \$(readlink /sys/bus/usb/devices/$path:1.0/driver 2>/dev/null) 2>/dev/null)\" = usb-storage; do
      ((n++ < 300)) || { echo \"round \$i: the disk does not come back\"; exit 1; }; sleep 0.1; done
    xenstore-write $node $path
    n=0; until test \"\$(basename \$(readlink /sys/bus/usb/devices/$path:1.0/driver 2>/dev/null) 2>/dev/null)\" = usbfs; do
      ((n++ < 300)) || { echo \"round \$i: the disk is not taken\"; exit 1; }; sleep 0.1; done
  done" || fail "$rounds rounds"
echo "ok: pulled out and plugged in $rounds times in $(since "$start") s"
usb_reaches one stick
retry_until 30 guest_sh one 'test -b /dev/sd?' || fail "the guest has the disk after it"
read_all() { GUEST_SECONDS=300 guest_sh one 'cat /dev/sd? | md5sum'; }
expect_equal "the disk is read as it is" "$(md5sum <"$(usb_image stick)")" "$(read_all)"
expect_equal "the daemon holds no more than before" "$held" "$(xenbay_holds)"

# Pulled out of the host in mid-transfer, and plugged in again: the port's text stays, so the guest has it again.
guest_sh one '(while :; do dd if=$(ls /dev/sd?) of=/dev/null bs=64k iflag=direct || exit; done) >/dev/null 2>&1 & sleep 1'
usb_pull stick
retry_until 30 guest_sh one '! ls /dev/sd? 2>/dev/null' || fail "the guest hears that the disk went"
retry_until 20 eval '! usb_there stick' || fail "dom0 has it no more"
retry_until 20 qmp device_add \
  '{"driver":"usb-storage","id":"stick","serial":"stick","bus":"usb.0","port":"5","drive":"stick"}' >/dev/null ||
  fail "it is plugged in again"
usb_reaches one stick
retry_until 30 guest_sh one 'test -b /dev/sd?' || fail "the guest has the disk again"
expect_equal "it is read as it is after the unplug" "$(md5sum <"$(usb_image stick)")" "$(read_all)"

# The guest is destroyed during a transfer.
guest_sh one '(while :; do dd if=/dev/urandom of=$(ls /dev/sd?) bs=64k count=64 seek=64 oflag=direct; done) >/dev/null 2>&1 & sleep 2'
guest_destroy one
retry_until 60 usb_driven_by stick usb-storage || fail "the disk comes back when its guest was destroyed"
retry_until 30 usb_disk_back stick || fail "dom0 has a block device"
expect_equal "dom0 reads it" "$(head -c 4M "$(usb_image stick)" | md5sum)" "$(dom0 "head -c 4M /dev/$(usb_disk_of stick) | md5sum")"
expect "dom0 writes it" dom0 "dd if=/dev/zero of=/dev/$(usb_disk_of stick) bs=64k count=16 oflag=direct"
