# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What programs in a guest read from its input devices.

# input_device GUEST NAME NUMBER: the device file, such as event1, of a device that Linux's driver of vkbd NUMBER has made.
input_device() {
  guest_sh "$1" "awk -v name='$2' -v phys='xenbus/device/vkbd/$3' -F '[\"=]' '
    /^N:/ { n = \$3 } /^P:/ { p = \$2 }
    /^H:/ && n == name && p == phys { for (i = split(\$0, w, /[ =]/); i; i--) if (w[i] ~ /^event/) { print w[i]; exit } }' /proc/bus/input/devices"
}

# input_devices GUEST COUNT: waits until Linux's driver has made so many.
input_devices() {
  retry_until 20 guest_sh "$1" "test \$(grep -c 'Xen Virtual' /proc/bus/input/devices) = $2" || fail "guest $1 has its $2 devices"
}

# input_look GUEST DEVICE…: has the guest keep what a program reads from these devices from now on, and prints what it has read
# since the last time, one "DEVICE⇥TYPE CODE VALUE" an event; ends of frames are left out.
input_look() {
  guest_sh "$1" "cd /tmp
    for device in ${*:2}; do
      if test -e \$device.pid; then
        kill \$(cat \$device.pid)
        od -An -v -tu2 -w24 \$device | awk -v device=\$device '{ v = \$11 + 65536 * \$12; if (v > 2147483647) v -= 4294967296
          if (\$9 || \$10) printf \"%s\t%d %d %d\n\", device, \$9, \$10, v }'
      fi
      (exec cat /dev/input/\$device >\$device) >/dev/null 2>&1 & echo \$! >\$device.pid
    done"
}

# vnc_play ADDRESS LINE…: plays lines of a session to a VNC server of dom0 (dom0/vnc-play says what there is).
vnc_play() {
  dom0 test -x /run/xenlab/vnc-play || push "$LAB/dom0/vnc-play" /run/xenlab
  printf '%s\n' "${@:2}" | dom0_stdin "timeout 100 /run/xenlab/vnc-play $1" || fail "a session is played to $1"
}
