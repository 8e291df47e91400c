# shellcheck shell=bash
# xenstored ended and started again, with an empty store as it is after a crash: Connected consoles go on, the daemon serves again.
# The last scenario: guests of before have lost their nodes, and xl cannot know them any more.
# seconds: 300

xenbay_up
guest_create one
id=$(guest_id one)
console_add "$id" 1
console_ready "$id" 1
tty=$(console_tty "$id" 1)
guest_sh one 'setsid sh -c "exec sh -i </dev/hvc1 >/dev/hvc1 2>&1" >/dev/null 2>&1 & sleep 0.5'
answers() {
  dom0 "(sleep 0.5; echo 'echo answer \$(($1))'; sleep 2) | timeout 20 socat -t 2 - $tty,raw,echo=0"
}
expect_match "the console answers" "answer 42" "$(answers 6*7)"

at_end 'dom0 "xl destroy $id" 2>/dev/null'
dom0 'p=$(cat /run/xen/xenstored.pid) && kill -9 $p && while kill -0 $p 2>/dev/null; do sleep 0.1; done'
retry_until 20 xenbay_logged 'lost XenStore' || fail "the daemon says that XenStore is lost"
expect_match "without xenstored the console answers" "answer 56" "$(answers 7*8)"
dom0 'bin=$(echo /usr/lib/xen-[0-9]*/bin); rm -f /run/xen/xenstored.pid
  case $(cat /proc/cmdline) in *xenstored=ocaml*) program=oxenstored ;; *) program=xenstored ;; esac
  $bin/$program --pid-file /run/xen/xenstored.pid && $bin/xen-init-dom0'
retry_until 30 xenbay_logged 'XenStore .* is there again' || fail "the daemon finds it again"
xenconsoled_stop
xenconsoled_start
guest_create two
two=$(guest_id two)
console_add "$two" 1
console_ready "$two" 1
echo "ok: a new guest's console is served"
