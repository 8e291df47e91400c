# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# xl's own vfb=: xl creates a guest with a screen and no QEMU runs; xl learns where viewers connect, they need the password at the
# port that xl.cfg asks for, and none at the socket; keys of a viewer reach the guest's terminal.
# seconds: 600

model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")

xenbay_up
guest_create one "${model[@]}" 'vfb=["vnc=1,vncdisplay=5,vncunused=0,vncpasswd=secret"]'
id=$(guest_id one)
expect "no QEMU runs" dom0 '! ps axo args | grep -v grep | grep -q qemu-system'
backend_state "$id" vfb 0 4
backend_state "$id" vkbd 0 4
expect_equal "xl knows the port" 5905 "$(dom0 "xenstore-read /local/domain/$id/console/vnc-port")"
expect_equal "xl knows the address" 127.0.0.1 "$(dom0 "xenstore-read /local/domain/$id/console/vnc-listen")"

# What a server offers: 2 is VNC's own authentication, 1 is none, 19 VeNCrypt.
offers() { dom0 "(printf 'RFB 003.008\\n'; sleep 1) | timeout 10 socat -t 2 - $1 | tail -c +13 | od -An -tu1 | tr -s ' '"; }
expect_match "at the port a password is asked for" '^ 1 2( |$)' "$(offers TCP:127.0.0.1:5905)"
expect_match "at the socket there is none" '^ 1 1( |$)' "$(offers "UNIX:/run/xenbay/vnc/$id-0.sock")"

guest_sh one 'stty -F /dev/tty1 -echo; (read -r line </dev/tty1; echo "$line" >/tmp/typed) >/dev/null 2>&1 & sleep 0.5'
# ClientInit, then the keys h, i and Return down and up.
keys=''
for key in 0068 0069 ff0d; do
  for down in 01 00; do keys+="\\x04\\x$down\\x00\\x00\\x00\\x00\\x${key:0:2}\\x${key:2:2}"; done
done
dom0 "(printf 'RFB 003.008\\n'; sleep 1; printf '\\x01'; sleep 1; printf '\\x01'; sleep 1; printf '$keys'; sleep 2) |
  timeout 20 socat -t 2 - UNIX:/run/xenbay/vnc/$id-0.sock | od -An -tu1 | head -c 1 >/dev/null" || true
retry_until 20 guest_sh one 'test -s /tmp/typed' || fail "a line is typed"
expect_equal "a viewer's keys reach the guest's terminal" hi "$(guest_sh one 'cat /tmp/typed')"

# xl's own viewer, a stand-in for it here: xl tells it where the screen is, and the password on its standard input.
dom0_stdin 'cat >/run/xenlab/viewer && chmod +x /run/xenlab/viewer' <<'SH'
#!/bin/sh
echo "$*" >/run/xenlab/viewer.new
case " $* " in *" -autopass "*) head -n 1 >>/run/xenlab/viewer.new ;; esac
mv /run/xenlab/viewer.new /run/xenlab/viewer.said
SH
at_end 'dom0 rm -f /run/xenlab/viewer /run/xenlab/viewer.said'
# viewed XL-COMMAND: what xl tells its viewer.
viewed() {
  dom0 "rm -f /run/xenlab/viewer.said; VNCVIEWER=/run/xenlab/viewer $1" >/dev/null
  retry_until 20 dom0 'test -e /run/xenlab/viewer.said' >/dev/null || fail "$1 runs the viewer"
  dom0 'xargs </run/xenlab/viewer.said'
}
expect_equal "xl vncviewer is told the display and the password" "127.0.0.1:5 -autopass secret" "$(viewed 'xl vncviewer --autopass one')"

# vnc=1 beside the devices of xl.cfg is the same as a vfb of it.
guest_create two "${model[@]}" vnc=1 vncdisplay=6 vncunused=0
backend_state "$(guest_id two)" vfb 0 4
backend_state "$(guest_id two)" vkbd 0 4
guest_destroy two
expect_equal "xl create -V opens the screen" 127.0.0.1:6 "$(viewed 'xl create -q -V /run/xenlab/two.cfg')"
GUESTS+=(two)
guest_destroy two

guest_destroy one
retry_until 60 dom0 '! socat -u /dev/null TCP:127.0.0.1:5905' || fail "the port is free again"
