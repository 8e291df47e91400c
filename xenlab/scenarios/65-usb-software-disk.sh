# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A USB disk made of software in a Linux guest, with Linux's own host controller driver: the disk comes up, carries a file
# system, keeps what was written, is pulled out and plugged in again; a read-only one and a serial adapter beside it.
# seconds: 900

model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
images=/run/xenlab/usb
port() { dom0 "xenstore-write /local/domain/0/backend/qusb/$1/0/port/$2 '$3'"; }
disk_there() { guest_sh one 'test -b /dev/sda'; }

xenbay_up
dom0 "rm -rf $images && mkdir $images && truncate -s 16M $images/disk.img && echo 'read only' >$images/ro.img && truncate -s 1M $images/ro.img"
at_end "dom0 rm -rf $images"
at_end 'xenbay_config org.xenbay.usb.disk-lab.cfg; xenbay_config org.xenbay.usb.disk-ro.cfg; xenbay_config org.xenbay.usb.serial-lab.cfg'
xenbay_config org.xenbay.usb.disk-lab.cfg name=disk0 "image=$images/disk.img" serial=lab42
xenbay_config org.xenbay.usb.disk-ro.cfg name=disk1 "image=$images/ro.img" readOnly=true
xenbay_config org.xenbay.usb.serial-lab.cfg name=serial0

guest_create one "${model[@]}" 'usbctrl=["type=qusb,version=2,ports=4"]'
one=$(guest_id one)
backend_state "$one" qusb 0 4
port "$one" 1 disk0
retry_until 60 disk_there || { xenbay device "$one/qusb/0"; guest_sh one dmesg; fail "the disk shows up in the guest"; }
expect_equal "its size" 32768 "$(guest_sh one 'cat /sys/block/sda/size')"
GUEST_SECONDS=120 guest_sh one 'mkfs.ext2 -q /dev/sda 2>/dev/null || mke2fs /dev/sda >/dev/null; mkdir -p /disk; mount /dev/sda /disk'
wanted=$(GUEST_SECONDS=120 guest_sh one 'dd if=/dev/urandom of=/disk/file bs=64k count=64 2>/dev/null; umount /disk; mount /dev/sda /disk; md5sum </disk/file')
GUEST_SECONDS=120 guest_sh one 'umount /disk'
expect_equal "what was written is in the image" "$wanted" "$(dom0 "debugfs -R 'cat file' $images/disk.img 2>/dev/null | md5sum")"

port "$one" 1 ""
retry_until 30 guest_sh one 'test ! -b /dev/sda' || fail "the disk is pulled out"
port "$one" 2 disk0
retry_until 60 disk_there || fail "the disk comes again in another port"
expect_equal "it has what was written" "$wanted" "$(GUEST_SECONDS=120 guest_sh one 'mount /dev/sda /disk && md5sum </disk/file; umount /disk')"

# A read-only disk refuses to be written, and says so before: Linux finds it write-protected.
port "$one" 1 disk1
retry_until 60 guest_sh one 'test -b /dev/sdb' || fail "the read-only disk shows up"
expect_equal "it is write-protected" 1 "$(guest_sh one 'cat /sys/block/sdb/ro')"
expect_equal "it can be read" "read only" "$(guest_sh one 'head -n 1 /dev/sdb')"
expect "it cannot be written" guest_sh one '! echo x >/dev/sdb'
expect_equal "its image is as it was" "read only" "$(dom0 "head -n 1 $images/ro.img")"

port "$one" 3 serial0
retry_until 60 guest_sh one 'test -c /dev/ttyACM0' || fail "the serial adapter shows up"
expect_equal "the far end of the serial adapter sends back what it gets" "there and back" "$(guest_sh one 'stty -F /dev/ttyACM0 raw -echo
  (head -n 1 /dev/ttyACM0 >/tmp/line) >/dev/null 2>&1 & sleep 1; echo "there and back" >/dev/ttyACM0
  for i in $(seq 20); do test -s /tmp/line && break; sleep 1; done; cat /tmp/line')"
guest_destroy one
