# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What vfb= of xl.cfg does on this suite with the QEMU that xl starts for it, and what it does when Xenbay runs. QEMU serves a PV guest's screen up
# to 9.0; since 9.1 only its keyboard: the screen stays as xl made it until Xenbay serves it.
# seconds: 600

node() { dom0 "xenstore-read /local/domain/$1 2>/dev/null" || true; }
qemu_version() { dom0 '/usr/libexec/xen-qemu-system-i386 --version 2>/dev/null || qemu-system-i386 --version' | sed -n '1s/.*version \([0-9.]*\).*/\1/p'; }
backend_is() { [[ $(node "0/backend/$2/$1/0/state") == "$3" ]]; }

xenbay_up
version=$(qemu_version)
echo "$SUITE: $(dom0 'xl info xen_version'), QEMU $version, Linux $(dom0 'uname -r')"
qemu_serves_screens=no
[[ $(printf '%s\n' 9.1 "$version" | sort -V | head -n 1) == 9.1 ]] || qemu_serves_screens=yes

# QEMU is first with all devices, as on a host without Xenbay.
xenbay_stands_still
guest_create one 'vfb=["vnc=1,vnclisten=127.0.0.1,vncdisplay=7,vncunused=0"]'
id=$(guest_id one)
expect "QEMU runs" dom0 "tr '\\0' ' ' </proc/$(node "$id/image/device-model-pid")/cmdline | grep -q qemu-system"
expect "QEMU listens at the port" dom0 'socat -u /dev/null TCP:127.0.0.1:5907'
retry_until 30 backend_is "$id" vkbd 4 || fail "QEMU serves the keyboard"
expect_equal "the guest's driver has published its picture" yes \
  "$([[ -n $(node "$id/device/vfb/0/page-ref") && -n $(node "$id/device/vfb/0/event-channel") ]] && echo yes)"
if [[ $qemu_serves_screens == yes ]]; then
  retry_until 30 backend_is "$id" vfb 4 || fail "QEMU serves the screen"
  echo "ok: with QEMU $version alone the screen is Connected"
else
  # The keyboard, which QEMU connects in the same pass over XenStore, is Connected by now.
  expect_equal "with QEMU $version alone the screen stays as xl made it" "1 3" \
    "$(node "0/backend/vfb/$id/0/state") $(node "$id/device/vfb/0/state")"
fi

xenbay_goes_on
if [[ $qemu_serves_screens == yes ]]; then
  not_ours() { [[ $(xenbay explain "$id/vfb/0") == *"not served: QEMU"*"already serves this device"* ]]; }
  retry_until 30 not_ours || fail "the daemon leaves QEMU's screen alone: $(xenbay explain "$id/vfb/0")"
  echo "ok: a screen that QEMU serves is left alone"
else
  backend_state "$id" vfb 0 4
  guest_sh one 'echo "served at last" >/dev/tty1'
  expect "Xenbay shows the guest's picture" same_picture one "$id" 800 600
  echo "ok: Xenbay serves the screen that QEMU $version leaves, and shows the guest's picture"
fi
guest_destroy one
