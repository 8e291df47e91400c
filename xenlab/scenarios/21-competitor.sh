# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A guest whose channel QEMU serves: a daemon that starts beside it leaves it alone and names QEMU as its server. And what QEMU costs,
# next to the helper.
# seconds: 600

xenbay_up
xenbay_down
at_end 'xenbay_running || xenbay_start'

channel() { echo "channel=[\"connection=pty,name=zero\",\"connection=socket,path=/run/xenlab/$1.sock,name=org.xenbay.$1\"]"; }
model_pid() { dom0 "xenstore-read /local/domain/$1/image/device-model-pid"; }

# measured NAME [KEY=VALUE…]: a guest with a channel, from xl create until it can be used, and its device model's memory.
measured() {
  local start id model
  guest_start "$1" "${@:2}" "$(channel "$1")"
  start=$(now)
  id=$(guest_id "$1")
  console_ready "$id" 1
  echo "the channel is Connected $(since "$start") s after xl create returned, the guest's boot included"
  guest_ready "$1"
  model=$(model_pid "$id")
  echo "its device model: $(dom0 "sed -n 's/^\(Rss\|Pss\): */\1 /p' /proc/$model/smaps_rollup" | tr '\n' ' ')"
}

measured one
one=$(guest_id one)
pid=$(model_pid "$one")
expect_match "QEMU serves it" qemu-system "$(dom0 "tr '\0' ' ' </proc/$pid/cmdline")"

nodes() { dom0 "xenstore-ls -f /local/domain/0/backend/console/$one"; }
before=$(nodes)
xenbay_start
not_served() { [[ $(xenbay explain "$one/console/1") == *"not served: QEMU (pid $pid) already serves this device"* ]]; }
retry_until 20 not_served || fail "the daemon names QEMU: $(xenbay explain "$one/console/1")"
echo "ok: $(xenbay explain "$one/console/1" | head -n 3 | tr '\n' ' ')"
expect_equal "it has written nothing" "$before" "$(nodes)"
guest_sh one "setsid sh -c 'exec sh -i </dev/hvc1 >/dev/hvc1 2>&1' >/dev/null 2>&1 & sleep 0.5"
expect_match "and QEMU's channel works on" "answer 42" \
  "$(dom0 "(sleep 0.5; echo 'echo answer \$((6*7))'; sleep 1.5; echo exit; sleep 0.5) | timeout 20 socat -t 2 - UNIX:/run/xenlab/one.sock")"

# The first program that finds a new device serves it: xl makes it before it starts QEMU, but under emulation a JVM that has just been
# started may need as long as QEMU's start. The other program leaves the device alone.
ours() { dom0 "test \"\$(xenstore-read /local/domain/0/backend/console/$two/1/served-by 2>/dev/null)\" = xenbay"; }
for try in 1 2 3 4 5; do
  guest_create two 'channel=["connection=pty,name=zero","connection=pty,name=org.xenbay.two"]'
  two=$(guest_id two)
  console_ready "$two" 1
  ! ours || break
  expect_match "QEMU was first, which is respected" "not served: QEMU .* already serves this device" "$(xenbay explain "$two/console/1")"
  guest_destroy two
done
ours || fail "who comes first serves: never in $try times"
echo "ok: who comes first serves (we at try $try)"
expect_match "although QEMU runs" qemu-system "$(dom0 "tr '\0' ' ' </proc/$(model_pid "$two")/cmdline")"
xenbay_down
xenbay_start
served() { [[ $(xenbay explain "$two/console/1") == *"all is well"* ]]; }
retry_until 20 served || fail "its own device is taken up again: $(xenbay explain "$two/console/1")"
echo "ok: a restarted daemon knows its own device beside a QEMU"

guest_destroy two
guest_destroy one

# The same with the helper; a keyboard and a folder too, for which xl would start QEMU as well.
dom0 'mkdir -p /srv/share && echo shared >/srv/share/file'
measured three device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model" \
  'vkb=["backend-type=qemu"]' 'p9=["tag=share0,path=/srv/share,security_model=none"]'
three=$(guest_id three)
backend_state "$three" vkbd 0 4
expect_equal "a folder of dom0 is the guest's" shared \
  "$(guest_sh three 'mkdir /mnt && mount -t 9p -o trans=xen,version=9p2000.L share0 /mnt && cat /mnt/file')"
expect_match "the helper serves it" 'xenstore-watch -n 2 device-model/' "$(dom0 "tr '\0' ' ' </proc/$(model_pid "$three")/cmdline")"
guest_destroy three
