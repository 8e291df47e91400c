# shellcheck shell=bash
# A guest whose channel QEMU serves: its cost for comparison; and a daemon that starts beside it leaves it alone and says whose it is.
# seconds: 300

xenbay_up
xenbay_down
at_end 'xenbay_running || xenbay_start'

guest_start one 'channel=["connection=pty,name=zero","connection=socket,path=/run/xenlab/one.sock,name=org.xenbay.one"]'
start=$(now)
one=$(guest_id one)
console_ready "$one" 1
echo "QEMU: the channel is Connected $(since "$start") s after xl create returned, the guest's boot included"
guest_ready one
pid=$(dom0 "xenstore-read /local/domain/$one/image/device-model-pid")
expect_match "QEMU serves it" qemu-system "$(dom0 "tr '\0' ' ' </proc/$pid/cmdline")"
echo "QEMU: RSS $(dom0 "sed -n 's/^Rss: *//p' /proc/$pid/smaps_rollup"), PSS $(dom0 "sed -n 's/^Pss: *//p' /proc/$pid/smaps_rollup")"

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

# A guest that comes now is ours as soon as its device is made, which is before xl starts QEMU; QEMU leaves it to us.
guest_create two 'channel=["connection=pty,name=zero","connection=pty,name=org.xenbay.two"]'
two=$(guest_id two)
console_ready "$two" 1
expect_equal "who comes first serves" xenbay "$(dom0 "xenstore-read /local/domain/0/backend/console/$two/1/served-by")"
expect_match "although QEMU runs" qemu-system "$(dom0 "tr '\0' ' ' </proc/\$(xenstore-read /local/domain/$two/image/device-model-pid)/cmdline")"
xenbay_down
xenbay_start
served() { [[ $(xenbay explain "$two/console/1") == *"all is well"* ]]; }
retry_until 20 served || fail "its own device is taken up again: $(xenbay explain "$two/console/1")"
echo "ok: a restarted daemon knows its own device beside a QEMU"

guest_destroy two
guest_destroy one
