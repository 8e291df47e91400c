# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# xl creates, pauses, saves, restores, reboots and destroys a guest with a channel, and no QEMU runs: the helper takes its place.
# seconds: 600

model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
# The first channel is dropped by xl 4.17: it gives it the primary console's number.
channel() { echo "channel=[\"connection=pty,name=zero\",\"connection=socket,path=/run/xenlab/$1.sock,name=org.xenbay.$1\"]"; }

helper_pid() { dom0 "xenstore-read device-model/$1/xenbay/pid"; }
no_qemu() { expect "no QEMU runs" dom0 '! ps axo args | grep -v grep | grep -q qemu-system'; }

# qmp_says NAME REGEX COMMAND: what a guest's device model answers on the socket that libxl uses.
qmp_says() {
  expect_match "QMP of guest $1: $3" "$2" "$(dom0 "(echo '{\"execute\":\"qmp_capabilities\"}'; echo '{\"execute\":\"$3\"}'; sleep 0.5) |
    timeout 10 socat -t 1 - UNIX:/var/run/xen/qmp-libxl-$(guest_id "$1")")"
}

# channel_answers NAME A B: a shell of the guest's on its channel answers a sum that comes through the socket.
channel_answers() {
  retry_until 60 dom0 "socat -u /dev/null UNIX:/run/xenlab/$1.sock" || fail "the socket of guest $1 is there"
  guest_sh "$1" "setsid sh -c 'exec sh -i </dev/hvc1 >/dev/hvc1 2>&1' >/dev/null 2>&1 & sleep 0.5"
  expect_match "guest $1 answers on its channel" "answer $(($2 + $3))" \
    "$(dom0 "(sleep 0.5; echo 'echo answer \$(($2+$3))'; sleep 1.5; echo exit; sleep 0.5) |
      timeout 20 socat -t 2 - UNIX:/run/xenlab/$1.sock")"
}

xenbay_up
guest_start one "${model[@]}" "$(channel one)"
start=$(now)
one=$(guest_id one)
no_qemu
console_ready "$one" 1
echo "the channel is Connected $(since "$start") s after xl create returned, the guest's boot included"
guest_ready one
pid=$(helper_pid "$one")
expect_equal "the helper's process is the one that xl knows" "$pid" "$(dom0 "xenstore-read /local/domain/$one/image/device-model-pid")"
expect_equal "xl was told to go on" running "$(dom0 "xenstore-read device-model/$one/state")"
qmp_says one '"status":"running"' query-status
channel_answers one 40 2

dom0 xl pause one
expect_match "xl pause" 'one +[0-9]+ +[0-9]+ +1 +..p--- ' "$(dom0 xl list)"
dom0 xl unpause one
channel_answers one 50 5

# A restarted daemon: helpers stay and are taken up.
xenbay_down
expect "the helper outlives the daemon" dom0 "kill -0 $pid"
expect "the sockets of QMP are gone with it" dom0 "test ! -e /var/run/xen/qmp-libxl-$one"
xenbay_start
retry_until 20 dom0 "test -S /var/run/xen/qmp-libxl-$one" || fail "the next daemon listens again"
qmp_says one '"return": *\[\]' query-chardev
console_ready "$one" 1
channel_answers one 60 6
expect_equal "it is the same helper" "$pid" "$(helper_pid "$one")"

# Reboot, save and restore: xl makes the guest anew each time, under another number.
renumbered() { dom0 "id=\$(xl domid one 2>/dev/null) && test \$id != $one"; }
new_number() {
  retry_until 60 renumbered || fail "$1: the guest comes again"
  one=$(guest_id one)
  expect "$1: its old helper has ended" dom0 "! kill -0 $pid 2>/dev/null"
  console_ready "$one" 1
  pid=$(helper_pid "$one")
}
guest_sh one 'reboot -f >/dev/null 2>&1 &'
new_number reboot
guest_ready one
channel_answers one 70 7

at_end 'dom0 rm -f /run/xenlab/one.save'
expect "xl save" dom0 'xl save one /run/xenlab/one.save'
expect "the helper of a saved guest has ended" dom0 "! kill -0 $pid 2>/dev/null"
expect "xl restore" dom0 'xl restore /run/xenlab/one.save'
new_number restore
channel_answers one 80 8

# What further guests cost: paused before their first instruction, so that nothing else grows.
daemon_kb() { dom0 "sed -n 's/^Pss: *\([0-9]*\).*/\1/p' /proc/\$(cat /run/xenbay/xenbay.pid)/smaps_rollup"; }
helper_kb() { dom0 "sed -n 's/^$2: *\([0-9]*\).*/\1/p' /proc/$(helper_pid "$1")/smaps_rollup"; }
guest_paused() {
  GUEST_PAUSED=-p guest_start "$1" memory=128 "${model[@]}" "$(channel "$1")"
  backend_state "$(guest_id "$1")" console 1 2
}
guest_paused two
before=$(daemon_kb)
for name in three four five six; do guest_paused "$name"; done
grown=$((($(daemon_kb) - before) / 4))
six=$(guest_id six)
echo "a further guest: helper RSS $(helper_kb "$six" Rss) kB, PSS $(helper_kb "$six" Pss) kB; daemon $grown kB more"
expect "a further guest costs less than 1 MB" test $(($(helper_kb "$six" Pss) + grown)) -lt 1024
no_qemu

for name in six five four three two; do guest_destroy "$name"; done
guest_destroy one
expect "no helper is left" dom0 '! ps axo args | grep -v grep | grep -q device-model/'
expect "no node is left" dom0 '! xenstore-ls device-model 2>/dev/null | grep -q .'
expect "no socket is left" dom0 'test -z "$(ls /var/run/xen/qmp-* 2>/dev/null)"'

# Without a daemon, xl create fails soon and its log says why.
xenbay_down
start=$(now)
if (guest_start late "${model[@]}" "$(channel late)") >/dev/null 2>&1; then fail "without a daemon, xl create fails"; fi
expect "without a daemon, xl create fails in $(since "$start") s" test $(($(now) - start)) -lt 250
expect_match "and its log says why" 'no xenbay daemon answers for domain [0-9]+ within 15 s; is it running' \
  "$(dom0 cat /var/log/xen/qemu-dm-late.log)"
expect_equal "no guest is left" "" "$(guest_id late)"
