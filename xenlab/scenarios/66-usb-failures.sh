# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What can be wrong with a USB device that is to go to a guest: one clear line each, in the log, in explain and in the port's
# error node; and when it is put right the guest has the device.
# seconds: 700

# told WHAT REGEX: checks that the log, explain and the node have the line.
told() {
  retry_until 30 error_is "$2" || fail "$1: the error node says: $(dom0 "xenstore-read $node")"
  echo "ok: $1: $(dom0 "xenstore-read $node")"
  expect_match "explain says it too" "$2" "$(xenbay explain "$one/qusb/0")"
  expect "and the log" xenbay_logged "port 1: .*$2"
}
error_is() { [[ $(dom0 "xenstore-read $node 2>/dev/null") =~ $1 ]]; }
library=/usr/lib/x86_64-linux-gnu/libusb-1.0.so.0

xenbay_up
usb_disk stick 4M 5
retry_until 20 usb_driven_by stick usb-storage || fail "dom0's driver has the disk"
path=$(usb_path stick)
usb_guest one
one=$(guest_id one)
node=/local/domain/0/backend/qusb/$one/0/port-error/1

dom0 "xenstore-write /local/domain/0/backend/qusb/$one/0/port/1 9-9"
told "a device that is not there" "no USB device at 9-9"

# USBDEVFS_CLAIMINTERFACE by another program, for which dom0's driver has to let go.
dom0_stdin 'cat >/run/xenlab/claim.py' <<'PYTHON'
import fcntl, struct, sys, time
device = open(sys.argv[1], "r+b", buffering=0)
fcntl.ioctl(device, 0x8004550F, struct.pack("I", 0))
print("claimed", flush=True)
time.sleep(1000)
PYTHON
at_end 'dom0 "kill \$(cat /run/xenlab/claim.pid) 2>/dev/null; rm -f /run/xenlab/claim.*"'
dom0 "echo $path:1.0 >/sys/bus/usb/drivers/usb-storage/unbind
  file=\$(printf /dev/bus/usb/%03d/%03d \$(cat /sys/bus/usb/devices/$path/busnum /sys/bus/usb/devices/$path/devnum))
  setsid python3 -W ignore /run/xenlab/claim.py \$file >/run/xenlab/claim.log 2>&1 </dev/null & echo \$! >/run/xenlab/claim.pid"
retry_until 20 dom0 'grep claimed /run/xenlab/claim.log' || fail "another program claims the disk: $(dom0 cat /run/xenlab/claim.log)"
usb_give "$one" 1 stick
told "a device that another program has" "is in use by python3"
dom0 'kill $(cat /run/xenlab/claim.pid)'
usb_reaches one stick
retry_until 20 error_is '^$' || fail "the error node is emptied"

# Only an explicit command of an operator takes away a disk that dom0 has mounted.
retry_until 30 guest_sh one 'test -b /dev/sd?' || fail "the guest has the disk"
GUEST_SECONDS=120 guest_sh one 'mke2fs $(ls /dev/sd?) >/dev/null' || fail "the guest makes a file system"
usb_give "$one" 1
retry_until 30 usb_driven_by stick usb-storage || fail "the disk comes back"
retry_until 20 usb_disk_back stick || fail "dom0 has the disk again"
disk=/dev/$(usb_disk_of stick)
at_end 'dom0 "umount -l /tmp/stick 2>/dev/null; rmdir /tmp/stick 2>/dev/null; true"'
expect "dom0 mounts it" dom0 "mkdir -p /tmp/stick && mount $disk /tmp/stick && echo kept >/tmp/stick/file"
usb_give "$one" 1 stick
told "a disk that dom0 has mounted" "$disk is mounted on /tmp/stick; it is taken when it is free"
expect_equal "dom0's driver keeps it" usb-storage "$(usb_driver stick)"
expect_equal "and its file is there" kept "$(dom0 'cat /tmp/stick/file')"
usb_give "$one" 1
expect_match "an operator is told what helps" "$disk is mounted on /tmp/stick; --force takes it all the same" \
  "$(xenbay usb attach "$path" "$one/qusb/0" 1 2>&1)"
usb_give "$one" 1 stick
dom0 'umount /tmp/stick'
usb_reaches one stick
usb_give "$one" 1
retry_until 30 usb_driven_by stick usb-storage || fail "the disk comes back once more"
retry_until 20 usb_disk_back stick || fail "dom0 has the disk once more"
expect "dom0 mounts it again" dom0 "mount /dev/$(usb_disk_of stick) /tmp/stick"
expect "force takes it" xenbay usb attach --force "$path" "$one/qusb/0" 1
usb_reaches one stick

usb_pull stick
told "a device that was pulled out" "no USB device at $path"

xenbay_down
dom0 "mv $library $library.away"
at_end "dom0 'test ! -e $library.away || mv $library.away $library'; xenbay_down; xenbay_start"
xenbay_start
told "no libusb" "libusb"
expect_equal "the guest's controller is served nevertheless" 4 "$(dom0 "xenstore-read /local/domain/0/backend/qusb/$one/0/state")"
guest_destroy one
