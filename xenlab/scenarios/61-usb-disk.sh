# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# USB disks of dom0 in a Linux guest, at high and at full speed: a file system that is made, mounted, written and unmounted
# there, and read again by dom0 when the disk has come back.
# seconds: 600

xenbay_up
usb_disk fast 24M 5
usb_plug hub usb-hub 6
usb_disk slow 8M 6.1
for disk in fast slow; do
  retry_until 20 usb_driven_by $disk usb-storage || fail "dom0's driver has $disk"
done
usb_guest one
one=$(guest_id one)

# xl finds the port itself; the other one as xl would write it.
address=$(dom0 "cat /sys/bus/usb/devices/$(usb_path fast)/devnum")
expect "xl attaches a device" dom0 "xl usbdev-attach one hostbus=$(usb_path fast | cut -d - -f 1) hostaddr=$address"
usb_give "$one" 2 slow
usb_reaches one fast
usb_reaches one slow
expect_match "xl lists it" "Port 1: Bus [0-9]+ Device" "$(dom0 xl usb-list one)"
expect_equal "high speed" 480 "$(usb_in_guest one fast speed)"
expect_equal "full speed" 12 "$(usb_in_guest one slow speed)"
expect_equal "dom0's driver has it no more" usbfs "$(usb_driver fast)"

# The guest's disks, by their size in blocks.
disk_named() {
  guest_sh one "for d in /sys/block/sd*; do test \"\$(cat \$d/size 2>/dev/null)\" = $1 && basename \$d; done | grep ."
}
retry_until 30 disk_named 49152 || fail "the guest has a disk of 24 MiB"
retry_until 30 disk_named 16384 || fail "the guest has a disk of 8 MiB"
for disk in fast:49152:128 slow:16384:32; do
  IFS=: read -r name size blocks <<<"$disk"
  device=$(disk_named "$size")
  wanted=$(GUEST_SECONDS=240 guest_sh one "mke2fs /dev/$device >/dev/null && mkdir -p /$name && mount /dev/$device /$name &&
    dd if=/dev/urandom of=/$name/file bs=64k count=$blocks 2>/dev/null && md5sum </$name/file && umount /$name")
  if [[ $name == fast ]]; then
    expect "xl detaches it" dom0 "xl usbdev-detach one 0 1"
  else
    usb_give "$one" 2
  fi
  retry_until 30 usb_driven_by "$name" usb-storage || fail "$name comes back to dom0"
  retry_until 20 usb_disk_back "$name" || fail "dom0 has the disk $name again"
  expect_equal "dom0 reads from $name what the guest wrote" "$wanted" \
    "$(dom0 "mkdir -p /tmp/$name && mount -o ro /dev/$(usb_disk_of "$name") /tmp/$name && md5sum </tmp/$name/file && umount /tmp/$name")"
done
expect_equal "the guest has no disk any more" 0 "$(guest_sh one 'ls -d /sys/block/sd* 2>/dev/null | wc -l')"
guest_destroy one
