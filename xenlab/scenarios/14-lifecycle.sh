# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Devices that come and go under a running guest, two guests at once, guests that end while busy, reboot, are saved and restored.
# seconds: 400

# console_answers NAME NUMBER A B: a shell on the guest's console answers a sum typed into its pseudo terminal.
console_answers() {
  guest_sh "$1" "setsid sh -c 'exec sh -i </dev/hvc$2 >/dev/hvc$2 2>&1' >/dev/null 2>&1 & sleep 0.3"
  expect_match "guest $1 answers on hvc$2" "answer $(($3 + $4))" \
    "$(dom0 "(sleep 0.5; echo 'echo answer \$(($3+$4))'; sleep 1.5; echo exit) |
      timeout 20 socat -t 2 - $(console_tty "$(guest_id "$1")" "$2"),raw,echo=0")"
}

# gone DOMID: whether neither the daemon nor XenStore has a device of it.
gone() { ! xenbay devices --json | grep -q "\"$1/" && dom0 "! xenstore-ls /local/domain/0/backend/console/$1 2>/dev/null"; }

xenbay_up
held=$(xenbay_holds)
guest_create one
guest_create two
one=$(guest_id one) two=$(guest_id two)

# Two guests, one console each; one of them is removed and added again, the other does not notice.
console_add "$one" 1
console_add "$two" 1
console_ready "$one" 1
console_ready "$two" 1
console_answers one 1 40 2
console_answers two 1 50 5
device_remove "$one" console 1
expect "the guest has lost it" guest_sh one '! ls /sys/bus/xen/devices | grep -q console-1'
console_answers two 1 60 6
console_add "$one" 1
console_ready "$one" 1
console_answers one 1 41 1

# Destroyed while it writes as fast as it can: the other guest's console continues, and no resource stays held.
guest_sh one '(exec 3<>/dev/hvc1; stty raw <&3; while :; do seq 1 1000 >&3; done) >/dev/null 2>&1 &'
dom0 "timeout 2 cat $(console_tty "$one" 1) | wc -c" >"$RUN/busy" || true
expect "it was busy: $(cat "$RUN/busy") bytes in 2 s" test "$(cat "$RUN/busy")" -gt 5000
guest_destroy one
retry_until 10 gone "$one" || fail "the devices of a destroyed guest go"
console_answers two 1 70 7

# Rebooted by itself: xl makes it anew under another number.
guest_sh two 'reboot -f >/dev/null 2>&1 &'
rebooted() { dom0 "id=\$(xl domid two 2>/dev/null) && test \$id != $two"; }
retry_until 60 rebooted || fail "guest two reboots"
new=$(guest_id two)
retry_until 10 gone "$two" || fail "the devices of the guest before the reboot go"
guest_ready two
console_add "$new" 1
console_ready "$new" 1
console_answers two 1 80 8

# Saved and restored: xl restores what it made itself; a console made by hand is closed with the saved guest and made anew.
dom0 "xl save two /run/xenlab/two.save 2>/dev/null" || fail "xl save"
at_end 'dom0 rm -f /run/xenlab/two.save'
retry_until 10 gone "$new" || fail "the devices of a saved guest go"
dom0 "xl restore /run/xenlab/two.save 2>/dev/null" || fail "xl restore"
restored=$(guest_id two)
console_add "$restored" 1
expect_equal "the restored guest runs" 6 "$(guest_sh two 'echo $((2*3))')"
guest_destroy two
retry_until 10 gone "$restored" || fail "the devices of the restored guest go"
expect_equal "nothing is held at the end" "$held" "$(xenbay_holds)"
