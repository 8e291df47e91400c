# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# USB devices that the emulator plugs into dom0 while it runs. Ports 1 to 4 of its controller are of both kinds (a disk there
# is at super speed), 5 to 8 are USB 2 only: there it is at high speed, and behind a hub at full speed.

# usb_image NAME: the file of a disk.
usb_image() { echo "$RUN/usb-$1.img"; }

# usb_disk NAME SIZE [PORT]: plugs in a disk with random contents, and waits for dom0 to have it.
usb_disk() {
  local image
  image=$(usb_image "$1")
  head -c "$2" /dev/urandom >"$image"
  at_end "rm -f $image"
  qmp blockdev-add "{\"driver\":\"file\",\"node-name\":\"$1\",\"filename\":\"$image\"}" >/dev/null || fail "the emulator opens disk $1"
  at_end "retry_until 20 qmp blockdev-del '{\"node-name\":\"$1\"}' >/dev/null 2>&1"
  usb_plug "$1" usb-storage "${3:-}" ",\"drive\":\"$1\""
}

# usb_plug NAME DRIVER [PORT [FURTHER JSON]]: plugs in a device of the emulator's, known by its serial number.
usb_plug() {
  qmp device_add "{\"driver\":\"$2\",\"id\":\"$1\",\"serial\":\"$1\",\"bus\":\"usb.0\"${3:+,\"port\":\"$3\"}${4:-}}" >/dev/null ||
    fail "the emulator plugs in $1"
  at_end "usb_pull $1 >/dev/null 2>&1"
  retry_until 30 usb_there "$1" || fail "dom0 has $1"
}

# usb_pull NAME: pulls it out; returns when the emulator has done so.
usb_pull() {
  local answer
  answer=$(qmp device_del "{\"id\":\"$1\"}") || { echo "$answer"; return 1; }
}

# usb_path NAME: where dom0 has a device, by its serial number: 2-1.
usb_path() {
  dom0 "for s in /sys/bus/usb/devices/*/serial; do test \"\$(cat \$s)\" = $1 && basename \${s%/serial}; done; true"
}

usb_there() { [[ -n $(usb_path "$1") ]]; }

# usb_driver NAME: which driver of dom0 has the first interface of a device; usbfs is a guest's.
usb_driver() { dom0 "basename \$(readlink /sys/bus/usb/devices/$(usb_path "$1"):*.0/driver) 2>/dev/null || echo none"; }

usb_driven_by() { [[ $(usb_driver "$1") == "$2" ]]; }

# usb_disk_of NAME: the block device that dom0 has for a disk.
usb_disk_of() { dom0 "basename /sys/bus/usb/devices/$(usb_path "$1"):1.0/host*/target*/*/block/*"; }

# usb_disk_back NAME: whether dom0 has the block device of a disk, which it makes a second after its driver has the disk.
usb_disk_back() { dom0 "test -b /dev/$(usb_disk_of "$1")"; }

# usb_give DOMID PORT [NAME]: plugs a device of dom0 into a port of a guest's first controller as xl does; none empties it.
usb_give() {
  local path=
  [[ -z ${3:-} ]] || path=$(usb_path "$3")
  dom0 "xenstore-write /local/domain/0/backend/qusb/$1/0/port/$2 '$path'"
}

# usb_guest NAME [KEY=VALUE…]: a guest with a USB 2 controller of eight ports, served by our daemon.
usb_guest() {
  guest_create "$@" device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model" \
    'usbctrl=["type=qusb,version=2,ports=8"]'
  backend_state "$(guest_id "$1")" qusb 0 4
}

# usb_in_guest NAME SERIAL ATTRIBUTE: what a guest's sysfs says of a device.
usb_in_guest() {
  guest_sh "$1" "for s in /sys/bus/usb/devices/*/serial; do test \"\$(cat \$s)\" = $2 && cat \${s%serial}$3; done; true"
}

# usb_reaches NAME SERIAL: waits until a guest has a device.
usb_reaches() {
  retry_until "${3:-60}" usb_is_in_guest "$1" "$2" || {
    xenbay_log
    guest_sh "$1" 'dmesg | tail -n 20'
    fail "guest $1 has $2"
  }
}

usb_is_in_guest() { [[ -n $(usb_in_guest "$1" "$2" serial) ]]; }
