# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# xenbay doctor on genuine Xen: a host on which all is well, and the same host broken in six ways, one after another. The commands that it
# prints are run where they mend what was broken.
# seconds: 500

# doctor [PREFIX…]: looks at the host, with a program before it; sets said, and exit.
doctor() {
  said=$(dom0 "$* $XENBAY/bin/xenbay doctor 2>&1; echo exit=\$?")
  exit=${said##*exit=}
}

# mend: runs the command of the one finding.
mend() {
  local command
  command=$(sed -n 's/^  mend  //p' <<<"$said")
  echo "runs: $command"
  dom0 "$command" || fail "the command mends it: $command"
}

# finds WHAT EXIT REGEX: doctor has one finding, like this.
finds() {
  expect_equal "$1: one finding" 1 "$(grep -c '^  mend  ' <<<"$said")"
  expect_match "$1 is found" "$3" "$said"
  expect_equal "$1: the exit code" "$2" "$exit"
}

# well WHEN [PREFIX…]: all is well.
well() {
  doctor "${@:2}"
  expect_match "all is well $1" '^XENBAY OK - Xen, domain 0: [0-9]+ well' "$said"
  expect_equal "the exit code $1" 0 "$exit"
}

xenbay_up
well "while the daemon runs"
expect_match "the daemon's health is in it" 'OK  daemon xenstore: XenStore answers' "$said"
expect_match "as JSON, too" '^\{"severity":"OK","host":"Xen, domain 0"' "$(xenbay doctor --json)"

at_end "dom0 'mountpoint -q /proc/xen || mount -t xenfs xenfs /proc/xen'"
dom0 'umount -l /proc/xen' # xenstored has a file of it open
doctor
finds "xenfs that is not mounted" 2 'xenfs is not mounted'
mend
well "when xenfs is mounted again"

# What has it open keeps the module loaded, so the device goes and not the module.
at_end "dom0 'test -e /dev/xen/gntdev || mv /dev/xen/gntdev.away /dev/xen/gntdev'"
dom0 'mv /dev/xen/gntdev /dev/xen/gntdev.away'
doctor
finds "a device that is missing" 2 '/dev/xen/gntdev is missing: the kernel module xen-gntdev is not loaded'
dom0 'mv /dev/xen/gntdev.away /dev/xen/gntdev'

at_end "dom0 'pkill -x xen-9pfsd; rm -f /run/xenlab/xen-9pfsd'"
dom0 'cp /usr/bin/sleep /run/xenlab/xen-9pfsd && setsid /run/xenlab/xen-9pfsd 400 </dev/null >/dev/null 2>&1 &'
doctor
finds "another server of shares" 1 'xen-9pfsd \(process [0-9]+\) serves shared folders'
dom0 'pkill -x xen-9pfsd'

at_end "dom0 'chmod 755 $XENBAY/libexec/xenbay-device-model'"
dom0 "chmod 644 $XENBAY/libexec/xenbay-device-model"
doctor
finds "a helper that is no program" 1 'xenbay-device-model is no program'
mend

at_end xenconsoled_start
xenconsoled_stop
doctor
finds "no xenconsoled" 1 'xenconsoled does not run'
xenconsoled_start
well "when all of that is mended"

guest_start one 'channel=["connection=pty,name=zero","connection=pty,name=org.xenbay.one"]'
one=$(guest_id one)
doctor
finds "a QEMU" 1 "QEMU \\(process $(dom0 "xenstore-read /local/domain/$one/image/device-model-pid")\\) is the device model of domain $one,"
guest_destroy one

at_end 'xenbay_running || xenbay_start'
xenbay_down
well "without a daemon" 'ulimit -n 1048576;'
expect_match "how a daemon is started is said" "no daemon runs; start it with: $XENBAY/bin/xenbay --daemon" "$said"
doctor 'ulimit -n 1024; setpriv --bounding-set=-sys_resource'
finds "a low limit" 1 'a daemon that is started from this shell may open 1024 files'
